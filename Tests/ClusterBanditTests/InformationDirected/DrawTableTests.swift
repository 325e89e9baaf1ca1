import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Sums over draws by their highest arm")
struct DrawTableTests {
  /// Regrets and gains from the draws as they stand: all is looked for anew.
  private func plain(
    _ draws: [[Double]], _ measure: InformationMeasure
  ) -> (regrets: [Double], gains: [Double]) {
    let arms = draws[0].indices
    let share = 1 / Double(draws.count)
    var (order, rows, peak) = ([Int](), [Int: [[Double]]](), 0.0)
    for draw in draws {
      let best = arms.reduce(0) { draw[$1] > draw[$0] ? $1 : $0 }
      if rows[best] == nil { order.append(best) }
      rows[best, default: []].append(draw)
      peak += draw[best]
    }
    let sums = order.map { best in
      arms.map { arm in (rows[best] ?? []).reduce(0.0) { $0 + $1[arm] } }
    }
    let means = arms.map { arm in sums.reduce(0.0) { $0 + $1[arm] } * share }
    var regrets = means.map { max(0, peak / Double(draws.count) - $0) }
    guard order.count > 1 else {
      regrets[order[0]] = 0
      return (regrets, means.map { _ in 0 })
    }
    let gains = arms.map { arm in
      var gain = 0.0
      for (place, best) in order.enumerated() {
        let count = Double(rows[best]?.count ?? 0)
        let conditional = sums[place][arm] * (1 / count)
        switch measure {
        case .variance:
          let deviation = conditional - means[arm]
          gain += count * share * (deviation * deviation)
        case .entropy: gain += count * share * InformationMeasure.negentropy(conditional)
        }
      }
      return measure == .variance
        ? gain : max(0, gain - InformationMeasure.negentropy(means[arm]))
    }
    return (regrets, gains)
  }

  // Means are few, so that they tie within clusters and between them; or many and lower in later
  // clusters, so that those in front fall.
  @Test(
    "They are those of a search from the beginning, to the bit",
    arguments: [InformationMeasure.variance, .entropy], [2, 5, 1_000_000])
  func plain(measure: InformationMeasure, levels: Int) {
    let clustering = Clustering(sizes: [3, 1, 9, 4])
    let (n, count) = (17, 40)
    var stream = testStream(UInt64(levels))
    var table = DrawTable(drawCount: count, clustering: clustering)
    var result = InformationTable(count: n)
    var draws = Array(repeating: Array(repeating: 0.0, count: n), count: count)
    var checked = 0
    for round in 0..<200 {
      // All once, then one or two.
      let stale =
        round == 0 ? Array(0..<4) : [stream.nextIndex(below: 4), stream.nextIndex(below: 4)]
      for cluster in Set(stale).sorted() {
        for number in 0..<count {
          for arm in clustering.arms(of: cluster) {
            let mean =
              round % 50 == 49 ? 0 : Double(stream.nextIndex(below: levels)) / Double(levels)
            draws[number][arm] = mean
            table.memory[number * n + arm] = mean
          }
        }
        table.settle(cluster)
      }
      table.sumUp(measure, into: &result)
      let expected = plain(draws, measure)
      for arm in 0..<n
      where result.regrets[arm] == expected.regrets[arm]
        && result.gains[arm] == expected.gains[arm]
      { checked += 1 }
    }
    #expect(checked == 200 * n)
  }
}
