extension PolicyFamily {
  /// Information-directed sampling by the information itself.
  static func ids(_ models: ModelCatalogue) -> PolicyFamily {
    directed(
      "ids", aliases: ["information-directed-sampling"],
      "at random with the least (expected regret)² / information on the best arm", .entropy,
      rewards: "0 or 1", models.binary,
      problems: {
        ArgumentProblem.unlessBinary(
          $0, "ids measures the information of 0/1 rewards",
          hint: "use v-ids with model: hierarchical here")
      })
  }

  /// Information-directed sampling by the variance that the best arm explains.
  static func vIDS(_ models: ModelCatalogue) -> PolicyFamily {
    directed(
      "v-ids", aliases: ["variance-ids"],
      "at random with the least (expected regret)² / variance that the best arm explains",
      .variance, rewards: "0 or 1; under a model those of the model", models, problems: { _ in [] })
  }

  /// - Parameter problems: what is wrong whatever the model.
  private static func directed(
    _ name: String, aliases: [String], _ summary: String, _ measure: InformationMeasure,
    rewards: String, _ models: ModelCatalogue,
    problems: @escaping @Sendable (ProblemShape) -> [ArgumentProblem]
  ) -> PolicyFamily {
    PolicyFamily(
      name: name, aliases: aliases, summary: summary,
      parameters: [
        models.parameter,
        .optional(
          "draws", .integer(2...10_000), absent: "150; integrals where arms are independent",
          "S, the draws of all means from the posterior; only the pulled cluster's are made anew"),
        .ties,
      ],
      conventions: Conventions(
        unpulled: "what its siblings' pulls leave of its prior", firstPulls: "none",
        clock: "none; the horizon settles how finely integrals are taken", rewards: rewards),
      problems: { arguments, shape in
        let general = problems(shape)
        guard general.isEmpty else { return general }
        if let model = models.part(arguments) { return model.problems(shape).all }
        return ArgumentProblem.unlessBinary(
          shape, "\(name) has Beta posteriors for independent arms",
          hint: "use model: hierarchical here")
      },
      remarks: { arguments, shape in
        guard models.part(arguments) == nil, arguments.optionalInteger("draws") == nil,
          shape.armCount > IntegratedInformation.manyArms
        else { return [] }
        return [
          "a choice takes time as the square of the arms, of which there are \(shape.armCount): "
            + "draws: 150 would make it linear"
        ]
      },
      prepare: { arguments, rewards in
        let (count, ties) = (arguments.optionalInteger("draws"), arguments.ties)
        let draws = DirectedDraws(measure: measure, count: count ?? 150, ties: ties)
        if let model = models.part(arguments) {
          return model.entry.directed(model.arguments, draws, rewards)
        }
        if count != nil {
          return ModelEntry(binary: IndependentBetas.self).directed(Arguments(), draws, rewards)
        }
        return PreparedPolicy(binary: { setting in
          InformationDirectedSampling(
            IntegratedInformation(
              armCount: setting.armCount, horizon: setting.horizon, measure: measure),
            ties: ties, armCount: setting.armCount)
        }).withIntegrals
      })
  }
}

extension PreparedPolicy {
  /// The policy with the functions that integrals keep of each arm, at a horizon of 10,000 rounds.
  fileprivate var withIntegrals: PreparedPolicy {
    var policy = self
    policy.bytesPerArm = 32 * 1280
    return policy
  }
}
