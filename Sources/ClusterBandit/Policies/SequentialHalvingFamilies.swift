/// Sequential halving, as experiment files name it.
extension PolicyFamily {
  /// Of the arms.
  static let sequentialHalving = halving(
    "sequential-halving",
    "⌈log₂ N⌉ phases of equal length; the better half of the arms stays, for the arm at the end",
    [.samples, .ties], need: { ($0.armCount, HalvingRounds.phases($0.armCount)) }
  ) { arguments, setting in
    SequentialHalving(
      setting: setting.pooled, ties: arguments.ties, forgets: arguments.forgets, value: .mean)
  }

  /// Of the clusters, then of the arms of the one that is left.
  static let clusterHalving = halving(
    "cluster-halving",
    "the better half of the clusters stays phase by phase, then that of the last one's arms",
    [
      .defaulted(
        "value", .choice(SequentialHalving.ClusterValue.allCases.map(\.rawValue)),
        .word(SequentialHalving.ClusterValue.mean.rawValue),
        "what stands for a cluster: the mean of its rewards, or the highest mean of its arms"),
      .samples, .ties,
    ],
    need: { shape in
      // Of the sizes of clusters nothing is known but their mean.
      let (clusters, arms) = (shape.clusterCount, (shape.armCount - 1) / shape.clusterCount + 1)
      return (max(clusters, arms), HalvingRounds.phases(clusters) + HalvingRounds.phases(arms))
    }
  ) { arguments, setting in
    SequentialHalving(
      setting: setting, ties: arguments.ties, forgets: arguments.forgets,
      value: SequentialHalving.ClusterValue(rawValue: arguments.word("value")) ?? .mean)
  }

  /// - Parameter need: the most candidates of a phase, and all phases.
  private static func halving(
    _ name: String, _ summary: String, _ parameters: [Parameter],
    need: @escaping @Sendable (ProblemShape) -> (candidates: Int, phases: Int),
    make: @escaping @Sendable (Arguments, PolicySetting) -> SequentialHalving
  ) -> PolicyFamily {
    PolicyFamily(
      name: name, summary: summary, parameters: parameters,
      conventions: Conventions(
        unpulled: "nothing is compared before its turns; in a batch what is unknown comes last",
        firstPulls: "each in turn, the order of a phase at random with ties uniform",
        ties: "at the end of a phase the first, or at random among the tied, as 'ties' says",
        clock: "none: the horizon is the budget", rewards: "any"),
      remarks: { _, shape in
        let (candidates, phases) = need(shape)
        guard let horizon = shape.horizon, horizon < candidates * phases else { return [] }
        return [
          "\(horizon) rounds are fewer than \(candidates) candidates times \(phases) phases: "
            + "there are phases of one turn each, the last ones are cut off, and an arm that was "
            + "given up may be the most pulled one"
        ]
      },
      prepare: { arguments, rewards in
        PreparedPolicy(rewards: rewards) { make(arguments, $0) }
      })
  }
}

extension Parameter {
  /// Which pulls the means are of.
  fileprivate static let samples = Parameter.defaulted(
    "samples", .choice(["phase", "all"]), .word("phase"),
    "the pulls that a phase compares: those of the phase, as published, or all so far")
}

extension Arguments {
  /// Whether means are of the pulls of a phase alone.
  fileprivate var forgets: Bool { word("samples") == "phase" }
}
