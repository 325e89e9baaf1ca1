extension PolicyFamily {
  /// The two-level policy with any strategy, outer and inner rule.
  static let twoLevel = PolicyFamily(
    name: "two-level",
    summary: "an outer rule picks a cluster by its estimate, an inner rule an arm of it",
    parameters: [
      .defaulted(
        "strategy", .component(StrategyCatalogue.variants), .defaultVariant(MeanStrategy.variant),
        "how a cluster is represented to the outer rule"),
      .defaulted(
        "outer", .component(RuleCatalogue.variants), .defaultVariant(BetaThompson.variant),
        "the rule that picks a cluster"),
      .defaulted(
        "inner", .component(RuleCatalogue.variants), .defaultVariant(BetaThompson.variant),
        "the rule that picks an arm of the cluster"),
    ],
    problems: { arguments, shape in TwoLevelPlan(arguments).problems(shape) },
    prepare: { arguments, _ in TwoLevelPlan(arguments).prepare() })

  /// TSC: two-level with MEAN and Thompson sampling at both levels.
  static let tsc = PolicyFamily(
    name: "tsc", summary: "two-level: MEAN, Thompson outside and inside (TSC)", parameters: [],
    problems: { _, shape in TwoLevelPlan.tsc.problems(shape) },
    prepare: { _, _ in TwoLevelPlan.tsc.prepare() })

  /// TSMax: two-level with MAX and Thompson sampling at both levels.
  static let tsMax = PolicyFamily(
    name: "ts-max", summary: "two-level: MAX, Thompson outside and inside (TSMax)",
    parameters: MaxStrategy.variant.parameters,
    problems: { arguments, shape in TwoLevelPlan.tsMax(arguments).problems(shape) },
    prepare: { arguments, _ in TwoLevelPlan.tsMax(arguments).prepare() })

  /// UCBC: two-level with UCB1 at both levels.
  static let ucbc = PolicyFamily(
    name: "ucbc", summary: "two-level: UCB1 outside and inside (UCBC)",
    parameters: [
      .defaulted(
        "strategy", .component(StrategyCatalogue.variants), .defaultVariant(MeanStrategy.variant),
        "how a cluster is represented to the outer rule")
    ],
    problems: { arguments, shape in TwoLevelPlan.ucbc(arguments).problems(shape) },
    prepare: { arguments, _ in TwoLevelPlan.ucbc(arguments).prepare() })
}

extension ParameterValue {
  /// A variant with all its defaults.
  static func defaultVariant(_ variant: Variant) -> ParameterValue {
    .variant(variant.name, Arguments(defaultsOf: variant.parameters))
  }
}

/// Names and arguments of the three parts of a two-level policy.
private struct TwoLevelPlan {
  typealias Part = (name: String, arguments: Arguments)
  let strategy: Part
  let outer: Part
  let inner: Part

  init(strategy: Part, outer: Part, inner: Part) {
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
  }

  init(_ arguments: Arguments) {
    self.init(
      strategy: arguments.variant("strategy"), outer: arguments.variant("outer"),
      inner: arguments.variant("inner"))
  }

  private static func part(_ variant: Variant) -> Part {
    (variant.name, Arguments(defaultsOf: variant.parameters))
  }

  static var tsc: TwoLevelPlan {
    TwoLevelPlan(
      strategy: part(MeanStrategy.variant), outer: part(BetaThompson.variant),
      inner: part(BetaThompson.variant))
  }

  static func tsMax(_ arguments: Arguments) -> TwoLevelPlan {
    TwoLevelPlan(
      strategy: (MaxStrategy.variant.name, arguments), outer: part(BetaThompson.variant),
      inner: part(BetaThompson.variant))
  }

  static func ucbc(_ arguments: Arguments) -> TwoLevelPlan {
    TwoLevelPlan(
      strategy: arguments.variant("strategy"), outer: part(UpperConfidenceBound.ucb1),
      inner: part(UpperConfidenceBound.ucb1))
  }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    guard shape.rewards.isBinary else {
      return [
        ArgumentProblem(
          [], "a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian",
          hint: "use a flat policy here, or an environment with 0/1 rewards")
      ]
    }
    var problems = RuleCatalogue.problems(
      outer.name, outer.arguments, level: .clusters, shape: shape
    ).map { $0.under("outer") }
    problems += RuleCatalogue.problems(
      inner.name, inner.arguments, level: .arms, shape: shape
    ).map { $0.under("inner") }
    if outer.name == BetaThompson.variant.name, strategy.arguments.numbers("prior").contains(0) {
      problems.append(
        ArgumentProblem(
          ["strategy", "prior"], "a prior of 0 leaves Thompson sampling without a distribution",
          hint: "give two numbers above 0, for example prior: [1, 1]"))
    }
    return problems
  }

  func prepare() -> PreparedPolicy {
    StrategyCatalogue.dispatch(strategy.name, WithStrategy(plan: self))
  }

  // Three nested visits settle three types: the compiler makes one loop for each combination.

  private struct WithStrategy: StrategyVisitor {
    let plan: TwoLevelPlan
    func visit<Strategy: ClusterStrategy & ~Copyable>(_: Strategy.Type) -> PreparedPolicy {
      RuleCatalogue.dispatch(
        plan.outer.name, WithOuter<Strategy>(plan: plan))
    }
  }

  private struct WithOuter<Strategy: ClusterStrategy & ~Copyable>: RuleVisitor {
    let plan: TwoLevelPlan
    func visit<Outer: SelectionRule & ~Copyable>(_: Outer.Type) -> PreparedPolicy {
      RuleCatalogue.dispatch(
        plan.inner.name,
        WithInner<Strategy, Outer>(plan: plan))
    }
  }

  private struct WithInner<
    Strategy: ClusterStrategy & ~Copyable, Outer: SelectionRule & ~Copyable
  >: RuleVisitor {
    let plan: TwoLevelPlan
    func visit<Inner: SelectionRule & ~Copyable>(_: Inner.Type) -> PreparedPolicy {
      let (strategy, outer, inner) = (
        plan.strategy.arguments, plan.outer.arguments, plan.inner.arguments
      )
      return PreparedPolicy(binary: { setting in
        TwoLevelSelector<Strategy, Outer, Inner>(
          strategy: strategy, outer: outer, inner: inner, setting: setting)
      })
    }
  }
}
