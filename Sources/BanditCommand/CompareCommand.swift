import ArgumentParser
import BanditExperiments
import ClusterBandit
import Foundation

/// `compare`: policies in pairs on common random numbers, from experiments or saved results.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare policies in pairs, with intervals and tests.",
    usage: """
      cluster-bandit compare cohesion-crossing --environment needle
      cluster-bandit compare results/my-study.json --against thompson --metric reward
      """,
    discussion: """
      All policies of a replication play the same instance with the same reward draws, so their \
      differences are paired. An experiment is run; a result saved by 'run --output' or \
      'run --format json' is compared without running it again, to the same bytes. \
      Exit status: 0 fine, 2 the run failed, 64 something is wrong with the input.
      """)

  @Argument(help: "Experiment files, saved results, '-', or names of shipped experiments.")
  var files: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What to compare: \(Metric.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "metric"))
  var metric = Metric.pseudoRegret.rawValue

  @Option(
    name: .customLong("environment"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "An environment's label; may be given more than once. By default all.", valueName: "label"))
  var environments: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The policy to compare every other one with. By default all pairs.", valueName: "policy"))
  var against: String?

  @Option(parsing: .unconditional, help: "Confidence level of the intervals and the verdicts.")
  var level = 0.95

  @OptionGroup var changed: OverrideOptions

  @Option(help: "table, markdown, csv or json.")
  var format = OutputFormat.table

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try requireOneInput(files)
    let levels = ComparisonSelection.levels
    guard levels.contains(level) else {
      throw ValidationError(
        "--level \(level) is out of range: give a number from \(levels.lowerBound) to "
          + "\(levels.upperBound).")
    }
  }

  func run() throws {
    let selection = try selection()
    let inputs = try readInputs()
    let problems = selection.problems(inputs.map(\.layout))
    guard problems.isEmpty else {
      for problem in problems { note("error: \(problem)") }
      throw ExitStatus.invalidInput
    }
    if inputs.contains(where: \.isRun) { warnOfDebugBuild(unless: running.quiet) }
    var comparisons: [ExperimentComparison] = []
    for input in inputs {
      let values: FinalValues
      switch input {
      case .saved(let saved): values = saved
      case .experiment(let experiment):
        let restricted = selection.restricted(experiment)
        if restricted.problems.isEmpty { continue }
        values = FinalValues(try running.run(restricted))
      }
      let comparison = ExperimentComparison(values, selection)
      if comparison.environments.isEmpty { continue }
      if format != .json {
        try emit(text(of: comparison), as: format, isFirst: comparisons.isEmpty)
      }
      comparisons.append(comparison)
    }
    if format == .json { try printJSON(comparisons) }
  }

  private func selection() throws -> ComparisonSelection {
    guard let known = Metric(rawValue: metric) else {
      note(
        "error: there is no metric '\(metric)'; "
          + hint(for: metric, among: Metric.allCases.map(\.rawValue), what: "metrics"))
      throw ExitStatus.invalidInput
    }
    var selection = ComparisonSelection()
    selection.metric = known
    selection.environments = environments
    selection.against = against
    selection.level = level
    return selection
  }

  /// All inputs, or everything that is wrong with any of them.
  private func readInputs() throws -> [ComparisonInput] {
    let reader = shipped.reader(changed.overrides)
    var inputs: [ComparisonInput] = []
    var failures: [InvalidInput] = []
    for file in files.map({ shipped.fileOrName($0) }) {
      do throws(InvalidInput) {
        if file == "-" {
          inputs += try ComparisonInput.read(
            standardInput(), named: "<stdin>", folder: URL(fileURLWithPath: "."), reader)
        } else {
          inputs += try ComparisonInput.read(file: file, reader)
        }
      } catch {
        failures.append(error)
      }
    }
    guard failures.isEmpty else {
      for failure in failures { note("\(failure)") }
      throw ExitStatus.invalidInput
    }
    return inputs
  }

  private func text(of comparison: ExperimentComparison) -> String {
    switch format {
    case .table: ComparisonReport(comparison).plain()
    case .markdown: ComparisonReport(comparison).markdown()
    case .csv, .json: MachineReadableComparison(comparison).csv()
    }
  }

  private func printJSON(_ comparisons: [ExperimentComparison]) throws {
    let text =
      comparisons.count == 1
      ? MachineReadableComparison(comparisons[0]).json()
      : MachineReadableComparison.json(comparisons)
    try emit(text, terminator: "")
  }
}
