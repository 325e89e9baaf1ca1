/// The parts of a two-level policy under a dependence model.
struct ModelTwoLevelParts: Sendable {
  let model: Part<ModelEntry>
  let parts: TwoLevelParts
  /// The strategies that the hint chooses from.
  private let strategies: StrategyCatalogue

  /// The parts of a two-level policy, or nil if its arms are independent.
  init?(
    _ arguments: Arguments, rules: RuleCatalogue, strategies: StrategyCatalogue,
    models: ModelCatalogue
  ) {
    guard let model = models.part(arguments) else { return nil }
    self.model = model
    parts = TwoLevelParts(arguments, rules: rules, strategies: strategies)
    self.strategies = strategies
  }

  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    var (problems, isFatal) = model.problems(shape)
    if isFatal { return problems }
    let strategy = parts.strategy
    let name = model.entry.variant.name
    if !isSupported(strategy.entry, strategy.arguments, shape.rewards) {
      let supported = strategies.entries.filter {
        isSupported($0, Arguments(defaultsOf: $0.variant.parameters), shape.rewards)
      }.map(\.variant.name)
      problems.append(
        ArgumentProblem(
          ["strategy"],
          "the model '\(name)' does not support the strategy "
            + "'\(strategy.entry.variant.name)' for these rewards",
          hint: "it supports \(supported.joined(separator: " and "))"))
    }
    problems += strategy.entry.problems(strategy.arguments, .model(name)).map {
      $0.under("strategy")
    }
    for (key, rule) in [("outer", parts.outer), ("inner", parts.inner)] {
      problems += model.problems(of: rule, shape).map { $0.under(key) }
    }
    return problems
  }

  private func isSupported(
    _ strategy: StrategyEntry, _ arguments: Arguments, _ rewards: RewardDistribution
  ) -> Bool {
    guard let functional = strategy.functional(arguments) else { return false }
    return functional != .maximum || model.entry.hasMaximum(rewards)
  }

  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    model.entry.twoLevel(model.arguments, self, rewards)
  }

  /// The policy over a model that is ready.
  func policy<Model: DependenceModel & ~Copyable>(
    _ model: consuming Model, _ setting: PolicySetting
  ) -> ModelTwoLevel<Model> {
    let clustering = setting.clustering
    let (strategy, inner) = (parts.strategy, parts.inner)
    let scanned = Part(entry: inner.entry, arguments: inner.arguments.scanningUnlessAsked)
    return ModelTwoLevel(
      model: model, functional: strategy.entry.functional(strategy.arguments) ?? .average,
      outer: ErasedRule(
        parts.outer, groups: .whole(clustering.clusterCount), level: .clusters,
        setting: setting),
      inner: inner.entry.samplesPosteriors
        ? nil
        : ErasedRule(scanned, groups: clustering, level: .clusters, setting: setting),
      counts: parts.counts,
      ties: inner.arguments.values["ties"] == nil ? .uniform : inner.arguments.ties,
      setting: setting)
  }
}
