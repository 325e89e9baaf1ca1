/// The selection rules that an experiment may name as a flat policy, as `outer` and as `inner`.
///
/// A catalogue is a value: a rule of one's own is ``adding(_:)`` to ``standard``.
public struct RuleCatalogue: Sendable {
  /// The rules in the order of the listing.
  let entries: [RuleEntry]

  /// The rules of this library: one line for each.
  public static let standard = RuleCatalogue(entries: [])
    .adding(compiled: EpsilonGreedy.self)
    .adding(compiled: UpperConfidenceBound.self)
    .adding(UCBAsPrinted.self)
    .adding(compiled: UCB1Tuned.self)
    .adding(compiled: KLUCB.self)
    .adding(compiled: BayesUCB.self)
    .adding(compiled: BetaThompson.self)
    .adding(IMED.self)
    .adding(MOSS.self)
    .adding(ExploreThenCommit.self)
    .adding(Boltzmann.self)
    .adding(BoltzmannGumbel.self)
    .adding(KnowledgeGradient.self)
    .adding(TopTwoThompson.self)
    .adding(OptimisticGittins.self)

  /// The catalogue with one more rule and its presets; those of the same names are replaced.
  public func adding<Rule: SelectionRule & ~Copyable>(_ rule: Rule.Type) -> RuleCatalogue {
    adding(rule, loops: [:])
  }

  /// The same, with a two-level loop compiled for the rule at both levels and each strategy.
  private func adding<Rule: SelectionRule & ~Copyable>(
    compiled rule: Rule.Type
  ) -> RuleCatalogue {
    adding(rule, loops: TwoLevelLoops.compiled(for: rule))
  }

  private func adding<Rule: SelectionRule & ~Copyable>(
    _ rule: Rule.Type, loops: [ObjectIdentifier: TwoLevelLoops.Loop]
  ) -> RuleCatalogue {
    let added = ([Rule.variant] + Rule.presets).map { RuleEntry(rule, as: $0, loops: loops) }
    let names = Set(added.map(\.variant.name))
    return RuleCatalogue(
      entries: entries.filter { !names.contains($0.variant.name) } + added)
  }

  /// Every rule's name, parameters and formula, in the order of the listing.
  public var variants: [Variant] { entries.map(\.variant) }

  /// What each of the ``variants`` does where its formula leaves a choice, in their order.
  public var conventions: [Conventions] { entries.map(\.conventions) }

  /// The rule called `name`.
  subscript(name: String) -> RuleEntry? { entries.first { $0.variant.name == name } }

  /// The rule of a validated argument.
  func part(_ named: (name: String, arguments: Arguments)) -> Part<RuleEntry> {
    guard let entry = self[named.name] else {
      stop("no selection rule is called '\(named.name)'")
    }
    return Part(entry: entry, arguments: named.arguments)
  }
}

/// A rule or strategy of a catalogue with arguments.
struct Part<Entry: Sendable>: Sendable {
  let entry: Entry
  let arguments: Arguments
}

/// A selection rule of a catalogue under one of its names: what is done with its type.
struct RuleEntry: Sendable {
  /// Name, parameters and formula.
  let variant: Variant
  /// What the formula leaves open.
  let conventions: Conventions
  /// Equal for the names of one type.
  let type: ObjectIdentifier
  /// See ``SelectionRule/priorParameters``.
  let priorParameters: [String]
  /// See ``SelectionRule/distributionUse``.
  let distributionUse: String?
  /// See ``SelectionRule/samplesPosteriors``.
  let samplesPosteriors: Bool
  /// See ``CandidateSelector/restarts``.
  let restarts: Bool
  /// What is wrong with arguments.
  let problems: @Sendable (Arguments, SelectionLevel, ProblemShape) -> [ArgumentProblem]
  /// See ``SelectionRule/remarks(on:level:shape:)``.
  let remarks: @Sendable (Arguments, SelectionLevel, ProblemShape) -> [String]
  /// The form that plays such rewards in groups of up to so many candidates.
  let form: @Sendable (Arguments, RewardDistribution, _ largest: Int) -> RuleForm
  /// The flat policy.
  let flat: @Sendable (Arguments, RewardDistribution) -> PreparedPolicy
  /// A form of the rule behind a reference.
  let erased:
    @Sendable (RuleForm, Arguments, Clustering, SelectionLevel, PolicySetting) -> ErasedRule
  /// The loops in which this rule plays both levels, by strategy.
  let loops: [ObjectIdentifier: TwoLevelLoops.Loop]

  init<Rule: SelectionRule & ~Copyable>(
    _ rule: Rule.Type, as variant: Variant, loops: [ObjectIdentifier: TwoLevelLoops.Loop]
  ) {
    self.variant = variant
    conventions = Rule.conventions
    type = ObjectIdentifier(rule)
    priorParameters = Rule.priorParameters
    distributionUse = Rule.distributionUse
    samplesPosteriors = Rule.samplesPosteriors
    restarts = Rule.restarts
    self.loops = loops
    problems = { arguments, level, shape in
      Rule.visit(
        form: RuleForm(shape.rewards),
        FindingProblems(arguments: arguments, level: level, shape: shape))
    }
    remarks = { Rule.remarks(on: $0, level: $1, shape: $2) }
    let form: @Sendable (Arguments, RewardDistribution, Int) -> RuleForm = {
      arguments, rewards, largest in
      let form = RuleForm(rewards)
      let question = AskingForSublinear(arguments: arguments, largest: largest)
      return Rule.visit(form: form, question) ? .sublinear : form
    }
    self.form = form
    flat = { arguments, rewards in
      let preparing = PreparingFlat(arguments: arguments, rewards: rewards)
      var policy = PreparedPolicy(
        Rule.visit(form: RuleForm(rewards), preparing),
        or: Rule.visit(form: .sublinear, preparing)
      ) {
        !$0.hasMortalArms && arguments.history == nil
          && form(arguments, rewards, $0.armCount) == .sublinear
      }
      if Rule.bonus(arguments, pulls: 1, clock: 2) != nil {
        policy.bonus = { Rule.bonus(arguments, pulls: $0, clock: $1) }
      }
      return policy
    }
    erased = { form, arguments, groups, level, setting in
      ErasedRule(
        rule, form, arguments: arguments, groups: groups, level: level, setting: setting)
    }
  }
}

private struct FindingProblems: RuleVisitor {
  let arguments: Arguments
  let level: SelectionLevel
  let shape: ProblemShape
  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> [ArgumentProblem] {
    Rule.problems(with: arguments, level: level, shape: shape)
  }
}

private struct AskingForSublinear: RuleVisitor {
  let arguments: Arguments
  let largest: Int
  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> Bool {
    Rule.isSublinear(arguments, largest: largest)
  }
}

private struct PreparingFlat: RuleVisitor {
  let arguments: Arguments
  let rewards: RewardDistribution
  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> PreparedPolicy {
    PreparedPolicy(rewards: rewards) { [arguments] setting in
      FlatSelector<Rule>(arguments: arguments, setting: setting)
    }
  }
}
