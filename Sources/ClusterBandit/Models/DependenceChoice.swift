/// A dependence model as the parameter `model` names it.
struct DependenceChoice: Sendable {
  /// Independent arms: the strategies work on counts.
  static let independent = Variant("independent", "no model: the strategy works on counts")

  /// ``HierarchicalBetaBinomial``, or ``GaussianHierarchy`` for Gaussian rewards.
  static let hierarchical = Variant(
    "hierarchical", aliases: ["exact"],
    "the exact joint posterior: Beta-Binomial on a grid, or the Gaussian hierarchy",
    [HierarchicalBetaBinomial.parameter] + GaussianHierarchy.parameters)

  /// ``EmpiricalBayes``.
  static let empiricalBayes = Variant(
    "empirical-bayes", "a Beta prior for each cluster, fitted to its data when they double")

  /// ``CovarianceModel``: the environment's own prior.
  static let covariance = Variant(
    "covariance", "the joint normal posterior under the environment's prior covariance",
    EnvironmentPrior.parameters)

  /// ``HierarchicalBetaBinomial`` alone.
  static let betaBinomial = Variant(
    hierarchical.name, aliases: hierarchical.aliases,
    "hierarchical Beta-Binomial on a grid of 32 centres and 16 cohesions",
    [HierarchicalBetaBinomial.parameter])

  /// The parameter `model`.
  static let parameter = Parameter.defaulted(
    "model", .component([independent, hierarchical, empiricalBayes, covariance]),
    .defaultVariant(independent), "how arms of a cluster depend on each other")

  let name: String
  let arguments: Arguments

  /// The choice under the name `model`, or nil if the arms are independent.
  init?(_ arguments: Arguments) {
    guard let given = arguments.optionalVariant("model"),
      given.name != DependenceChoice.independent.name
    else { return nil }
    (name, self.arguments) = given
  }

  /// Whether the model can tell the maximum of a cluster for such rewards.
  func hasMaximum(_ rewards: RewardDistribution) -> Bool {
    if name == DependenceChoice.covariance.name {
      return CovarianceModel<CovariancePosterior>.hasMaximum
    }
    return rewards.isBinary ? HierarchicalBetaBinomial.hasMaximum : GaussianHierarchy.hasMaximum
  }

  /// Why the model cannot stand on a problem of this shape at all.
  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    if name == DependenceChoice.empiricalBayes.name, !shape.rewards.isBinary {
      return [
        ArgumentProblem(
          [], "empirical-bayes fits Beta priors, and these rewards are Gaussian",
          hint: "use model: hierarchical")
      ]
    }
    guard name == DependenceChoice.covariance.name else { return [] }
    return EnvironmentPrior.problems("the model 'covariance'", shape)
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

  /// What is wrong with a rule: priors belong to the model, and whoever gives one to the rule is
  /// told so, once for each key.
  func problems(of rule: Part<RuleEntry>, _ shape: ProblemShape) -> [ArgumentProblem] {
    let owned = rule.arguments.values.keys.sorted().filter(rule.entry.priorParameters.contains)
    return owned.map {
      ArgumentProblem(
        [$0], "under the model '\(name)' priors and deviations come from the model",
        hint: "leave \($0) out")
    }
      + rule.entry.problems(rule.arguments, .clusters, shape).filter {
        !owned.contains($0.path.first ?? "")
      }
  }

  /// Parameters of the model for the other rewards, where they were given a value of their own.
  func foreignProblems(_ rewards: RewardDistribution) -> [ArgumentProblem] {
    guard name == DependenceChoice.hierarchical.name else { return [] }
    let isBinary = rewards.isBinary
    let foreign =
      isBinary ? GaussianHierarchy.parameters : [HierarchicalBetaBinomial.parameter]
    let defaults = Arguments(defaultsOf: foreign)
    return foreign.map(\.name).filter { arguments.values[$0] != defaults.values[$0] }.map {
      ArgumentProblem(
        [$0],
        isBinary
          ? "\($0) is for Gaussian rewards, and these rewards are 0 or 1"
          : "\($0) is for 0/1 rewards, and these rewards are Gaussian",
        hint: "leave \($0) out")
    }
  }
}
