import Randomness
import Testing

@testable import ClusterBandit

/// A selection rule with its arguments, by name: a row of a test's table.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let name: String
  let arguments: Arguments
  let testDescription: String

  init(_ variant: Variant, _ values: [String: ParameterValue] = [:], ties: TieBreak = .uniform) {
    name = variant.name
    var all = values
    all["ties"] = .word(ties.rawValue)
    arguments = Arguments(all, defaultsOf: variant.parameters)
    testDescription = "\(name)\(Self.describe(values)), ties \(ties.rawValue)"
  }

  /// Arguments in a few words.
  static func describe(_ values: [String: ParameterValue]) -> String {
    values.keys.sorted().map { name in
      switch values[name] {
      case .variant(let kind, let details):
        " \(name) \(kind)\(describe(details.values))"
      case .number(let number): " \(name) \(number)"
      case .numbers(let numbers): " \(name) \(numbers)"
      case .priors(let priors): " \(name) \(priors.map { [$0.alpha, $0.beta] })"
      case .word(let word): " \(name) \(word)"
      case .flag(let flag): " \(name) \(flag)"
      default: " \(name)"
      }
    }.joined()
  }

  /// The rule as part of a two-level policy.
  var part: ParameterValue { .variant(name, arguments) }

  static func ucb(_ c: Double) -> RuleCase {
    RuleCase(UpperConfidenceBound.variant, ["c": .constant(c)])
  }
  static let ucb1 = RuleCase(UpperConfidenceBound.ucb1)
  static let inverseLog = RuleCase(UpperConfidenceBound.variant, ["c": .schedule("inverse-log")])
  static let printed = RuleCase(UCBAsPrinted.variant)
  static let tuned = RuleCase(UCB1Tuned.variant)

  /// Every rule, with each of its schedules.
  static func all(ties: TieBreak) -> [RuleCase] {
    greedy(ties: ties) + index(ties: ties) + klUCB(ties: ties) + bayesUCB(ties: ties)
      + [
        RuleCase(BetaThompson.variant, ties: ties),
        RuleCase(BetaThompson.variant, ["optimistic": .flag(true)], ties: ties),
      ] + baselines(ties: ties)
  }

  /// The flat baselines.
  static func baselines(ties: TieBreak) -> [RuleCase] {
    [
      RuleCase(IMED.variant, ties: ties), RuleCase(MOSS.variant, ties: ties),
      RuleCase(MOSS.variant, ["horizon": .word("anytime")], ties: ties),
      RuleCase(ExploreThenCommit.variant, ["pulls": .integer(3)], ties: ties),
      RuleCase(Boltzmann.variant, ["temperature": .number(0.2)], ties: ties),
      RuleCase(BoltzmannGumbel.variant, ties: ties),
      RuleCase(KnowledgeGradient.variant, ties: ties),
      RuleCase(TopTwoThompson.variant, ties: ties),
      RuleCase(OptimisticGittins.variant, ties: ties),
      RuleCase(OptimisticGittins.variant, ["discount": .number(0.9)], ties: ties),
    ]
  }

  /// KL-UCB as played and as proved, KL-UCB+ and KL-UCB++.
  static func klUCB(ties: TieBreak) -> [RuleCase] {
    [0, 3].map { RuleCase(KLUCB.variant, ["c": .number($0)], ties: ties) }
      + ["plus", "plus-plus"].map {
        RuleCase(KLUCB.variant, ["exploration": .word($0)], ties: ties)
      }
  }

  /// Bayes-UCB as played and with a higher level.
  static func bayesUCB(ties: TieBreak) -> [RuleCase] {
    [0, 1].map { RuleCase(BayesUCB.variant, ["c": .number($0)], ties: ties) }
  }

  /// ε-greedy with each of its schedules.
  static func greedy(ties: TieBreak) -> [RuleCase] {
    [.constant(0.25), .constant(0), .schedule("inverse-sqrt"), .auer(c: 0.5, d: 0.25)].map {
      RuleCase(EpsilonGreedy.variant, ["epsilon": $0], ties: ties)
    }
  }

  /// The rules that pull what is unplayed first and then the highest index.
  static func index(ties: TieBreak) -> [RuleCase] {
    upperConfidenceBounds(ties: ties)
      + [UCB1Tuned.variant, UCBAsPrinted.variant].map { RuleCase($0, ties: ties) }
  }

  /// UCB1 and UCB with each of its schedules.
  static func upperConfidenceBounds(ties: TieBreak) -> [RuleCase] {
    [.constant(0), .constant(0.5), .constant(3), .schedule("inverse-log")].map {
      RuleCase(UpperConfidenceBound.variant, ["c": $0], ties: ties)
    } + [RuleCase(UpperConfidenceBound.ucb1, ties: ties)]
  }
}

extension RuleCase {
  /// The rule of the catalogue.
  var catalogued: Part<RuleEntry> { RuleCatalogue.standard.part((name, arguments)) }

  /// The rule over these groups, none of whose candidates was pulled, in the form that looks at all
  /// of them.
  func rule(
    over groups: Clustering, level: SelectionLevel = .arms, in given: PolicySetting? = nil
  ) -> ErasedRule {
    let setting = given ?? ClusterBanditTests.setting(groups)
    return catalogued.entry.erased(
      RuleForm(setting.rewards), arguments, groups, level, setting)
  }
}

/// What the rule called `name` finds wrong with arguments.
func ruleProblems(
  _ name: String, _ arguments: Arguments, level: SelectionLevel, shape: ProblemShape
) -> [ArgumentProblem] {
  RuleCatalogue.standard.part((name, arguments)).entry.problems(arguments, level, shape)
}

/// Whether the rule called `name` takes its sublinear form for that many candidates.
func isSublinear(
  _ name: String, _ arguments: Arguments, largest: Int, rewards: RewardDistribution = .bernoulli
) -> Bool {
  RuleCatalogue.standard.part((name, arguments)).entry.form(arguments, rewards, largest)
    == .sublinear
}

/// What has been seen of every candidate, kept without any help from the library.
struct Observations {
  var pulls: [Double]
  var sums: [Double]
  init(count: Int) {
    pulls = Array(repeating: 0, count: count)
    sums = pulls
  }
  func mean(_ candidate: Int) -> Double {
    pulls[candidate] == 0 ? 0 : sums[candidate] / pulls[candidate]
  }
}

/// A rule written down as plainly as its definition, to be compared decision by decision.
struct ReferenceRule {
  /// Candidates without pulls come first.
  var playsUnplayedFirst = false
  /// The probability ε_t of a uniform candidate among `count`; nil if the rule never explores.
  var exploration: ((_ count: Int, _ t: Double) -> Double)?
  /// The value whose maximum is chosen, t being the pulls made in the group so far.
  var index: (_ seen: Observations, _ candidate: Int, _ t: Double) -> Double

  /// Its choice, drawing the same words as the rule does.
  ///
  /// With uniform ties the order of the unplayed is a matter of its own: any of them is right, so
  /// nil is returned.
  func choice(
    _ range: Range<Int>, _ seen: Observations, ties: TieBreak, using stream: inout RandomStream
  ) -> Int? {
    if playsUnplayedFirst, let unplayed = range.first(where: { seen.pulls[$0] == 0 }) {
      return ties == .first ? unplayed : nil
    }
    let t = range.reduce(0) { $0 + seen.pulls[$1] }
    if let exploration, stream.nextUnit() < exploration(range.count, t + 1) {
      return range.lowerBound + stream.nextIndex(below: range.count)
    }
    // A single candidate wins whatever its index, also 0 · ∞.
    if range.count == 1 { return range.lowerBound }
    let values = range.map { index(seen, $0, t) }
    let tied = range.filter { values[$0 - range.lowerBound] == values.max() }
    return tied.count == 1 || ties == .first
      ? tied[0] : tied[stream.nextIndex(below: tied.count)]
  }

  /// Where rule and reference first disagree in `rounds` pulls of randomly drawn groups, or nil.
  ///
  /// Choices and the words drawn must agree. The clock runs beyond the tables.
  func disagreement(
    with ruleCase: RuleCase, sizes: [Int], rounds: Int, payoffs: (Double, Double) = (0, 1),
    draw: RandomStream
  ) -> String? {
    let groups = Clustering(sizes: sizes)
    let rule = ruleCase.rule(over: groups, in: setting(groups, tables: ClockTables(count: 64)))
    var seen = Observations(count: groups.armCount)
    var world = draw
    var stream = RandomStream(state: (world.next(), world.next(), world.next(), world.next()))
    let means = (0..<groups.armCount).map { _ in world.nextUnit() }
    for round in 1...rounds {
      let group = world.nextIndex(below: groups.clusterCount)
      let range = groups.arms(of: group)
      let clock = Int(range.reduce(0) { $0 + seen.pulls[$1] })
      var reference = stream
      let expected = choice(range, seen, ties: ruleCase.arguments.ties, using: &reference)
      let arm = rule.select(group: group, clock: clock, using: &stream)
      if let expected {
        if arm != expected { return "round \(round): \(arm) instead of \(expected)" }
        if stream != reference { return "round \(round): other words were drawn" }
      } else if !range.contains(arm) || seen.pulls[arm] > 0 {
        return "round \(round): \(arm) is not an unplayed candidate of \(range)"
      }
      seen.pulls[arm] += 1
      seen.sums[arm] += world.nextUnit() < means[arm] ? payoffs.1 : payoffs.0
      rule.record(arm, group: group, estimate(pulls: seen.pulls[arm], sum: seen.sums[arm]))
    }
    return nil
  }
}

extension RuleCase {
  /// Of six candidates 1, 3 and 4 share their data and the highest index: checks who is chosen.
  ///
  /// The chosen one becomes the next start of the search.
  ///
  /// - Parameter pullsFirst: whether the rule hands out every candidate once.
  func checkTies(_ ties: TieBreak, pullsFirst: Bool, rounds: Int, using stream: RandomStream) {
    let data = [(20.0, 6.0), (5, 3), (8, 1), (5, 3), (5, 3), (30, 12)]
    let allowed = ties == .first ? [1] : [1, 3, 4]
    let rule = rule(over: .whole(6))
    var stream = stream
    if pullsFirst { for _ in 0..<6 { _ = rule.select(group: 0, clock: 0, using: &stream) } }
    for (arm, (n, s)) in data.enumerated() {
      rule.record(arm, group: 0, estimate(pulls: n, sum: s))
    }
    var counts = Array(repeating: 0, count: 6)
    for _ in 0..<rounds {
      var reference = stream
      let arm = rule.select(group: 0, clock: 73, using: &stream)
      counts[arm] += 1
      if ties == .uniform { #expect(arm == allowed[reference.nextIndex(below: 3)]) }
      #expect(stream == reference, "one index, and only at a tie that is broken at random")
    }
    #expect(counts.indices.filter { counts[$0] > 0 } == allowed)
  }
}

extension Clustering {
  /// The group that a candidate belongs to.
  func group(of candidate: Int) -> Int {
    (0..<clusterCount).first { arms(of: $0).contains(candidate) } ?? 0
  }
}
