import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The law of the rival")
struct RivalLawTests {
  /// α_j/(1 − α_L) by midpoints over the logit, distribution functions by summing up densities.
  private func plain(_ laws: [(Double, Double)], leader: Int) -> [Double] {
    let (points, end) = (60_000, 40.0)
    let step = 2 * end / Double(points)
    var reached = laws.map { _ in 0.0 }
    var sums = laws.map { _ in 0.0 }
    let constants = laws.map { BetaDistribution(alpha: $0.0, beta: $0.1) }
    for point in 0..<points {
      let x = Probability(logit: -end + (Double(point) + 0.5) * step)
      let weights = constants.map { step * Elementary.exp($0.logWeight(at: x)) }
      let halves = zip(reached, weights).map { $0 + $1 / 2 }
      for one in laws.indices where one != leader {
        var product = weights[one]
        for other in laws.indices where other != one { product *= min(halves[other], 1) }
        sums[one] += product
      }
      for one in laws.indices { reached[one] += weights[one] }
    }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  private static let cases: [([(Double, Double)], Int)] = [
    ([(2, 1), (1, 1), (1, 2)], 0), ([(1, 1), (1, 1), (1, 1)], 2), ([(901, 101), (51, 51)], 0),
    ([(901, 101), (51, 51), (30, 60), (2, 9)], 0), ([(2, 9), (40, 61), (4_001, 1_001)], 2),
    ([(20_001, 5_001), (300, 200), (3_000, 2_500), (1.5, 1)], 0),
    ([(0.6, 0.3), (50, 2), (80, 9)], 1), ([(30, 10), (31, 10), (28, 12), (29, 11)], 2),
  ]

  @Test("It is that of a sum over 60,000 points", arguments: 0..<8)
  func quadrature(number: Int) throws {
    let (laws, leader) = Self.cases[number]
    let found = try #require(
      RivalLaw(laws.map { BetaDistribution(alpha: $0.0, beta: $0.1) }, leader: leader)
        .probabilities)
    #expect(found[leader] == 0)
    #expect((found.reduce(0, +) - 1).magnitude < 1e-12)
    for (one, expected) in zip(found, plain(laws, leader: leader)) {
      #expect((one - expected).magnitude < 2e-6 + 1e-5 * expected, "\(found)")
    }
  }

  @Test("By hand: of Beta(2, 1), Beta(1, 1), Beta(1, 2) the others are it with .3 and .1 of .4")
  func hand() throws {
    let laws = [(2.0, 1.0), (1, 1), (1, 2)].map { BetaDistribution(alpha: $0.0, beta: $0.1) }
    let found = try #require(RivalLaw(laws, leader: 0).probabilities)
    #expect((found[1] - 0.75).magnitude < 1e-6 && (found[2] - 0.25).magnitude < 1e-6)
    let equal = [(9e3, 10.0), (5, 5), (5, 5)].map { BetaDistribution(alpha: $0.0, beta: $0.1) }
    let halves = try #require(RivalLaw(equal, leader: 0).probabilities)
    #expect((halves[1] - 0.5).magnitude < 1e-12 && (halves[2] - 0.5).magnitude < 1e-12)
  }

  @Test("A leader that no sample beats has the rivals of that law, not the second highest")
  func choices() throws {
    // In one sample of 77,000 another arm is the highest.
    let data = [(1000.0, 900.0), (100, 50), (10, 3), (4, 0)]
    let rule = RuleCase(TopTwoThompson.variant, ["share": .number(0)]).rule(over: .whole(4))
    for (arm, (n, s)) in data.enumerated() {
      rule.record(arm, group: 0, estimate(pulls: n, sum: s))
    }
    let expected = plain(data.map { (1 + $0.1, 1 + $0.0 - $0.1) }, leader: 0)
    // The second highest of one sample would nearly always be arm 1.
    #expect(expected[1] < 1e-9 && expected[2] < 0.13 && expected[3] > 0.87)
    var stream = testStream()
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 { counts[rule.select(group: 0, clock: 9, using: &stream)] += 1 }
    #expect(counts[0] == 0)
    for arm in 1..<4 {
      let verdict = Verdict.proportion(counts[arm], of: 4000, is: expected[arm])
      #expect(verdict.holds, "\(verdict)")
    }
  }
}
