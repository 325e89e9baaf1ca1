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
      .counts,
      ModelPlan.parameter,
    ],
    problems: { arguments, shape in
      ModelPlan(arguments)?.problems(shape) ?? TwoLevelPlan(arguments).problems(shape)
    },
    prepare: { arguments, rewards in
      ModelPlan(arguments)?.prepare(rewards) ?? TwoLevelPlan(arguments).prepare()
    })

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
        "how a cluster is represented to the outer rule"),
      .defaulted(
        "counts-from-one", .flag, .flag(false),
        "whether all counts start at 1, arms' means are those of Beta(1, 1) posteriors, and nothing is "
          + "pulled first, as in a published replication"),
    ],
    problems: { arguments, shape in TwoLevelPlan.ucbc(arguments).problems(shape) },
    prepare: { arguments, _ in TwoLevelPlan.ucbc(arguments).prepare() })
}

extension Parameter {
  /// The conventional parameter `counts` of two-level policies.
  static let counts = Parameter.defaulted(
    "counts", .choice(CountRule.allCases.map(\.rawValue)), .word(CountRule.pulls.rawValue),
    "the count of a cluster in an outer index rule: its pulls, or ν = r(1 − r)/v − 1 matched to the "
      + "estimate's moments; rules that sample or are greedy look at no count")
}

extension Arguments {
  /// The count rule under the conventional name `counts`.
  var counts: CountRule { CountRule(rawValue: word("counts")) ?? .pulls }
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
  let counts: CountRule

  init(strategy: Part, outer: Part, inner: Part, counts: CountRule = .pulls) {
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
    self.counts = counts
  }

  init(_ arguments: Arguments) {
    self.init(
      strategy: arguments.variant("strategy"), outer: arguments.variant("outer"),
      inner: arguments.variant("inner"), counts: arguments.counts)
  }

  private static func part(
    _ variant: Variant, _ values: [String: ParameterValue] = [:]
  ) -> Part {
    (variant.name, Arguments(values, defaultsOf: variant.parameters))
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
    let one: [String: ParameterValue] =
      arguments.flag("counts-from-one") ? ["initial-count": .number(1)] : [:]
    let prior: [String: ParameterValue] = one.isEmpty ? [:] : ["prior": .numbers([1, 1])]
    return TwoLevelPlan(
      strategy: arguments.variant("strategy"), outer: part(UpperConfidenceBound.ucb1, one),
      inner: part(UpperConfidenceBound.ucb1, one.merging(prior) { first, _ in first }))
  }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    guard shape.rewards.isBinary else {
      return [
        ArgumentProblem(
          [], "a two-level policy keeps Beta estimates of clusters, and these rewards are Gaussian",
          hint: "use two-level with model: hierarchical or a flat policy here, or an environment "
            + "with 0/1 rewards")
      ]
    }
    var problems = RuleCatalogue.problems(
      outer.name, outer.arguments, level: .clusters, shape: shape
    ).map { $0.under("outer") }
    problems += RuleCatalogue.problems(
      inner.name, inner.arguments, level: .arms, shape: shape
    ).map { $0.under("inner") }
    let sampling = [BetaThompson.variant.name: "Thompson sampling", "bayes-ucb": "Bayes-UCB"]
    if let sampler = sampling[outer.name], strategy.arguments.numbers("prior").contains(0) {
      problems.append(
        ArgumentProblem(
          ["strategy", "prior"], "a prior of 0 leaves \(sampler) without a distribution",
          hint: "give two numbers above 0, for example prior: [1, 1]"))
    }
    return problems
  }

  func prepare() -> PreparedPolicy {
    StrategyCatalogue.dispatch(strategy.name, WithStrategy(plan: self))
  }

  /// Whether one of the rules takes its sublinear form.
  private func isSublinear(_ instance: BanditInstance) -> Bool {
    let clustering = instance.clustering
    return RuleCatalogue.isSublinear(
      outer.name, rewards: instance.rewards, outer.arguments, largest: clustering.clusterCount)
      || RuleCatalogue.isSublinear(
        inner.name, rewards: instance.rewards, inner.arguments, largest: clustering.largestSize)
  }

  // The visits settle the types. The same rule at both levels gets a loop compiled for it; the other
  // combinations share one loop for each strategy.

  private struct WithStrategy: StrategyVisitor {
    let plan: TwoLevelPlan
    func visit<Strategy: ClusterStrategy & ~Copyable>(_: Strategy.Type) -> PreparedPolicy {
      // Rules whose types are settled at run time, sublinear forms among them.
      let erased = PreparedPolicy(binary: { [plan] setting in
        let clustering = setting.clustering
        return TwoLevelSelector<Strategy, ErasedRule, ErasedRule>(
          strategy: Strategy(arguments: plan.strategy.arguments, clustering: clustering),
          outer: ErasedRule(
            plan.outer.name, arguments: plan.outer.arguments,
            groups: .whole(clustering.clusterCount), level: .clusters, setting: setting),
          inner: ErasedRule(
            plan.inner.name, arguments: plan.inner.arguments, groups: clustering, level: .arms,
            setting: setting),
          counts: plan.counts, setting: setting)
      })
      guard RuleCatalogue.areOneType(plan.outer.name, plan.inner.name) else { return erased }
      return PreparedPolicy(
        RuleCatalogue.dispatch(plan.outer.name, WithRule<Strategy>(plan: plan)),
        orSublinear: erased
      ) { [plan] in plan.isSublinear($0) }
    }
  }

  private struct WithRule<Strategy: ClusterStrategy & ~Copyable>: RuleVisitor {
    let plan: TwoLevelPlan
    func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> PreparedPolicy {
      PreparedPolicy(binary: { [plan] setting in
        TwoLevelSelector<Strategy, Rule, Rule>(
          strategy: plan.strategy.arguments, outer: plan.outer.arguments,
          inner: plan.inner.arguments, counts: plan.counts, setting: setting)
      })
    }
  }
}
