import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Unplayed candidates")
struct UnplayedQueueTests {
  @Test("Each group hands out each of its candidates once", arguments: TieBreak.allCases)
  func handsOutEachOnce(ties: TieBreak) {
    let groups = Clustering(sizes: [3, 1, 4])
    var queue = UnplayedQueue(groups: groups, ties: ties)
    var stream = testStream()
    var handed: [[Int]] = [[], [], []]
    for group in [2, 0, 2, 1, 2, 0, 0, 2] {
      let isWaiting = queue.isWaiting(group)
      #expect(isWaiting)
      handed[group].append(queue.take(group, using: &stream))
    }
    for group in 0..<3 {
      let isWaiting = queue.isWaiting(group)
      #expect(!isWaiting)
      #expect(handed[group].sorted() == Array(groups.arms(of: group)))
      if ties == .first { #expect(handed[group] == Array(groups.arms(of: group))) }
    }
  }

  @Test("Of many candidates it is told who comes next")
  func likelyNext() {
    let count = CandidateSets.nearby + 100
    var queue = UnplayedQueue(groups: .whole(count), ties: .uniform)
    var few = UnplayedQueue(groups: .whole(100), ties: .uniform)
    var stream = testStream()
    var (expected, noted) = (-1, 0)
    for place in 0..<count {
      let likely = expected
      let candidate = queue.take(0, using: &stream, expecting: &expected)
      if place > 0, candidate != likely { Issue.record("\(candidate) came for \(likely)") }
      noted += expected >= 0 ? 1 : 0
    }
    #expect(noted == count - 1 && expected == -1)
    _ = few.take(0, using: &stream, expecting: &expected)
    #expect(expected == -1)
  }

  @Test("With ties first nothing is drawn")
  func drawsNothing() {
    var queue = UnplayedQueue(groups: .whole(5), ties: .first)
    var stream = testStream()
    for _ in 0..<5 { _ = queue.take(0, using: &stream) }
    #expect(stream == testStream())
  }

  @Test("With uniform ties all orders are equally likely")
  func uniformOrder() {
    // 12 000 orders over 24 cells: a root-mean-square relative error of 12 % in the cells is
    // missed once in a million.
    let groups = Clustering(sizes: [2, 4, 1])
    var stream = testStream()
    var counts: [[Int]: Int] = [:]
    for _ in 0..<12_000 {
      var queue = UnplayedQueue(groups: groups, ties: .uniform)
      counts[(0..<4).map { _ in queue.take(1, using: &stream) }, default: 0] += 1
    }
    #expect(counts.count == 24)
    let verdict = Verdict.chiSquare(
      counts: Array(counts.values), probabilities: Array(repeating: 1.0 / 24, count: 24))
    #expect(verdict.holds, "\(verdict)")
  }
}
