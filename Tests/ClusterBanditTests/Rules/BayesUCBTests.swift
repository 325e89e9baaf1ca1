import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Bayes-UCB")
struct BayesUCBTests {
  /// The definition with every quantile bisected.
  private func reference(
    c: Double = 0, horizon: Double = 1000, clock offset: Double = 1,
    prior: (Double, Double) = (1, 1)
  ) -> ReferenceRule {
    var factor = 1.0
    for _ in 0..<Int(c) { factor *= Elementary.log(horizon) }
    return ReferenceRule { seen, arm, t in
      let level = max(0, 1 - 1 / ((t + offset) * factor))
      let (n, s) = (seen.pulls[arm], seen.sums[arm])
      return PlainQuantile.bisected(prior.0 + s, prior.1 + n - s, level: level)
    }
  }

  @Test(
    "Each decision is that of the plain formula with every quantile bisected",
    arguments: RuleCase.bayesUCB(ties: .first) + RuleCase.bayesUCB(ties: .uniform),
    [[3], [1, 4, 2]])
  func decisions(rule: RuleCase, sizes: [Int]) {
    let flaw = reference(c: rule.arguments.number("c")).disagreement(
      with: rule, sizes: sizes, rounds: 250, draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  @Test("Priors other than uniform are added to successes and failures, on their side")
  func priors() {
    let rule = RuleCase(
      BayesUCB.variant, ["prior": .priors([BetaPrior(alpha: 3, beta: 0.5)])], ties: .first)
    func flaw(_ prior: (Double, Double)) -> String? {
      reference(prior: prior).disagreement(
        with: rule, sizes: [3], rounds: 250, draw: testStream())
    }
    #expect(flaw((3, 0.5)) == nil)
    #expect(flaw((0.5, 3)) != nil)
  }

  @Test("The comparison notices another clock, horizon, power and prior")
  func decisionsCanFail() {
    func flaw(_ reference: ReferenceRule, c: Double = 1) -> String? {
      (0..<10 as Range<UInt64>).lazy.compactMap {
        reference.disagreement(
          with: RuleCase(BayesUCB.variant, ["c": .number(c)], ties: .first), sizes: [2, 3],
          rounds: 60, draw: testStream($0))
      }.first
    }
    #expect(flaw(reference(c: 1)) == nil)
    #expect(flaw(reference(c: 1, clock: 2)) != nil)
    #expect(flaw(reference(c: 1, horizon: 500)) != nil)
    #expect(flaw(reference(c: 2)) != nil)
    #expect(flaw(reference(c: 1, prior: (1.1, 1))) != nil)
  }

  @Test("A flat Bayes-UCB of two arms plays as computed by hand")
  func byHand() {
    // t = 1: level 0, both quantiles 0: the first; pays 1: Beta(2, 1).
    // t = 2, level 1/2: sqrt(1/2) = .707 against .5: arm 0, pays 0: Beta(2, 2).
    // t = 3, level 2/3: 3x² − 2x³ = 2/3 at .613 against .667: arm 1, pays 0: Beta(1, 2).
    // t = 4, level 3/4: .674 against 1 − sqrt(1/4) = .5: arm 0, pays 0: Beta(2, 3).
    // t = 5, level 4/5: 6x² − 8x³ + 3x⁴ = .8 at .583 against 1 − sqrt(1/5) = .553: arm 0, pays 0.
    // t = 6, level 5/6: Beta(2, 4) 1 − (1 − x)⁴(1 + 4x) = 5/6 at .517 against .592: arm 1.
    var policy = FlatSelector<BayesUCB>(
      arguments: arguments(BayesUCB.variant, ["ties": .word("first")]), setting: setting(.whole(2)))
    var stream = testStream()
    for (round, (arm, reward)) in [(0, 1.0), (0, 0), (1, 0), (0, 0), (0, 0), (1, 0)].enumerated() {
      let chosen = policy.selectArm(round: round + 1, using: &stream)
      #expect(chosen == arm, "round \(round + 1)")
      policy.update(arm: chosen, reward: reward)
    }
    #expect(stream == testStream(), "ties first draws nothing")
  }

  @Test("At level 0 all candidates tie, whatever their priors", arguments: [0, 1, 1e15])
  func levelZero(c: Double) {
    // T = 1 and T = 2 make (ln T)^c 0 or less than 1; with c = 0 the first pull has level 0.
    for horizon in c == 0 ? [1, 2, 1000] : [1, 2] {
      let groups = Clustering.whole(3)
      let priors = [(9.0, 1.0), (1, 9), (1, 1)].map { BetaPrior(alpha: $0.0, beta: $0.1) }
      let rule = RuleCase(BayesUCB.variant, ["c": .number(c), "prior": .priors(priors)])
        .rule(over: groups, in: setting(groups, horizon: horizon))
      var stream = testStream()
      for _ in 0..<50 {
        var reference = stream
        let arm = rule.select(group: 0, clock: 0, using: &stream)
        #expect(arm == reference.nextIndex(below: 3) && stream == reference)
      }
    }
  }

  @Test(
    "Arms with the same data tie exactly, in any order and with any best arm so far",
    arguments: TieBreak.allCases)
  func ties(ties: TieBreak) {
    RuleCase(BayesUCB.variant, ties: ties)
      .checkTies(ties, pullsFirst: false, rounds: 2000, using: testStream())
  }

  @Test("A list of priors is read in the user's numbering")
  func priorsOfListedArms() {
    // The user's arm 1 is sure to be good; it stands at position 2.
    let instance = BanditInstance(
      means: [0.5, 0.5, 0.5], clustering: Clustering(partition: [[2, 0], [1]]), rewards: .bernoulli)
    let priors = [(1.0, 1000.0), (1000, 1), (1, 1000)].map { BetaPrior(alpha: $0.0, beta: $0.1) }
    var policy = FlatSelector<BayesUCB>(
      arguments: arguments(BayesUCB.variant, ["c": .number(1), "prior": .priors(priors)]),
      setting: PolicySetting(instance: instance, horizon: 10, tables: .covering(horizon: 10)))
    var stream = testStream()
    for round in 1...10 {
      let arm = policy.selectArm(round: round, using: &stream)
      #expect(arm == 2)
      policy.update(arm: arm, reward: 1)
    }
  }

  @Test("Among clusters the estimate is the posterior, also an empty or an extreme one")
  func clusterLevel() {
    let rule = RuleCase(BayesUCB.variant, ties: .first)
      .rule(over: .whole(4), level: .clusters)
    let estimates = [(0.0, 0.0), (0.5, 4), (3, 2), (1e15, 1e15)]
    for (cluster, (a, b)) in estimates.enumerated() {
      rule.record(
        cluster, group: 0, ClusterEstimate(alpha: a, beta: b, pulls: 5).candidate(.pulls))
    }
    var stream = testStream()
    // An empty estimate is 0 or 1 with probability ½ each: it wins once the level exceeds ½.
    for clock in [2, 4, 20] {
      let chosen = rule.select(group: 0, clock: clock, using: &stream)
      #expect(chosen == 0, "clock \(clock)")
    }
    // Without it: medians .08, .614 and .5; the sharp one stays at .5.
    rule.record(0, group: 0, ClusterEstimate(alpha: 1, beta: 9, pulls: 5).candidate(.pulls))
    let best = rule.select(group: 0, clock: 1, using: &stream)
    #expect(best == 2)
    rule.record(2, group: 0, ClusterEstimate(alpha: 30, beta: 70, pulls: 5).candidate(.pulls))
    let sharp = rule.select(group: 0, clock: 1, using: &stream)
    #expect(sharp == 3)
  }

  @Test("Gaussian rewards and priors that do not fit are refused with a hint")
  func problems() {
    let three = ProblemShape(armCount: 3, clusterCount: 1, rewards: .bernoulli)
    let normal = ProblemShape(
      armCount: 3, clusterCount: 3, rewards: .gaussian(standardDeviation: 1))
    func paths(
      _ count: Int, _ level: SelectionLevel, _ shape: ProblemShape
    ) -> [[String]] {
      let values: [String: ParameterValue] =
        count == 0 ? [:] : ["prior": .priors(Array(repeating: .uniform, count: count))]
      let problems = ruleProblems(
        "bayes-ucb", arguments(BayesUCB.variant, values), level: level, shape: shape)
      #expect(problems.allSatisfy { !$0.hint.isEmpty })
      return problems.map(\.path)
    }
    for count in [0, 1, 3] { #expect(paths(count, .arms, three) == []) }
    #expect(paths(2, .arms, three) == [["prior"]])
    #expect(paths(0, .clusters, three) == [])
    #expect(paths(1, .clusters, three) == [["prior"]])
    #expect(paths(0, .arms, normal) == [[]])
    #expect(paths(0, .clusters, normal) == [[]])
  }
}
