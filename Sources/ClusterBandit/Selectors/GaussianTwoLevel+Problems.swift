extension GaussianTwoLevel {
  /// What the policy keeps of a cluster: estimate, pooled rewards and the outer rule's state.
  static let bytesPerCluster = 160

  /// What is wrong with a strategy where rewards are normal.
  ///
  /// - Parameter samples: whether the outer rule draws from posteriors.
  static func problems(
    of strategy: Part<StrategyEntry>, samples: Bool, _ shape: ProblemShape
  ) -> [ArgumentProblem] {
    let known = [
      ObjectIdentifier(MeanStrategy.self), ObjectIdentifier(MaxStrategy.self),
      ObjectIdentifier(PMaxStrategy.self),
    ]
    guard known.contains(strategy.entry.type) else {
      return [
        ArgumentProblem(
          [],
          "'\(strategy.entry.variant.name)' keeps Beta estimates of clusters, and "
            + shape.otherRewards,
          hint: "use mean, max or pmax here, or two-level with model: hierarchical")
      ]
    }
    var problems: [ArgumentProblem] = []
    let isPMax = strategy.entry.type == ObjectIdentifier(PMaxStrategy.self)
    if strategy.arguments.values["prior"] != .numbers([1, 1]) {
      problems.append(
        ArgumentProblem(
          ["prior"], "a Beta prior is for 0/1 rewards, and \(shape.otherRewards)",
          hint: "leave it out; thompson as the outer rule takes a normal prior for "
            + (isPMax ? "the arms" : "clusters")))
    }
    if strategy.arguments.values["plus-one"] == .flag(true) {
      problems.append(
        ArgumentProblem(
          ["plus-one"], "plus-one is for Beta posteriors, and \(shape.otherRewards)",
          hint: "leave it out here"))
    }
    if strategy.arguments.estimatesVariance, !samples {
      problems.append(
        ArgumentProblem(
          ["variance"], "a posterior's variance has no effect on an index of the outer rule",
          hint: "leave it out, or let thompson be the outer rule"))
    }
    return problems
  }
}
