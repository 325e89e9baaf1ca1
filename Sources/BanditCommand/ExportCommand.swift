import ArgumentParser
import BanditExperiments

/// `export`: a saved result in a format for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print saved results as CSV, JSON, Markdown, LaTeX or tables.",
    usage: """
      cluster-bandit export results/study.sqlite --format json > study.json
      cluster-bandit export results/study.sqlite --table curves > curves.csv
      """,
    discussion: """
      JSON is what 'run --format json' prints, byte for byte. Exit status: 0 fine, 64 something is \
      wrong with the input.
      """)

  @Argument(help: "Saved results: the NAME.sqlite or NAME.json of 'run --output', or '-'.")
  var files: [String]

  @Option(help: "\(OutputFormat.list).")
  var format = OutputFormat.csv

  @Option(help: "Which values CSV has: 'results' at the horizon, 'curves', or single 'runs'.")
  var table = ExportedTable.results

  @OptionGroup var display: DisplayOptions
  @OptionGroup var shipped: ShippedOptions

  /// What CSV shows.
  enum ExportedTable: String, CaseIterable, ExpressibleByArgument {
    case results, curves, runs

    /// A result's rows, with a header or without; nil for what reports have.
    var csv: ((ResultSet, _ hasHeader: Bool) -> String)? {
      switch self {
      case .results: nil
      case .curves: { $0.curvesCSV(hasHeader: $1) }
      case .runs: { $0.runsCSV(hasHeader: $1) }
      }
    }
  }

  func validate() throws {
    try requireOneInput(files)
    if table != .results, format != .csv {
      throw ValidationError("--table chooses what CSV has: leave out --format.")
    }
    try display.require(ResultReport.columnKeys, for: format)
  }

  func run() throws {
    let results = try readResults(files, shipped)
    if table == .runs, let bare = results.first(where: { !$0.kept.runs }) {
      note(
        "error: the result of '\(bare.plan.name)' has no curves of single runs; "
          + "'run --curves replications --output DIR' keeps them")
      throw ExitStatus.invalidInput
    }
    if let csv = table.csv {
      for (index, result) in results.enumerated() {
        try emit(csv(result, index == 0), terminator: "")
      }
      return
    }
    let paths = Plan.sweptPaths(of: results.map(\.plan))
    var printer = ReportPrinter(format, display)
    for result in results {
      try printer.add(
        ResultReport(
          result, isDetailed: true, hasCurves: display.hasCurves(format),
          hasTails: display.hasTails, sweptPaths: paths))
    }
    try printer.finish()
  }
}
