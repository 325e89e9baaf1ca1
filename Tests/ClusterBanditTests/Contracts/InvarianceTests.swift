import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Invariances")
struct InvarianceTests {
  static let rules = RuleCase.all(ties: .first) + RuleCase.all(ties: .uniform)
  static let means = [0.25, 0.75, 0.5, 0.625, 0.375]

  /// A level that draws nothing and has one candidate to choose from.
  private let idle = RuleCase(UpperConfidenceBound.ucb1, ties: .first).part

  /// Whether a flat rule adds the prior Beta(1, 1) to what it sees of an arm.
  private static func keepsPosterior(_ rule: RuleCase) -> Bool {
    [
      BetaThompson.variant.name, BayesUCB.variant.name, KnowledgeGradient.variant.name,
      TopTwoThompson.variant.name, OptimisticGittins.variant.name,
    ].contains(rule.name)
  }

  /// The strategy under which a singleton's estimate is what a flat rule sees of the arm.
  private func plain(_ rule: RuleCase) -> ParameterValue {
    let prior = Self.keepsPosterior(rule) ? [1.0, 1] : [0, 0]
    return .part(MeanStrategy.variant, ["prior": .numbers(prior)])
  }

  private func flat(_ sizes: [Int]) -> BanditInstance {
    BanditInstance(means: Self.means, clustering: Clustering(sizes: sizes), rewards: .bernoulli)
  }

  @Test("With one cluster the inner rule plays, pull by pull, as it does flat", arguments: rules)
  func oneCluster(rule: RuleCase) {
    let instance = flat([5])
    let twoLevel = prepared("two-level", ["outer": idle, "inner": rule.part], for: instance)
    #expect(
      transcript(twoLevel, on: instance, horizon: 400)
        == transcript(
          prepared(rule.name, rule.arguments.values, for: instance), on: instance, horizon: 400))
  }

  @Test(
    "With every arm a cluster the outer rule plays, pull by pull, as it does flat",
    arguments: rules)
  func singletons(rule: RuleCase) {
    let instance = flat([1, 1, 1, 1, 1])
    let expected = transcript(
      prepared(rule.name, rule.arguments.values, for: instance), on: instance, horizon: 400)
    let mean = prepared(
      "two-level", ["strategy": plain(rule), "outer": rule.part, "inner": idle], for: instance)
    #expect(transcript(mean, on: instance, horizon: 400) == expected)
    guard Self.keepsPosterior(rule) else { return }
    for observedOnly in [false, true] {
      let strategy = ParameterValue.part(
        MaxStrategy.variant, ["observed-only": .flag(observedOnly)])
      let max = prepared(
        "two-level", ["strategy": strategy, "outer": rule.part, "inner": idle], for: instance)
      #expect(transcript(max, on: instance, horizon: 400) == expected)
    }
    let pmax = prepared(
      "two-level",
      ["strategy": .part(PMaxStrategy.variant), "outer": rule.part, "inner": idle], for: instance)
    #expect(transcript(pmax, on: instance, horizon: 400) == expected)
  }

  /// Two-sample tests at 1500 short replications: laws of the final regret at a Kolmogorov distance
  /// of 0.25 are told apart with a miss of one in a million; the cells of the chi-square see a
  /// share that moves from 0.5 to 0.68.
  private func sameLaw(_ first: [Double], _ second: [Double]) -> [Verdict] {
    [
      Verdict.kolmogorovSmirnov(first, sameLawAs: second),
      Verdict.chiSquare(draws: first, sameLawAs: second),
    ]
  }

  static let lawRules = [
    RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0.25)]), .ucb(1), .tuned, .printed,
    RuleCase(KLUCB.variant), RuleCase(BayesUCB.variant), RuleCase(BetaThompson.variant),
  ]

  @Test(
    "One cluster or singletons: two levels of a rule equal the flat rule in law",
    arguments: lawRules, [[4], [1, 1, 1, 1]])
  func flatInLaw(rule: RuleCase, sizes: [Int]) {
    let instance = BanditInstance(
      means: [0.25, 0.75, 0.5, 0.125], clustering: Clustering(sizes: sizes), rewards: .bernoulli)
    let twoLevel = prepared(
      "two-level", ["strategy": plain(rule), "outer": rule.part, "inner": rule.part], for: instance)
    let verdicts = sameLaw(
      finalRegrets(
        prepared(rule.name, rule.arguments.values, for: instance), on: instance, horizon: 20,
        count: 1500),
      finalRegrets(twoLevel, on: instance, horizon: 20, count: 1500, from: 10_000))
    for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
  }

  @Test("Another prior of the clusters is noticed")
  func flatInLawCanFail() {
    // UCB1 over singletons whose estimates are drawn towards ½ is not UCB1.
    let instance = flat([1, 1, 1, 1, 1])
    let rule = RuleCase.ucb1
    let shrunk = prepared(
      "two-level",
      [
        "strategy": .part(MeanStrategy.variant, ["prior": .numbers([5, 5])]), "outer": rule.part,
        "inner": rule.part,
      ], for: instance)
    let verdicts = sameLaw(
      finalRegrets(prepared("ucb1", for: instance), on: instance, horizon: 20, count: 1500),
      finalRegrets(shrunk, on: instance, horizon: 20, count: 1500, from: 10_000))
    #expect(verdicts.contains { !$0.holds })
  }

  private func twoLevel(_ rule: RuleCase, _ strategy: Variant) -> [String: ParameterValue] {
    ["strategy": .part(strategy), "outer": rule.part, "inner": rule.part]
  }

  // The same problem with its clusters, and the arms inside them, in another order.
  private let original = problem([[0.25, 0.75], [0.5], [0.625, 0.375, 0.125]])
  private let relabelled = problem([[0.125, 0.375, 0.625], [0.75, 0.25], [0.5]])

  @Test("Names of arms and clusters change nothing in law", arguments: lawRules)
  func relabelling(rule: RuleCase) {
    let policies: [(String, [String: ParameterValue])] = [
      (rule.name, rule.arguments.values), ("two-level", twoLevel(rule, MeanStrategy.variant)),
      ("two-level", twoLevel(rule, MaxStrategy.variant)),
    ]
    for (name, values) in policies {
      let verdicts = sameLaw(
        finalRegrets(
          prepared(name, values, for: original), on: original, horizon: 20, count: 1500),
        finalRegrets(
          prepared(name, values, for: relabelled), on: relabelled, horizon: 20, count: 1500,
          from: 10_000))
      for verdict in verdicts { #expect(verdict.holds, "\(name): \(verdict)") }
    }
  }

  @Test("A tie rule that prefers the first of them is noticed", arguments: ["flat", "two-level"])
  func relabellingCanFail(kind: String) {
    let rule = RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0.25)], ties: .first)
    let (name, values) =
      kind == "flat"
      ? (rule.name, rule.arguments.values) : ("two-level", twoLevel(rule, MaxStrategy.variant))
    let verdicts = sameLaw(
      finalRegrets(prepared(name, values, for: original), on: original, horizon: 20, count: 1500),
      finalRegrets(
        prepared(name, values, for: relabelled), on: relabelled, horizon: 20, count: 1500,
        from: 10_000))
    #expect(verdicts.contains { !$0.holds })
  }
}
