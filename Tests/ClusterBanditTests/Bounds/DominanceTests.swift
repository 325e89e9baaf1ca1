import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Dominance of a cluster")
struct DominanceTests {
  @Test(
    "The strongest that holds is told",
    arguments: [
      ([[0.7, 0.6], [0.5, 0.4]], Dominance.strong), ([[0.7, 0.4], [0.6, 0.3]], .firstOrder),
      ([[0.9, 0.2], [0.6, 0.3]], .none), ([[0.5, 0.4], [0.7, 0.6]], .strong),
      ([[0.5], [0.5]], .strong), ([[0.6, 0.5], [0.5, 0.5, 0.4]], .strong),
      // Halves and thirds: of the first 1/2 reach .6, of the second 1/3, and all reach .3.
      ([[0.6, 0.3], [0.6, 0.3, 0.3]], .firstOrder),
      // 1/3 reach .6 against 1/2.
      ([[0.65, 0.55, 0.5], [0.6, 0.3]], .none),
      ([[0.9, 0.8], [0.5, 0.4], [0.85, 0.1]], .firstOrder),
      ([[0.9, 0.8], [0.5, 0.4], [0.95, 0.1]], .none),
    ])
  func instances(clusters: [[Double]], dominance: Dominance) {
    #expect(Dominance(problem(clusters)) == dominance)
  }

  @Test("One cluster has nothing to be above, and a cluster of one arm is above by that arm")
  func few() {
    #expect(Dominance(problem([[0.5, 0.25]])) == nil)
    #expect(Dominance(problem([[0.25], [0.5], [0.125]])) == .strong)
  }

  @Test("It is what holds for every x, also with other counts and many ties")
  func definition() {
    var stream = testStream(1)
    var seen: Set<Dominance> = []
    for _ in 0..<3000 {
      let clusters = (0..<2 + stream.nextIndex(below: 2)).map { _ in
        (0...stream.nextIndex(below: 4)).map { _ in Double(stream.nextIndex(below: 5)) / 4 }
      }
      func share(_ means: [Double], _ x: Double) -> Double {
        Double(means.filter { $0 >= x }.count) / Double(means.count)
      }
      func others(_ index: Int) -> [[Double]] {
        clusters.indices.filter { $0 != index }.map { clusters[$0] }
      }
      let isStrong = clusters.indices.contains { index in
        others(index).allSatisfy { ($0.max() ?? 0) <= (clusters[index].min() ?? 0) }
      }
      let isFirst = clusters.indices.contains { index in
        others(index).allSatisfy { other in
          [0, 0.25, 0.5, 0.75, 1].allSatisfy { share(clusters[index], $0) >= share(other, $0) }
        }
      }
      let expected: Dominance = isStrong ? .strong : isFirst ? .firstOrder : .none
      let found = Dominance(problem(clusters))
      #expect(found == expected, "\(clusters)")
      seen.insert(expected)
    }
    #expect(seen == Set(Dominance.allCases))
  }
}
