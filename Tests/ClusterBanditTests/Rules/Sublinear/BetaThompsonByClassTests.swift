import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// What a rule is told of a candidate with this Beta posterior.
private func posterior(_ alpha: Double, _ beta: Double) -> CandidateEstimate {
  ClusterEstimate(alpha: alpha, beta: beta, pulls: 1).candidate(.pulls)
}

@Suite("Thompson sampling by classes")
struct BetaThompsonByClassTests {
  /// Candidates of equal posteriors.
  struct Members: Sendable {
    let alpha: Double
    let beta: Double
    let count: Int
    init(_ alpha: Double, _ beta: Double, _ count: Int) {
      (self.alpha, self.beta, self.count) = (alpha, beta, count)
    }
    /// P(all samples ≤ x) at a logit.
    func cdf(_ logit: Double) -> Double {
      let upper = SpecialFunctions.regularizedBeta(1 / (1 + exp(logit)), beta, alpha)
      return exp(Double(count) * log1p(-upper))
    }
  }

  static let states: [[Members]] = [
    [Members(1, 1, 1), Members(2, 1, 1)],
    // As after a few pulls of many arms.
    [
      Members(1, 1, 5000), Members(2, 1, 30), Members(1, 2, 29), Members(3, 1, 9),
      Members(2, 2, 7), Members(1, 3, 5), Members(6, 1, 2), Members(9, 2, 1), Members(12, 1, 1),
    ],
    // More than a block, all alike.
    (0..<21).map { Members(20 + Double($0 % 5), 11 + Double($0 % 7), 1 + $0 % 3) },
    // Counts that differ by orders of magnitude.
    [
      Members(700, 300, 4), Members(7, 3, 3), Members(70_100, 29_900, 2), Members(1.5, 1, 9),
      Members(7e5, 2.999e5, 1), Members(2, 90, 500),
    ],
    // Parameters below 1, next to others.
    [
      Members(0.5, 0.5, 6), Members(1.5, 0.5, 2), Members(0.5, 1.5, 40), Members(3.25, 0.75, 1),
      Members(0.2, 0.3, 1), Members(2.5, 2.5, 3),
    ],
    // A crowd that seldom wins, and a crowd that shares the top.
    [
      Members(2, 20, 3000), Members(30, 10, 40), Members(28, 9, 35), Members(90, 31, 12),
      Members(4, 1, 2), Members(1, 1, 3), Members(31, 11, 9), Members(32, 10, 10),
      Members(33, 12, 11), Members(5, 2, 12),
    ],
    // Many that are far, each: n·kl is about 6.2, beyond the eight bits of a level, and about 4.9.
    [Members(90_000, 10_000, 1)] + (0..<25).map { Members(28 + 0.01 * Double($0), 12, 1) },
    [Members(90_000, 10_000, 1)] + (0..<25).map { Members(29 + 0.01 * Double($0), 11, 1) },
  ]

  /// The probability that a class holds the highest sample, by quadrature on the scale of the
  /// logit.
  private func chances(_ state: [Members]) -> [Double] {
    let points = 2000
    let (low, high) = (-12.0, 26.0)
    var chances = Array(repeating: 0.0, count: state.count)
    var last = state.map { $0.cdf(low) }
    for point in 1...points {
      let next = state.map { $0.cdf(low + (high - low) * Double(point) / Double(points)) }
      let middle = zip(last, next).map { max(1e-300, 0.5 * ($0 + $1)) }
      let all = middle.reduce(1, *)
      for index in state.indices {
        chances[index] += (next[index] - last[index]) * all / middle[index]
      }
      last = next
    }
    let total = chances.reduce(0, +)
    return chances.map { $0 / total }
  }

  @Test("A class wins as often as one sample for each candidate says", arguments: 0..<8)
  func law(number: Int) {
    let state = Self.states[number]
    let total = state.map(\.count).reduce(0, +)
    // Members stand apart from each other.
    var owners = state.indices.flatMap { Array(repeating: $0, count: state[$0].count) }
    var deal = testStream(100)
    deal.shuffle(&owners)
    let groups = Clustering(sizes: [2, total])
    let rule = rule("thompson", .sublinear, groups: groups, level: .clusters)
    for (place, owner) in owners.enumerated() {
      rule.record(2 + place, group: 1, posterior(state[owner].alpha, state[owner].beta))
    }
    var stream = testStream(UInt64(number))
    var wins = Array(repeating: 0, count: state.count)
    var places = Array(repeating: [Int](), count: state.count)
    var passed = Array(repeating: 0, count: state.count)
    let place = owners.map { owner in
      passed[owner] += 1
      return passed[owner] - 1
    }
    for _ in 0..<20_000 {
      let chosen = rule.select(group: 1, clock: 9, using: &stream) - 2
      wins[owners[chosen]] += 1
      places[owners[chosen]].append(place[chosen])
    }
    let verdict = Verdict.chiSquare(counts: wins, probabilities: chances(state))
    #expect(verdict.holds, "\(verdict)")
    for (members, places) in zip(state, places) where members.count > 1 && places.count > 500 {
      let cells = min(members.count, 10)
      let counts = (0..<cells).map { cell in
        places.count { $0 * cells / members.count == cell }
      }
      let sizes = (0..<cells).map { cell in
        Double((0..<members.count).count { $0 * cells / members.count == cell })
      }
      let uniform = Verdict.chiSquare(
        counts: counts, probabilities: sizes.map { $0 / Double(members.count) })
      #expect(uniform.holds, "\(uniform)")
    }
  }

  @Test("The quadrature agrees with one sample for each candidate")
  func quadrature() {
    let state = Self.states[4]
    var stream = testStream()
    var wins = Array(repeating: 0, count: state.count)
    for _ in 0..<20_000 {
      var best = (-Double.infinity, 0)
      for (index, members) in state.enumerated() {
        for _ in 0..<members.count {
          let logit =
            stream.nextLogGamma(shape: members.alpha, .shared)
            - stream.nextLogGamma(shape: members.beta, .shared)
          if logit > best.0 { best = (logit, index) }
        }
      }
      wins[best.1] += 1
    }
    let verdict = Verdict.chiSquare(counts: wins, probabilities: chances(state))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A group with a parameter below 0.1 is scanned like the plain rule")
  func scanned() {
    let groups = Clustering(sizes: [5, 4])
    let plain = rule("thompson", .scan, groups: groups, level: .clusters)
    let classes = rule("thompson", .sublinear, groups: groups, level: .clusters)
    var stream = testStream()
    for candidate in 0..<5 {
      let estimate = posterior(candidate == 2 ? 0.05 : 1 + Double(candidate / 2), 1.5)
      plain.record(candidate, group: 0, estimate)
      classes.record(candidate, group: 0, estimate)
    }
    var agreements = 0
    for _ in 0..<400 {
      var other = stream
      let expected = plain.select(group: 0, clock: 1, using: &other)
      let chosen = classes.select(group: 0, clock: 1, using: &stream)
      #expect(chosen == expected && stream == other)
      _ = plain.select(group: 1, clock: 1, using: &other)
      _ = classes.select(group: 1, clock: 1, using: &stream)
      agreements += stream == other ? 1 : 0
    }
    #expect(agreements == 0, "the other group is not scanned")
    let tiny = rule(
      "thompson", .sublinear, ["prior": .priors([BetaPrior(alpha: 1e20, beta: 1e-3)])],
      groups: .whole(3))
    var counts = [0, 0, 0]
    for _ in 0..<3000 { counts[tiny.select(group: 0, clock: 0, using: &stream)] += 1 }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: [1.0 / 3, 1.0 / 3, 1.0 / 3])
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("The prior of the arms is added to what was seen")
  func priors() {
    // Beta(2 + s, 4 + f): after three pulls with two successes Beta(4, 5), against four of Beta(2,
    // 4).
    let groups = Clustering.whole(5)
    let rule = rule(
      "thompson", .sublinear, ["prior": .priors([BetaPrior(alpha: 2, beta: 4)])], groups: groups)
    rule.record(3, group: 0, estimate(pulls: 3, sum: 2))
    var stream = testStream()
    var wins = 0
    for _ in 0..<20_000 { wins += rule.select(group: 0, clock: 3, using: &stream) == 3 ? 1 : 0 }
    let verdict = Verdict.proportion(
      wins, of: 20_000, is: chances([Members(4, 5, 1), Members(2, 4, 4)])[0])
    #expect(verdict.holds, "\(verdict)")
  }

  /// The final regrets under both searches; independent replications.
  private func differences(
    _ name: String, _ values: (SearchMethod) -> [String: ParameterValue],
    on instance: BanditInstance,
    horizon: Int, count: Int
  ) -> [Double] {
    let scan = finalRegrets(
      prepared(name, values(.scan), for: instance), on: instance, horizon: horizon, count: count)
    let sublinear = finalRegrets(
      prepared(name, values(.sublinear), for: instance), on: instance, horizon: horizon,
      count: count, from: 10_000)
    #expect(scan != sublinear)
    return zip(scan, sublinear).map { $0 - $1 }
  }

  @Test("Flat, its mean regret is the scan's")
  func flatRegret() {
    let means: [Double] = (0..<20).map { 0.1 + 0.04 * Double($0 * 7 % 20) }
    let instance = problem([means])
    let gaps = differences(
      "thompson", { ["search": .word($0.rawValue)] }, on: instance, horizon: 200, count: 150)
    let verdict = Verdict.mean(of: gaps, is: 0)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("At two levels, its mean regret is the scan's", arguments: ["mean", "max", "pmax"])
  func twoLevelRegret(strategy: String) {
    let instance = problem(clusters(6, of: 4, apart: 0.1, within: 0.03))
    let variant = StrategyCatalogue.standard.variants.first { $0.name == strategy }
    let gaps = differences(
      "two-level",
      { search in
        let part = ParameterValue.part(
          BetaThompson.variant, ["search": .word(search.rawValue)])
        return [
          "outer": part, "inner": part,
          "strategy": .variant(strategy, Arguments(defaultsOf: variant?.parameters ?? [])),
        ]
      }, on: instance, horizon: strategy == "pmax" ? 60 : 150, count: strategy == "pmax" ? 10 : 80)
    let verdict = Verdict.mean(of: gaps, is: 0)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A comparison with an exponential is the one with the computed exponential")
  func exponentials() {
    var stream = testStream()
    var (smaller, count) = (0, 0)
    for _ in 0..<20_000 {
      let x = 40 * stream.nextUnit() - 20
      let exact = Elementary.exp(x)
      for number in [
        exact, exact.nextUp, exact.nextDown, exact * (0.9 + 0.2 * stream.nextUnit()), -exact, 0,
      ] {
        let reaches = BetaDistribution.reaches(number, expOf: x)
        #expect(reaches == (number >= exact))
        smaller += reaches ? 0 : 1
        count += 1
      }
    }
    #expect(count == 120_000 && smaller > 60_000 && smaller < 80_000)
    for (number, x) in [(1, 800), (1, -800), (1, -.infinity), (1, .infinity)] as [(Double, Double)]
    {
      #expect(BetaDistribution.reaches(number, expOf: x) == (x < 0))
    }
  }
}
