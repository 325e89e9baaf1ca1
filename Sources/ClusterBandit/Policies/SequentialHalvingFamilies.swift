/// Sequential halving, as experiment files name it.
extension PolicyFamily {
  /// Of the arms.
  static let sequentialHalving = halving(
    "sequential-halving",
    "⌈log₂ N⌉ phases of equal length; the better half of the arms stays, for the arm at the end",
    [.samples, .ties], phases: { HalvingRounds.phases($0.armCount) }
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
    ], phases: { HalvingRounds.phases($0.clusterCount) }
  ) { arguments, setting in
    SequentialHalving(
      setting: setting, ties: arguments.ties, forgets: arguments.forgets,
      value: SequentialHalving.ClusterValue(rawValue: arguments.word("value")) ?? .mean)
  }

  /// - Parameter phases: the phases of the halving that comes first.
  private static func halving(
    _ name: String, _ summary: String, _ parameters: [Parameter],
    phases: @escaping @Sendable (ProblemShape) -> Int,
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
        let candidates = name == "cluster-halving" ? shape.clusterCount : shape.armCount
        guard let horizon = shape.horizon, horizon < candidates * phases(shape) else { return [] }
        return [
          "\(horizon) rounds are fewer than \(candidates) candidates times \(phases(shape)) phases: "
            + "it has one turn for each in a phase, and its last phases are cut off"
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
