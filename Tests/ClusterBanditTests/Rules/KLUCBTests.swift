import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("KL-UCB")
struct KLUCBTests {
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
    let budget = PlainKLUCB.budget(Double(clock), c: c)
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

  @Test(
    "Each decision is that of the plain formula with every index bisected",
    arguments: RuleCase.klUCB(ties: .first) + RuleCase.klUCB(ties: .uniform), [[3], [1, 4, 2]])
  func decisions(rule: RuleCase, sizes: [Int]) {
    let groups = Clustering(sizes: sizes)
    let reference = ReferenceRule(playsUnplayedFirst: true) { seen, arm, t in
      let n = seen.pulls[arm]
      let count = groups.size(of: groups.group(of: arm))
      return PlainKLUCB.bisected(
        mean: seen.mean(arm), pulls: n,
        budget: PlainKLUCB.budget(rule.arguments, t, pulls: n, count: count))
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
      PlainKLUCB.bisected(
        mean: seen.mean(arm), pulls: seen.pulls[arm], budget: PlainKLUCB.budget(t, c: c))
    }
    #expect(flaw { index($0, $1, $2, c: 0) } == nil)
    #expect(flaw { index($0, $1, $2 + 1, c: 0) } != nil)
    #expect(flaw { index($0, $1, $2, c: 0.1) } != nil)
    #expect(
      flaw { seen, arm, t in
        seen.mean(arm) + (Elementary.log(t) / (2 * seen.pulls[arm])).squareRoot()
      } != nil)
  }

  @Test(
    "Arms with the same data tie exactly, in any order and with any best arm so far",
    arguments: TieBreak.allCases)
  func ties(ties: TieBreak) {
    RuleCase(KLUCB.variant, ties: ties)
      .checkTies(ties, pullsFirst: true, rounds: 3000, using: testStream())
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

  @Test("A weight of ln ln t is refused where the exploration has none")
  func weightless() {
    let binary = ProblemShape(armCount: 3, clusterCount: 2, rewards: .bernoulli)
    for (word, c, paths) in [
      ("standard", 3, []), ("plus", 0, []), ("plus", 3, [["c"]]), ("plus-plus", 0.1, [["c"]]),
    ] as [(String, Double, [[String]])] {
      let given = arguments(KLUCB.variant, ["exploration": .word(word), "c": .number(c)])
      #expect(
        ruleProblems("kl-ucb", given, level: .arms, shape: binary).map(\.path) == paths, "\(word)")
    }
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
