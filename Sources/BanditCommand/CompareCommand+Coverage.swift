import BanditExperiments

/// How often intervals hold the truth.
extension CompareCommand {
  /// Refuses what has too few replications to be taken for the truth, before anything is played.
  func requirePool(_ plans: [(name: String, replications: Int)]) throws {
    guard coverage else { return }
    let small = plans.filter { $0.replications < CoverageStudy.smallestPool }
    guard small.isEmpty else {
      for plan in small {
        note(
          "error: --coverage takes at least \(grouped(CoverageStudy.smallestPool)) replications "
            + "for the truth, and '\(plan.name)' has \(grouped(plan.replications)); give "
            + "--replications \(CoverageStudy.smallestPool) or more")
      }
      throw ExitStatus.invalidInput
    }
  }

  /// Measures it on a result and prints what was found; ^C ends it.
  func addCoverage(
    of result: ResultSet, _ selection: ComparisonSelection, to printer: inout ReportPrinter
  ) throws {
    try ExitStatus.throwIfInterrupted()
    let control = RunControl()
    let metric = selection.metric
    if !running.quiet {
      note(
        "\(result.plan.name): intervals are formed from thousands of samples of its replications; "
          + "this may take minutes")
    }
    if aggregate {
      let found = Interruption.cancelling(control) {
        AggregateCoverage(result, selection, isCancelled: { control.isCancelled })
      }
      try ExitStatus.throwIfInterrupted()
      if !found.rows.isEmpty { try printer.add(AggregateCoverageReport(found, metric)) }
    } else {
      let found = Interruption.cancelling(control) {
        CoverageStudy(result, selection, isCancelled: { control.isCancelled })
      }
      try ExitStatus.throwIfInterrupted()
      if !found.rows.isEmpty { try printer.add(CoverageReport(found, metric)) }
    }
  }
}
