import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Argmax")
struct ArgmaxTests {
  @Test(
    "The winner is the first, or a drawn one, of the highest values",
    arguments: TieBreak.allCases)
  func agreesWithNaiveArgmax(ties: TieBreak) {
    var values = testStream(1)
    var stream = testStream(2)
    for _ in 0..<3000 {
      let lower = values.nextIndex(below: 5)
      let count = 1 + values.nextIndex(below: 9)
      // Few distinct values, so that most rounds have ties, some of them not of the highest.
      let list = (0..<lower + count + 3).map { _ in Double(values.nextIndex(below: 4)) - 2 }
      let range = lower..<lower + count
      let tied = range.filter { list[$0] == list[range].max() }
      var reference = stream
      let expected =
        tied.count == 1 || ties == .first ? tied[0] : tied[reference.nextIndex(below: tied.count)]
      #expect(argmax(range, ties: ties, using: &stream) { list[$0] } == expected)
      #expect(stream == reference, "a word is drawn if and only if a tie is broken at random")
    }
  }

  @Test("Each of the tied candidates wins with the same probability")
  func uniformTies() {
    // 20 000 draws over three cells: a relative error of 8 % in a cell is missed once in a million.
    let values = [1.0, 3, 2, 3, 3, 0]
    var stream = testStream()
    var counts = [0, 0, 0, 0, 0, 0]
    for _ in 0..<20_000 {
      counts[argmax(0..<6, ties: .uniform, using: &stream) { values[$0] }] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: [0, 1.0 / 3, 0, 1.0 / 3, 1.0 / 3, 0])
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Infinite values are ordered like any other")
  func infiniteValues() {
    var stream = testStream()
    let values = [-Double.infinity, 0, .infinity, 5]
    #expect(argmax(0..<4, ties: .uniform, using: &stream) { values[$0] } == 2)
    #expect(argmax(0..<1, ties: .uniform, using: &stream) { values[$0] } == 0)
  }
}

@Suite("Highest sample")
struct HighestSampleTests {
  @Test(
    "Each position is sampled once, in order, and the highest wins", arguments: TieBreak.allCases)
  func agreesWithNaiveSearch(ties: TieBreak) {
    var stream = testStream()
    for lower in [0, 3] {
      for _ in 0..<500 {
        var reference = stream
        let samples = (0..<5).map { _ in reference.nextUnit() - 0.5 }
        let expected = lower + samples.indices.reduce(0) { samples[$1] > samples[$0] ? $1 : $0 }
        var asked: [Int] = []
        let winner = highestSample(lower..<lower + 5, ties: ties, using: &stream) {
          asked.append($0)
          return $1.nextUnit() - 0.5
        }
        #expect(winner == expected && stream == reference)
        #expect(asked == Array(lower..<lower + 5))
      }
    }
  }

  @Test("Each of the samples that tie for the highest wins with the same probability")
  func ties() {
    // 20 000 draws over three cells: a relative error of 8 % in a cell is missed once in a million.
    let values = [1.0, 3, 2, 3, 3, 0]
    var stream = testStream()
    var counts = [0, 0, 0, 0, 0, 0]
    for _ in 0..<20_000 {
      counts[highestSample(0..<6, ties: .uniform, using: &stream) { i, _ in values[i] }] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: [0, 1.0 / 3, 0, 1.0 / 3, 1.0 / 3, 0])
    #expect(verdict.holds, "\(verdict)")
    let before = stream
    #expect(highestSample(0..<6, ties: .first, using: &stream) { i, _ in values[i] } == 1)
    #expect(stream == before)
  }
}

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

@Suite("Clock tables")
struct ClockTablesTests {
  @Test("The tables hold sqrt(2 ln t) and 1/sqrt(n), and so does what lies beyond them")
  func values() {
    let table = ClockTables(count: 50)
    #expect(table.sqrtTwoLog(0) == 0)
    #expect(table.sqrtTwoLog(1) == 0)
    #expect(table.inverseRoot(0) == .infinity)
    for t in 1..<200 {
      #expect(table.sqrtTwoLog(t) == (2 * Elementary.log(Double(t))).squareRoot())
      #expect(table.inverseRoot(Double(t)) == 1 / Double(t).squareRoot())
    }
    // sqrt(2 ln 1000) to twelve digits.
    #expect(abs(table.sqrtTwoLog(1000) - 3.716922188849) < 1e-11)
    #expect(abs(table.inverseRoot(50) - 0.141421356237) < 1e-11)
  }

  @Test("Counts between whole numbers have their own 1/sqrt(n)")
  func fractions() {
    let table = ClockTables(count: 50)
    for n in [1e-9, 0.25, 0.5, 1.5, 2.25, 48.999, 49.5, 50.25, 1e15, 1e300] {
      #expect(table.inverseRoot(n) == 1 / n.squareRoot(), "\(n)")
    }
    #expect(table.inverseRoot(2.25) == 1 / 1.5)
  }

  @Test("A table's length never shows", arguments: [1, 2, 3, 49, 50, 51, 1000, 5000])
  func lengthDoesNotShow(t: Int) {
    let (short, long) = (ClockTables(count: 50), ClockTables(count: 2000))
    #expect(short.sqrtTwoLog(t) == long.sqrtTwoLog(t))
    #expect(short.inverseRoot(Double(t)) == long.inverseRoot(Double(t)))
  }

  @Test("Shared tables cover the horizon, and no more than the longest table")
  func covering() {
    for horizon in [1, 2, 1000] {
      #expect(ClockTables.covering(horizon: horizon).roots.count > horizon)
    }
    let long = ClockTables.covering(horizon: .max)
    #expect(long.roots.count == ClockTables.longest)
    #expect(ClockTables.covering(horizon: 10) === long, "a table that covers is kept")
  }
}

@Suite("Arm statistics")
struct ArmStatisticsTests {
  @Test("Of 0/1 rewards: pulls, mean, variance, successes and failures")
  func binary() {
    var arms = ArmStatistics(count: 2, isBinary: true)
    _ = arms.record(1, reward: 1)
    _ = arms.record(1, reward: 0)
    _ = arms.record(0, reward: 0)
    let seen = arms.record(1, reward: 1)
    #expect(seen.pulls == 3 && seen.mean == 2.0 / 3 && seen.alpha == 2 && seen.beta == 1)
    #expect(abs(seen.variance - 2.0 / 9) < 1e-15)
    let pulls = [arms.pulls(of: 0), arms.pulls(of: 1)]
    let sums = [arms.sum(of: 0), arms.sum(of: 1)]
    #expect(pulls == [1, 3] && sums == [0, 2])
  }

  @Test("Of other rewards: the variance is the mean of squares minus the squared mean")
  func real() {
    var arms = ArmStatistics(count: 2, isBinary: false)
    _ = arms.record(0, reward: 7)
    _ = arms.record(1, reward: -1)
    _ = arms.record(1, reward: 2)
    let seen = arms.record(1, reward: 5)
    // Mean 2, mean of squares 10.
    #expect(seen.pulls == 3 && seen.mean == 2 && seen.variance == 6 && seen.alpha == 6)
    let other = arms.sum(of: 0)
    #expect(other == 7)
  }

  @Test("A variance never comes out negative")
  func variance() {
    var arms = ArmStatistics(count: 1, isBinary: false)
    for _ in 0..<1000 {
      let variance = arms.record(0, reward: 0.1).variance
      #expect(variance >= 0)
    }
  }

  @Test(
    "A cluster's estimate has the moments of its Beta posterior",
    arguments: [
      (3.0, 2.0, 0.6, 0.04), (1, 1, 0.5, 1.0 / 12), (2, 6, 0.25, 0.1875 / 9), (0, 0, 0, 0),
    ] as [(Double, Double, Double, Double)])
  func clusterEstimate(alpha: Double, beta: Double, mean: Double, variance: Double) {
    let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 7)
    #expect(abs(estimate.mean - mean) < 1e-15)
    #expect(abs(estimate.variance - variance) < 1e-15)
    let candidate = estimate.candidate(.pulls)
    #expect(candidate.pulls == 7 && candidate.alpha == alpha && candidate.beta == beta)
    #expect(candidate.mean == estimate.mean)
    #expect(abs(candidate.variance - mean * (1 - mean)) < 1e-15, "the variance of one reward")
  }
}
