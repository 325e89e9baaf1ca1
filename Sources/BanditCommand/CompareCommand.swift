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
      cluster-bandit compare study.sqlite --against thompson --metric reward
      cluster-bandit compare cohesion-crossing --aggregate
      cluster-bandit compare three-arm-oracle --coverage --replications 20000
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

  @Option(
    parsing: .unconditional, help: "Confidence level of the intervals and the verdicts.",
    transform: { try readDecimal($0) })
  var level = 0.95

  @Flag(
    help: ArgumentHelp(
      "Compare over all environments: mean ranks, interquartile means, performance profiles.",
      discussion: "Values are relative to the best mean of their environment."))
  var aggregate = false

  @Flag(
    help: ArgumentHelp(
      "Measure how often the intervals hold the truth, at 20 to 1,000 replications.",
      discussion: """
        All replications, at least \(grouped(CoverageStudy.smallestPool)), are taken for the \
        truth, of which samples are drawn. With --aggregate: of the intervals over environments, at \
        20 to 200.
        """))
  var coverage = false

  @OptionGroup var changed: OverrideOptions

  @Option(help: "\(OutputFormat.list).")
  var format = OutputFormat.table

  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try requireOneInput(files)
    let levels = ComparisonSelection.levels
    guard levels.contains(level) else {
      throw ValidationError(
        "--level \(level) is out of range: give a number from \(levels.lowerBound) to "
          + "\(levels.upperBound)\((50..<100).contains(level) ? ", as 0.95 for 95 %" : "").")
    }
    if aggregate, against != nil {
      throw ValidationError("--aggregate compares all policies at once: leave out --against.")
    }
    if coverage, against != nil {
      throw ValidationError("--coverage goes over all policies: leave out --against.")
    }
    try display.require(
      coverage
        ? aggregate ? AggregateCoverageReport.columnKeys : CoverageReport.columnKeys
        : aggregate ? AggregateReport.columnKeys : ComparisonReport.columnKeys, for: format)
  }

  func run() throws {
    let selection = try selection()
    let inputs = try readInputs(
      shipped.files(files), shipped.reader(changed.overrides))
    for case .result(let result, _) in inputs {
      guard let missing = result.missingFinals else { continue }
      note("error: there are no pairs to compare: \(missing)")
      throw ExitStatus.invalidInput
    }
    let problems = selection.problems(inputs.map(\.layout), acrossEnvironments: aggregate)
    guard problems.isEmpty else {
      for problem in problems { note("error: \(problem)") }
      throw ExitStatus.invalidInput
    }
    if let requirement = selection.metric.requirement,
      let plan = inputs.map(\.plan).first(where: { !$0.keeps(selection.metric) })
    {
      note(
        "error: '\(plan.name)' keeps no \(selection.metric.rawValue): its file needs "
          + "'\(requirement.key): \(requirement.example)'")
      throw ExitStatus.invalidInput
    }
    try requirePool(inputs.map { ($0.plan.name, $0.plan.replications) })
    if inputs.contains(where: \.isRun) { warnOfDebugBuild(unless: running.quiet) }
    var printer = ReportPrinter(format, display, width: text.width)
    let columns = SweptColumns(inputs.map(\.plan))
    for input in inputs where Interruption.status == nil {
      let result: ResultSet
      switch input {
      case .result(let saved, _): result = saved
      case .plan(let plan, let folder):
        let restricted = selection.restricted(plan)
        if restricted.problems.isEmpty { continue }
        result = try running.run(prepare(.plan(restricted, folder: folder), shipped: shipped))
      }
      if coverage {
        try addCoverage(of: result, selection, to: &printer)
        continue
      }
      if aggregate {
        let aggregate = AggregateComparison(result, selection)
        if !aggregate.environments.isEmpty { try printer.add(AggregateReport(aggregate)) }
        continue
      }
      let comparison = ExperimentComparison(result, selection)
      if comparison.environments.isEmpty { continue }
      try printer.add(ComparisonReport(comparison, columns))
    }
    try printer.finish()
    try ExitStatus.throwIfInterrupted()
  }

  private func selection() throws -> ComparisonSelection {
    guard let known = Metric(word: metric) else {
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
}
