extension PolicyFamily {
  /// Flat Thompson sampling under the models for 0/1 rewards.
  static let hierarchicalThompson = PolicyFamily(
    name: "hierarchical-thompson",
    summary: "highest draw from a joint posterior in which siblings move together (0/1 rewards)",
    parameters: [
      .defaulted(
        "model", .component([ModelPlan.exact, ModelPlan.empiricalBayes]),
        .defaultVariant(ModelPlan.exact), "how arms of a cluster depend on each other"),
      .ties,
    ],
    problems: { arguments, shape in
      guard shape.rewards.isBinary else {
        return [
          ArgumentProblem(
            [], "hierarchical-thompson is for 0/1 rewards, and these rewards are Gaussian",
            hint: "use gaussian-hierarchical-thompson")
        ]
      }
      let model = arguments.variant("model")
      return ModelPlan.rangeProblems(model.arguments).map { $0.under("model") }
    },
    prepare: { arguments, _ in
      let (ties, (name, details)) = (arguments.ties, arguments.variant("model"))
      if name == ModelPlan.empiricalBayes.name {
        return PreparedPolicy(binary: { setting in
          ModelThompson(
            model: EmpiricalBayes(arguments: details, setting: setting), ties: ties,
            setting: setting)
        })
      }
      var policy = PreparedPolicy(binary: { setting in
        ModelThompson(
          model: HierarchicalBetaBinomial(arguments: details, setting: setting), ties: ties,
          setting: setting)
      })
      policy.bytesPerCluster = HierarchicalBetaBinomial.bytesPerCluster
      return policy
    })

  /// Flat Thompson sampling under the Gaussian hierarchy.
  static let gaussianHierarchicalThompson = PolicyFamily(
    name: "gaussian-hierarchical-thompson",
    summary:
      "highest draw from a joint posterior in which siblings move together (Gaussian rewards)",
    parameters: GaussianHierarchy.parameters + [.ties],
    problems: { _, shape in
      guard shape.rewards.isBinary else { return [] }
      return [
        ArgumentProblem(
          [], "gaussian-hierarchical-thompson is for Gaussian rewards, and these are 0 or 1",
          hint: "use hierarchical-thompson")
      ]
    },
    prepare: { arguments, rewards in
      PreparedPolicy(rewards: rewards) { setting in
        ModelThompson(
          model: GaussianHierarchy(arguments: arguments, setting: setting), ties: arguments.ties,
          setting: setting)
      }
    })
}

/// A two-level policy under a dependence model: names and arguments of its parts.
struct ModelPlan {
  /// Independent arms: the strategies work on counts.
  static let independent = Variant("independent", "no model: the strategy works on counts")

  /// Model A, or C for Gaussian rewards.
  static let hierarchical = Variant(
    "hierarchical",
    "the exact joint posterior: Beta-Binomial on a grid, or the Gaussian hierarchy",
    [HierarchicalBetaBinomial.parameter] + GaussianHierarchy.parameters)

  /// Model B.
  static let empiricalBayes = Variant(
    "empirical-bayes", "a Beta prior for each cluster, fitted to its data when they double")

  /// Model D: the environment's own prior.
  static let covariance = Variant(
    "covariance", "the joint normal posterior under the environment's prior covariance",
    EnvironmentPrior.parameters)

  /// Model A under the name it has where nothing else is exact.
  static let exact = Variant(
    "exact", "hierarchical Beta-Binomial on a grid of 32 centres and 16 cohesions",
    [HierarchicalBetaBinomial.parameter])

  /// The parameter of `two-level`.
  static let parameter = Parameter.defaulted(
    "model", .component([independent, hierarchical, empiricalBayes, covariance]),
    .defaultVariant(independent), "how arms of a cluster depend on each other")

  typealias Part = (name: String, arguments: Arguments)
  let model: Part
  let strategy: Part
  let outer: Part
  let inner: Part
  let counts: CountRule

  /// The plan of a two-level policy, or nil if its arms are independent.
  init?(_ arguments: Arguments) {
    model = arguments.variant("model")
    guard model.name != ModelPlan.independent.name else { return nil }
    strategy = arguments.variant("strategy")
    outer = arguments.variant("outer")
    inner = arguments.variant("inner")
    counts = arguments.counts
  }

  /// The two ends of `cohesion` in their order.
  static func rangeProblems(_ arguments: Arguments) -> [ArgumentProblem] {
    guard arguments.values["cohesion"] != nil else { return [] }
    let range = arguments.numbers("cohesion")
    guard range[0] > range[1] else { return [] }
    return [
      ArgumentProblem(
        ["cohesion"], "[\(range[0]), \(range[1])] is not a range",
        hint: "write the smaller number first")
    ]
  }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    if model.name == ModelPlan.empiricalBayes.name, !shape.rewards.isBinary {
      return [
        ArgumentProblem(
          ["model"], "empirical-bayes fits Beta priors, and these rewards are Gaussian",
          hint: "use model: hierarchical")
      ]
    }
    if model.name == ModelPlan.covariance.name {
      let problems = EnvironmentPrior.problems("the model 'covariance'", shape)
      if !problems.isEmpty { return problems.map { $0.under("model") } }
    }
    var problems = ModelPlan.rangeProblems(model.arguments).map { $0.under("model") }
    let supported =
      shape.rewards.isBinary
      ? HierarchicalBetaBinomial.strategies : GaussianHierarchy.strategies
    if !supported.contains(where: { $0.rawValue == strategy.name }) {
      problems.append(
        ArgumentProblem(
          ["strategy"],
          "the model '\(model.name)' does not support the strategy '\(strategy.name)' for these "
            + "rewards",
          hint: "it supports \(supported.map(\.rawValue).joined(separator: " and "))"))
    }
    problems += foreignProblems(shape.rewards.isBinary).map { $0.under("model") }
    problems += strategyProblems()
    for (key, part) in [("outer", outer), ("inner", inner)] {
      problems += ruleProblems(part, shape).map { $0.under(key) }
    }
    return problems
  }

  /// Parameters of the model for the other rewards, where they were given a value of their own.
  private func foreignProblems(_ isBinary: Bool) -> [ArgumentProblem] {
    guard model.name == ModelPlan.hierarchical.name else { return [] }
    let foreign =
      isBinary ? GaussianHierarchy.parameters : [HierarchicalBetaBinomial.parameter]
    let defaults = Arguments(defaultsOf: foreign)
    return foreign.map(\.name).filter { model.arguments.values[$0] != defaults.values[$0] }.map {
      ArgumentProblem(
        [$0],
        isBinary
          ? "\($0) is for Gaussian rewards, and these rewards are 0 or 1"
          : "\($0) is for 0/1 rewards, and these rewards are Gaussian",
        hint: "leave \($0) out")
    }
  }

  /// Priors belong to the model: whoever gives one elsewhere is told so.
  private func strategyProblems() -> [ArgumentProblem] {
    var problems: [ArgumentProblem] = []
    if strategy.arguments.values["prior"] != nil, strategy.arguments.numbers("prior") != [1, 1] {
      problems.append(
        ArgumentProblem(
          ["strategy", "prior"], "under the model '\(model.name)' priors come from the model",
          hint: "leave the strategy's prior out"))
    }
    if case .flag(true) = strategy.arguments.values["plus-one"] {
      problems.append(
        ArgumentProblem(
          ["strategy", "plus-one"], "plus-one is for counts, and the model keeps a posterior",
          hint: "leave it out, or leave model out"))
    }
    return problems
  }

  /// The same for a rule: Thompson sampling takes nothing but ties and a search, and no other rule a prior.
  private func ruleProblems(_ rule: Part, _ shape: ProblemShape) -> [ArgumentProblem] {
    let given = rule.arguments.values.keys.sorted()
    let owned = given.filter {
      rule.name == BetaThompson.variant.name
        ? !["ties", "search"].contains($0) : $0 == "prior" || $0 == "priors"
    }
    // One complaint about a key is enough.
    return owned.map {
      ArgumentProblem(
        [$0], "under the model '\(model.name)' priors and deviations come from the model",
        hint: "leave \($0) out")
    }
      + RuleCatalogue.problems(rule.name, rule.arguments, level: .clusters, shape: shape).filter {
        !owned.contains($0.path.first ?? "")
      }
  }

  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    if model.name == ModelPlan.covariance.name {
      return EnvironmentPrior.prepared(
        dense: PreparedPolicy(rewards: rewards) { setting in
          policy(
            CovarianceModel<CovariancePosterior>(arguments: model.arguments, setting: setting),
            setting)
        },
        effects: PreparedPolicy(rewards: rewards) { setting in
          policy(
            CovarianceModel<EffectsPosterior>(arguments: model.arguments, setting: setting),
            setting)
        })
    }
    guard rewards.isBinary else {
      return PreparedPolicy(rewards: rewards) { setting in
        policy(GaussianHierarchy(arguments: model.arguments, setting: setting), setting)
      }
    }
    if model.name == ModelPlan.empiricalBayes.name {
      return PreparedPolicy(binary: { setting in
        policy(EmpiricalBayes(arguments: model.arguments, setting: setting), setting)
      })
    }
    var prepared = PreparedPolicy(binary: { setting in
      policy(HierarchicalBetaBinomial(arguments: model.arguments, setting: setting), setting)
    })
    prepared.bytesPerCluster = HierarchicalBetaBinomial.bytesPerCluster
    return prepared
  }

  private func policy<Model: DependenceModel & ~Copyable>(
    _ model: consuming Model, _ setting: PolicySetting
  ) -> ModelTwoLevel<Model> {
    let clustering = setting.clustering
    var observedOnly = false
    if case .flag(true) = strategy.arguments.values["observed-only"] { observedOnly = true }
    return ModelTwoLevel(
      model: model, strategy: ModelStrategy(rawValue: strategy.name) ?? .mean,
      observedOnly: observedOnly,
      outer: ErasedRule(
        outer.name, arguments: outer.arguments, groups: .whole(clustering.clusterCount),
        level: .clusters, setting: setting),
      inner: inner.name == "thompson"
        ? nil
        : ErasedRule(
          inner.name, arguments: inner.arguments.scanningUnlessAsked, groups: clustering,
          level: .clusters,
          setting: setting),
      counts: counts, ties: inner.arguments.values["ties"] == nil ? .uniform : inner.arguments.ties,
      setting: setting)
  }
}
