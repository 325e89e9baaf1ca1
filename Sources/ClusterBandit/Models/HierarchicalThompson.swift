extension PolicyFamily {
  /// Flat Thompson sampling under the models for 0/1 rewards.
  static let hierarchicalThompson = PolicyFamily(
    name: "hierarchical-thompson",
    summary: "highest draw from a joint posterior in which siblings move together (0/1 rewards)",
    parameters: [
      .defaulted(
        "model",
        .component([DependenceChoice.betaBinomial, DependenceChoice.empiricalBayes]),
        .defaultVariant(DependenceChoice.betaBinomial), "how arms of a cluster depend on each other"
      ),
      .ties,
    ],
    conventions: .jointThompson(rewards: "0 or 1"),
    problems: { arguments, shape in
      guard shape.rewards.isBinary else {
        return [
          ArgumentProblem(
            [], "hierarchical-thompson is for 0/1 rewards, and these rewards are Gaussian",
            hint: "use gaussian-hierarchical-thompson")
        ]
      }
      let model = arguments.variant("model")
      return DependenceChoice.rangeProblems(model.arguments).map { $0.under("model") }
    },
    prepare: { arguments, _ in
      let (ties, (name, details)) = (arguments.ties, arguments.variant("model"))
      if name == DependenceChoice.empiricalBayes.name {
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
    conventions: .jointThompson(rewards: "normal ones of known standard deviation"),
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
