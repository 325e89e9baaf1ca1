import ArgumentParser
import BanditExperiments

/// What is kept of single replications.
struct KeepingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is kept of curves: moments and quantiles, or with 'replications' every single run's too.",
      discussion: "They are saved as NAME-runs.csv with --output, and stand in JSON as 'runs'.",
      valueName: "what"))
  var curves = KeptCurves.quantiles

  @Option(
    help: ArgumentHelp(
      "What is kept of single replications at the horizon: 'all', or with --output 'none'.",
      discussion: """
        With 'none' neither memory nor files grow with the replications; but policies cannot be \
        compared in pairs, and quantiles are within 0.5 %.
        """,
      valueName: "what"))
  var finals = KeptFinals.all

  /// What is kept of single replications.
  enum KeptFinals: String, CaseIterable, ExpressibleByArgument {
    case all, none
  }

  /// What is kept of curves.
  enum KeptCurves: String, CaseIterable, ExpressibleByArgument {
    case quantiles
    case replications
  }

  /// What a result keeps.
  var kept: KeptValues { KeptValues(runs: curves == .replications, finals: finals == .all) }
}
