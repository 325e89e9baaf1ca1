/// Policies that choose an arm for the end.
extension Simulation.Policy {
  /// Sequential halving; `samples` is `phase` or `all`.
  public static func sequentialHalving(samples: String = "phase") -> Self {
    kind("sequential-halving", ["samples": .text(samples)])
  }

  /// Halving of the clusters, then of the arms of the one that is left; `value` is `mean` or `max`.
  public static func clusterHalving(value: String = "mean", samples: String = "phase") -> Self {
    kind("cluster-halving", ["value": .text(value), "samples": .text(samples)])
  }
}

/// Policies over policies.
extension Simulation.Policy {
  /// UCB1 over policies, which by default share what they learn.
  public static func metaUCB(_ policies: [PolicyPart], share: Bool = true) -> Self {
    selection("meta-ucb", policies, share)
  }

  /// Thompson sampling over policies.
  public static func metaThompson(_ policies: [PolicyPart], share: Bool = true) -> Self {
    selection("meta-thompson", policies, share)
  }

  /// Regret balancing over policies: coefficients are doubled.
  public static func d3RB(_ policies: [PolicyPart], share: Bool = true) -> Self {
    selection("d3rb", policies, share)
  }

  /// Regret balancing over policies: coefficients are estimated.
  public static func ed2RB(_ policies: [PolicyPart], share: Bool = true) -> Self {
    selection("ed2rb", policies, share)
  }

  private static func selection(
    _ name: String, _ policies: [PolicyPart], _ share: Bool
  ) -> Self {
    kind(name, ["policies": .list(policies.map(\.value)), "share": .flag(share)])
  }
}
