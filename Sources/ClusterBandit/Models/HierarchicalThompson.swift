extension PolicyFamily {
  /// Flat Thompson sampling under the models for 0/1 rewards.
  static let hierarchicalThompson = {
    let models = ModelCatalogue.standard.binary
    return PolicyFamily(
      name: "hierarchical-thompson",
      summary: "highest draw from a joint posterior in which siblings move together (0/1 rewards)",
      parameters: [
        .defaulted(
          "model", .component(models.entries.map(\.variant)),
          .defaultVariant(HierarchicalBetaBinomial.variant),
          "how arms of a cluster depend on each other"),
        .ties,
      ],
      conventions: .jointThompson(rewards: "0 or 1"),
      problems: { arguments, shape in
        guard shape.rewards.isBinary else {
          return [
            ArgumentProblem(
              [], "hierarchical-thompson is for 0/1 rewards, and \(shape.otherRewards)",
              hint: "use gaussian-hierarchical-thompson")
          ]
        }
        return models.part(arguments)?.problems(shape).all ?? []
      },
      prepare: { arguments, rewards in
        guard let model = models.part(arguments) else {
          stop("hierarchical-thompson needs a model, and 'independent' is none")
        }
        return model.entry.flat(model.arguments, arguments.ties, rewards)
      })
  }()

  /// Flat Thompson sampling under the Gaussian hierarchy.
  static let gaussianHierarchicalThompson = PolicyFamily(
    name: "gaussian-hierarchical-thompson",
    summary:
      "highest draw from a joint posterior in which siblings move together (Gaussian rewards)",
    parameters: GaussianHierarchy.variant.parameters + [.ties],
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
      ModelEntry(gaussian: GaussianHierarchy.self).flat(arguments, arguments.ties, rewards)
    })
}
