import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("KL-UCB")
struct KLUCBTests {
  /// The textbook's divergence, apart from the library's.
  private static func plainDivergence(_ p: Double, _ q: Double) -> Double {
    (p == 0 ? 0 : p * Elementary.log(p / q))
      + (p == 1 ? 0 : (1 - p) * Elementary.log((1 - p) / (1 - q)))
  }

  /// The index by bisection of the definition.
  private static func bisected(mean: Double, pulls: Double, budget: Double) -> Double {
    if mean == 1 { return 1 }
    var (low, high) = (mean, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if middle == 1 || pulls * plainDivergence(mean, middle) > budget {
        high = middle
      } else {
        low = middle
      }
    }
    return low
  }

  private static func budget(_ t: Double, c: Double) -> Double {
    let log = Elementary.log(t)
    return log + c * max(0, Elementary.log(max(log, 1e-300)))
  }

  // The first two are published test vectors; the others were found with 30 digits.
  @Test(
    "The index is the root of the definition, known by hand",
    arguments: [
      (0.3, 50, 1000, 0, 0.5603669130), (0.3, 50, 1000, 3, 0.6505633611),
      // 1 − exp(−ln t / n), and ½ + ½ sqrt(1 − t^(−2/n)).
      (0, 4, 16, 0, 0.5), (0, 1, 10, 0, 0.9), (0.5, 2, 3, 0, 0.9082482905),
      (0.5, 4, 16, 0, 0.9330127019), (1, 7, 20, 0, 1), (0.25, 3, 1, 0, 0.25),
      // t < e: ln ln t counts as 0.
      (0, 1, 2, 3, 0.5),
    ] as [(Double, Double, Int, Double, Double)])
  func vectors(mean: Double, pulls: Double, clock: Int, c: Double, index: Double) {
    let budget = Self.budget(Double(clock), c: c)
    let bound = BernoulliDivergence.upperBound(mean, within: budget / pulls)
    #expect(abs(bound - index) < 6e-11, "\(bound)")
    // The rule, against a rival whose index is its mean.
    for (rival, winner) in [(index - 1e-8, 0), (index + 1e-8, 1)] where rival < 1 {
      for order in [0, 1] {
        let rule = RuleCase(KLUCB.variant, ["c": .number(c)]).rule(over: .whole(2))
        var stream = testStream()
        for _ in 0..<2 { _ = rule.select(group: 0, clock: 0, using: &stream) }
        for (arm, (mean, pulls)) in [(mean, pulls), (rival, 1e25)].enumerated() {
          rule.record(
            order == 0 ? arm : 1 - arm, group: 0,
            CandidateEstimate(pulls: pulls, mean: mean, variance: 0, alpha: .nan, beta: .nan))
        }
        let choice = rule.select(group: 0, clock: clock, using: &stream)
        #expect(choice == (order == 0 ? winner : 1 - winner), "rival \(rival)")
      }
    }
  }

  @Test("The index agrees with bisection over means, pulls that are not whole, and budgets")
  func bisection() {
    var stream = testStream()
    var worst = 0.0
    for round in 0..<4000 {
      let power = Elementary.exp(16 * stream.nextUnit())
      let mean =
        round % 3 == 0
        ? (stream.nextUnit() * 8).rounded() / 8
        : round % 3 == 1 ? stream.nextUnit() : stream.nextUnit() / power
      let pulls = 0.5 + (power - 1) * stream.nextUnit()
      let budget = 12 * stream.nextUnit()
      let index = BernoulliDivergence.upperBound(mean, within: budget / pulls)
      let plain = Self.bisected(mean: mean, pulls: pulls, budget: budget)
      // The plain difference of logarithms limits the reference: 1e-16 divided by the slope.
      let slope = max(1e-300, (plain - mean) / (plain * (1 - plain)))
      #expect(abs(index - plain) < 1e-14 + 4e-16 / slope, "\(mean) \(pulls) \(budget)")
      worst = max(worst, abs(index - plain))
      #expect(index >= mean && index <= 1)
    }
    #expect(worst > 0, "the two are computed apart")
  }

  @Test(
    "Each decision is that of the plain formula with every index bisected",
    arguments: RuleCase.klUCB(ties: .first) + RuleCase.klUCB(ties: .uniform), [[3], [1, 4, 2]])
  func decisions(rule: RuleCase, sizes: [Int]) {
    let c = rule.arguments.number("c")
    let reference = ReferenceRule(playsUnplayedFirst: true) { seen, arm, t in
      Self.bisected(mean: seen.mean(arm), pulls: seen.pulls[arm], budget: Self.budget(t, c: c))
    }
    let flaw = reference.disagreement(
      with: rule, sizes: sizes, rounds: 400, draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  @Test("The comparison notices another clock, another weight and another divergence")
  func decisionsCanFail() {
    func flaw(
      _ index: @escaping (Observations, Int, Double) -> Double
    ) -> String? {
      (0..<20 as Range<UInt64>).lazy.compactMap {
        ReferenceRule(playsUnplayedFirst: true, index: index).disagreement(
          with: RuleCase(KLUCB.variant), sizes: [2, 3], rounds: 100, draw: testStream($0))
      }.first
    }
    func index(_ seen: Observations, _ arm: Int, _ t: Double, c: Double) -> Double {
      Self.bisected(mean: seen.mean(arm), pulls: seen.pulls[arm], budget: Self.budget(t, c: c))
    }
    #expect(flaw { index($0, $1, $2, c: 0) } == nil)
    #expect(flaw { index($0, $1, $2 + 1, c: 0) } != nil)
    #expect(flaw { index($0, $1, $2, c: 0.1) } != nil)
    #expect(
      flaw { seen, arm, t in
        seen.mean(arm) + (Elementary.log(t) / (2 * seen.pulls[arm])).squareRoot()
      } != nil)
  }

  @Test("Arms with the same data tie exactly, in any order and with any best arm so far")
  func ties() {
    // Arms 1, 3 and 4 share the highest index; the chosen one becomes the next start of the search.
    let data = [(20.0, 6.0), (5, 3), (8, 1), (5, 3), (5, 3), (30, 12)]
    for (ties, allowed) in [(TieBreak.first, [1]), (.uniform, [1, 3, 4])] {
      let rule = RuleCase(KLUCB.variant, ties: ties).rule(over: .whole(6))
      var stream = testStream()
      for _ in 0..<6 { _ = rule.select(group: 0, clock: 0, using: &stream) }
      for (arm, (n, s)) in data.enumerated() {
        rule.record(arm, group: 0, estimate(pulls: n, sum: s))
      }
      var counts = Array(repeating: 0, count: 6)
      for _ in 0..<3000 {
        var reference = stream
        let arm = rule.select(group: 0, clock: 73, using: &stream)
        counts[arm] += 1
        if ties == .uniform { #expect(arm == allowed[reference.nextIndex(below: 3)]) }
        #expect(stream == reference, "one index, and only at a tie that is broken at random")
      }
      #expect(counts.indices.filter { counts[$0] > 0 } == allowed)
    }
  }

  @Test("A flat KL-UCB of two arms plays as computed by hand")
  func byHand() {
    // Rounds 1 and 2: each arm once; arm 0 pays 0, arm 1 pays 1.
    // Round 3, t = 2: arm 0 1 − ½ = .5, arm 1 with mean 1 has 1: arm 1, pays 0.
    // Round 4, t = 3: arm 0 1 − ⅓ = .667; arm 1 (n 2, mean ½) ½ + ½ sqrt(1 − ⅓) = .908: arm 1,
    // pays 0.
    // Round 5, t = 4: arm 0 .75; arm 1 (n 3, mean ⅓): 3 kl(⅓, .75) = 1.151 < ln 4: arm 1, pays 0.
    // Round 6, t = 5: arm 0 .8; arm 1 (n 4, mean ¼): 4 kl(¼, .8) = 2.802 > ln 5: arm 0.
    let whole = setting(.whole(2))
    var policy = FlatSelector<KLUCB>(
      arguments: arguments(KLUCB.variant, ["ties": .word("first")]), setting: whole)
    var stream = testStream()
    for (round, (arm, reward)) in [(0, 0.0), (1, 1), (1, 0), (1, 0), (1, 0), (0, 0)].enumerated() {
      let chosen = policy.selectArm(round: round + 1, using: &stream)
      #expect(chosen == arm, "round \(round + 1)")
      policy.update(arm: chosen, reward: reward)
    }
    #expect(stream == testStream(), "ties first draws nothing")
  }

  @Test("Gaussian rewards are refused with a hint")
  func problems() {
    for level in [SelectionLevel.arms, .clusters] {
      let shape = ProblemShape(
        armCount: 3, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
      let problems = ruleProblems("kl-ucb", arguments(KLUCB.variant), level: level, shape: shape)
      #expect(problems.map(\.path) == [[]])
      #expect(problems.allSatisfy { !$0.hint.isEmpty })
      let binary = ProblemShape(armCount: 3, clusterCount: 2, rewards: .bernoulli)
      #expect(
        ruleProblems("kl-ucb", arguments(KLUCB.variant), level: level, shape: binary)
          == [])
    }
  }

  @Test("A huge weight of ln ln t saturates every index at 1 without leaving the numbers")
  func saturation() {
    let rule = RuleCase(KLUCB.variant, ["c": .number(1e15)], ties: .first).rule(over: .whole(3))
    var stream = testStream()
    for _ in 0..<3 { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for arm in 0..<3 { rule.record(arm, group: 0, estimate(pulls: 1, sum: Double(arm / 2))) }
    let chosen = rule.select(group: 0, clock: 100, using: &stream)
    #expect(chosen == 0)
  }
}
