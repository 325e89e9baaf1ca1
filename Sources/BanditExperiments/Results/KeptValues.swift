/// What a result keeps besides moments and quantiles.
package struct KeptValues: Sendable, Hashable {
  /// Every replication's curve of the pseudo-regret.
  package var runs: Bool
  /// Every replication's values at the horizon.
  package var finals: Bool

  /// By default the values at the horizon.
  package init(runs: Bool = false, finals: Bool = true) {
    self.runs = runs
    self.finals = finals
  }

  /// What is kept of curves, as the command line says it.
  package var curvesWord: String { runs ? "replications" : "quantiles" }

  /// What is kept of the values at the horizon, as the command line says it.
  package var finalsWord: String { finals ? "all" : "none" }
}

extension ResultSet {
  /// What it keeps.
  package var kept: KeptValues {
    KeptValues(
      runs: cells.contains { $0.runs != nil }, finals: !cells.contains(where: \.values.isEmpty))
  }

  /// Why nothing that needs single replications can be told of it; nil if they are there.
  package var missingFinals: String? {
    kept.finals
      ? nil
      : "\(plan.name) was saved with --finals none, without single replications; run it with "
        + "--finals all"
  }
}
