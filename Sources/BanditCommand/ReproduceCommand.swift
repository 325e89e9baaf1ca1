import ArgumentParser
import BanditExperiments
import Foundation

/// `reproduce`: everything that the literature prints, measured again.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Measure published numbers and claims again and say which ones agree.",
    usage: """
      cluster-bandit reproduce --quick
      cluster-bandit reproduce three-arm-oracle dominance-gap
      cluster-bandit reproduce dominance-gap --seeds 20
      cluster-bandit reproduce three-arm-oracle --power
      cluster-bandit reproduce --power --share 0.1 --survivors experiments/independent/survivors.txt
      """,
    discussion: """
      A study is an experiment file with published values, references (values of an independent \
      program), exact constants or claims. A published mean m0 agrees with a measured mean m if \
      |m − m0| is at most three times the standard error of their difference; a reference, if it \
      is at most four times that. A claim compares the ratio of two means with a bound on paired \
      replications and is decided at three standard errors. csv and json hold every check with \
      its numbers; the summary is then on standard error.

      Exit status: 0 everything agrees, 1 something does not (with --quick an undecided claim is no \
      miss), 2 the run failed, 64 something is wrong with the input.
      """)

  @Argument(
    help: ArgumentHelp(
      "Studies: experiment files, '-', or names of shipped ones; by default all of these.",
      valueName: "study"))
  var studies: [String] = []

  @Option(
    name: .customLong("from"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Check a saved result of a study instead of running it; may be given more than once.",
      valueName: "result"))
  var saved: [String] = []

  @Flag(help: "Few replications: all studies in about a minute on two cores.")
  var quick = false

  @Option(
    parsing: .unconditional, help: "Replications of every study, instead of the files'.",
    transform: readWholeNumber)
  var replications: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the files'.", transform: readSeed)
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: """
      Run every study with that many consecutive seeds and say how often each check passes; exit 1 \
      only where all seeds together miss more than chance explains.
      """)
  var seeds: Int?

  @OptionGroup var mistakes: PowerOptions

  @Option(help: "\(OutputFormat.list).")
  var format = OutputFormat.table

  @OptionGroup var display: DisplayOptions
  @OptionGroup var text: WidthOptions

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(seeds, in: 1...1000, "--seeds")
    try requireOneInput(studies)
    let isRun =
      !studies.isEmpty || quick || mistakes.power || replications != nil || seed != nil
      || seeds != nil
    if !saved.isEmpty, isRun {
      throw ValidationError("--from checks saved results as they are: give nothing else to run.")
    }
    if quick, replications != nil {
      throw ValidationError("--quick and --replications exclude each other: give one of them.")
    }
    if mistakes.power, seeds != nil {
      throw ValidationError("--power and --seeds exclude each other: give one of them.")
    }
    try display.require(
      mistakes.power
        ? PowerReport.columnKeys
        : seeds == nil ? StudyReport.columnKeys : SeedSurvey.columnKeys, for: format)
  }

  func run() throws {
    if mistakes.power {
      warnOfDebugBuild(unless: running.quiet)
      return try studyPower(try plan())
    }
    var summary = ReproductionSummary()
    var printer = ReportPrinter(format, display, width: text.width)
    var isIncomplete = false
    if saved.isEmpty {
      isIncomplete = try measure(&summary, &printer)
    } else {
      for result in try savedResults() {
        summary.add(result.checks, of: result.plan.name)
        try printer.add(StudyReport(result))
      }
    }
    try printer.finish()
    if format.isText {
      try printer.show(Document([.list(StudyReport.legend)] + summary.document.blocks))
    } else if !running.quiet {
      note(summary.plain())
    }
    let isComplete =
      seeds == nil
      ? summary.misses.isEmpty && (quick || summary.undecided.isEmpty) : !isIncomplete
    if !isComplete { throw ExitStatus.checkMissed }
  }

  /// Runs the studies.
  ///
  /// - Returns: whether one that was run with several seeds misses more than chance explains, or
  ///   has a claim that all of them together leave open.
  private func measure(
    _ summary: inout ReproductionSummary, _ printer: inout ReportPrinter
  ) throws -> Bool {
    warnOfDebugBuild(unless: running.quiet)
    let planned = try plan()
    running.blas.apply()
    try announce(planned)
    var isIncomplete = false
    for study in planned {
      let results = try (0..<UInt64(seeds ?? 1)).map { offset in
        try ExitStatus.throwIfInterrupted()
        return try running.run(study.with(seed: study.plan.seed &+ offset))
      }
      try ExitStatus.throwIfInterrupted()
      for result in results {
        summary.add(
          result.checks,
          of: seeds == nil ? study.plan.name : "\(study.plan.name), seed \(result.plan.seed)")
      }
      let survey = seeds.map { _ in SeedSurvey(results) }
      if let survey, survey.isBeyondChance || survey.hasUndecided && !quick {
        isIncomplete = true
      }
      if let survey, format.isText {
        try printer.show(survey)
      } else {
        for result in results { try printer.add(StudyReport(result)) }
      }
    }
    return isIncomplete
  }

  /// The saved results, each of a study.
  private func savedResults() throws -> [ResultSet] {
    let results = try readResults(saved, shipped)
    let problems = results.compactMap { result in
      problem(result.plan)
        ?? result.missingFinals.map { "there is nothing to check claims with: \($0)" }
    }
    guard problems.isEmpty else {
      for problem in problems { note("error: \(problem)") }
      throw ExitStatus.invalidInput
    }
    return results
  }

  /// The studies as they will be run.
  private func plan() throws -> [Experiment] {
    let files =
      try studies.isEmpty
      ? shipped.list().names.map { .found(try shipped.file(named: $0)) }
      : shipped.files(studies)
    var planned = try readExperiments(
      files, shipped.reader(PlanOverrides(replications: replications, seed: seed)))
    // Among all shipped experiments those without targets are no studies; a named one should be.
    if studies.isEmpty { planned = planned.filter(\.plan.isStudy) }
    if quick { planned = planned.map { $0.with(replications: $0.plan.quickReplications) } }
    let problems = planned.compactMap { problem($0.plan) }
    guard problems.isEmpty, !planned.isEmpty else {
      for problem in problems { note("error: \(problem)") }
      if planned.isEmpty {
        note("error: none of the experiments has something to compare with; name a study")
      }
      throw ExitStatus.invalidInput
    }
    return planned
  }

  /// Why an experiment cannot be checked, or nil.
  private func problem(_ plan: Plan) -> String? {
    if !plan.isStudy {
      return
        "\(plan.name) has nothing to compare with; a study has published values, constants or "
        + "claims; use 'run' for other experiments"
    }
    if plan.needsSpread, plan.replications < 2 {
      return "\(plan.name) has one replication, which leaves no standard error; "
        + "give --replications 2 or more"
    }
    return nil
  }

  /// Says how long it will take, before it starts.
  private func announce(_ planned: [Experiment]) throws {
    if running.quiet { return }
    let jobs = running.workers
    var total = 0.0
    for study in planned {
      do {
        total += try DurationEstimate.seconds(study, jobs: jobs)
      } catch {
        note("error: \(study.plan.name): \(error)")
        throw ExitStatus.runFailed
      }
    }
    let studies = "\(planned.count) \(planned.count == 1 ? "study" : "studies")"
    note(
      "\(studies), about \(duration(total * Double(seeds ?? 1))) on "
        + "\(jobs) \(jobs == 1 ? "core" : "cores")")
  }
}
