import ArgumentParser
import BanditExperiments

/// `show`: a saved result, printed like a fresh one.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print saved results, with their checks, in any format.",
    usage: """
      cluster-bandit show results/my-study.sqlite
      cluster-bandit show results/my-study.json --plan > my-plan.yaml
      """,
    discussion: """
      A saved result holds its plan, every replication's final values and the curves, so nothing is \
      run again. Exit status: 0 fine, 64 something is wrong with the input.
      """)

  @Argument(
    help: "Saved results: the NAME.sqlite or NAME.json of 'run --output', '-' for standard input.")
  var files: [String]

  @Option(help: "\(OutputFormat.list).")
  var format = OutputFormat.table

  @Flag(help: "Of several environments not only the summary, but each one's table too.")
  var details = false

  @Flag(help: "Print the plan as YAML instead: it can be run again.")
  var plan = false

  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions
  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try requireOneInput(files)
    if plan, format != .table {
      throw ValidationError("--plan prints YAML: leave out --format.")
    }
    try display.require(ResultReport.columnKeys, for: format)
  }

  func run() throws {
    let results = try readResults(files, shipped)
    if plan {
      for (index, result) in results.enumerated() {
        try emit((index > 0 ? "---\n" : "") + result.plan.yaml, terminator: "")
      }
      return
    }
    let paths = Plan.sweptPaths(of: results.map(\.plan))
    var printer = ReportPrinter(format, display, width: text.width)
    for result in results {
      try printer.add(
        ResultReport(
          result, isDetailed: details || display.columns != nil,
          hasCurves: display.hasCurves(format), hasTails: display.hasTails,
          sweptPaths: paths, remedy: "--details"))
    }
    try printer.finish()
  }
}
