import ArgumentParser
import BanditExperiments

/// `bounds`: what no good policy can beat, for the problems of experiments.
struct BoundsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounds",
    abstract: "Print lower bounds on the regret in experiments.",
    usage: """
      cluster-bandit bounds clusters-mean-max
      cluster-bandit bounds my-study.yaml --spread 0.1 --spread 0.2 --curve
      cluster-bandit bounds discounted --discount 0.9
      """,
    discussion: """
      Constants C of bounds C ln T: Lai and Robbins's, which does not use clusters, and Gore and \
      Chaporkar's for arms that are known to differ by at most w inside a cluster. Where an \
      environment is random, the instances are those that the experiment plays. With --discount \
      also the most that any policy earns where later rewards count less, by Whittle's integral: \
      exact for independent arms of uniform means.
      """)

  @Argument(help: "Experiment files, '-' for standard input, or names of shipped experiments.")
  var files: [String]

  // Values that begin with a dash are values: -1 is a bad width and not an unknown option.
  @Option(
    name: .customLong("spread"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The known spread w of clusters; may be repeated. By default each instance's own.",
      valueName: "w"),
    transform: readSpread)
  var spreads: [Double] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The discount factor α: a reward in t rounds is worth α^t of one now.", valueName: "α"),
    transform: readDiscount)
  var discount: Double?

  @Option(
    parsing: .unconditional,
    help: "Instances of each random environment, instead of the file's replications.",
    transform: readWholeNumber)
  var replications: Int?

  @Option(
    parsing: .unconditional, help: "Last round of the curves, instead of the file's horizon.",
    transform: readWholeNumber)
  var horizon: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the file's.", transform: readSeed)
  var seed: UInt64?

  @Option(help: "\(OutputFormat.list); table by default, csv with --curve.")
  var format: OutputFormat?

  @Flag(help: "Print the curves C ln t at the experiment's checkpoints.")
  var curve = false

  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions

  @OptionGroup var shipped: ShippedOptions

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(horizon, in: ExperimentLimits.horizon, "--horizon")
    try requireOneInput(files)
    if curve, discount != nil {
      throw ValidationError(
        "--curve prints bounds that grow with ln t, and --discount one number: leave one of them "
          + "out.")
    }
    try display.require(
      curve ? BoundCurves.columnKeys : BoundsReport.columnKeys, for: outputFormat)
  }

  private var outputFormat: OutputFormat { format ?? (curve ? .csv : .table) }

  func run() throws {
    let inputs = try readInputs(
      shipped.files(files),
      shipped.reader(PlanOverrides(replications: replications, horizon: horizon, seed: seed)))
    let experiments = try inputs.map { try prepare($0, shipped: shipped) }
    var all: [ExperimentBounds] = []
    for experiment in experiments {
      do {
        all.append(try ExperimentBounds(experiment, widths: spreads, discount: discount))
      } catch let error as NoLowerBound {
        note("error: \(experiment.plan.name): \(error)")
        throw ExitStatus.invalidInput
      } catch {
        note("error: \(experiment.plan.name): \(error)")
        throw ExitStatus.runFailed
      }
    }
    var printer = ReportPrinter(outputFormat, display, width: text.width)
    let columns = SweptColumns(all.map(\.plan))
    for bounds in all {
      if curve {
        try printer.add(BoundCurves(bounds, columns))
      } else {
        try printer.add(BoundsReport(bounds, columns))
      }
    }
    try printer.finish()
    for warning in all.flatMap(\.warnings) { note("note: \(warning)") }
  }
}

/// A spread from the command line.
@Sendable
private func readSpread(_ text: String) throws -> Double {
  let expected = "a spread is a number above 0: the most by which arms of a cluster differ."
  let width = try readDecimal(text, else: expected)
  guard width > 0 else { throw ValidationError(expected) }
  return width
}

/// A discount factor from the command line.
@Sendable
private func readDiscount(_ text: String) throws -> Double {
  let expected = "a discount factor is a number above 0, at most 0.999."
  let factor = try readDecimal(text, else: expected)
  guard factor > 0, factor <= 0.999 else { throw ValidationError(expected) }
  return factor
}
