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
      """,
    discussion: """
      A study is an experiment file with published values, exact constants or claims. A published \
      mean m0 agrees with a measured mean m if |m − m0| is at most three times the standard error of \
      their difference. A claim compares the ratio of two means with a bound on paired replications \
      and is decided at three standard errors.

      Exit status: 0 everything agrees, 1 something does not (with --quick an undecided claim is no \
      miss), 2 the run failed, 64 something is wrong with the input.
      """)

  @Argument(
    help: ArgumentHelp(
      "Studies: experiment files or names of shipped ones; by default all.", valueName: "study"))
  var studies: [String] = []

  @Flag(help: "Few replications: all studies in about a minute on two cores.")
  var quick = false

  @Option(parsing: .unconditional, help: "Replications of every study, instead of the files'.")
  var replications: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the files'.", transform: readSeed)
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "Run every study with that many consecutive seeds and say how often each check passes.")
  var seeds: Int?

  @Option(help: "table or markdown.")
  var format = StudyFormat.table

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(seeds, in: 1...1000, "--seeds")
    if quick, replications != nil {
      throw ValidationError("--quick and --replications exclude each other: give one of them.")
    }
  }

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let planned = try plan()
    try announce(planned)
    var summary = ReproductionSummary()
    for (index, study) in planned.enumerated() {
      if index > 0 { try emit("") }
      if let seeds {
        try survey(study, seeds: seeds, &summary)
      } else {
        let report = StudyReport(try running.run(study.experiment))
        summary.add(report.checks, of: study.experiment.name)
        try emit(format == .markdown ? report.markdown() : report.plain())
      }
    }
    try emit("\n" + summary.text)
    let isComplete = summary.misses.isEmpty && (quick || summary.undecided.isEmpty)
    if !isComplete { throw ExitStatus.checkMissed }
  }

  private func survey(
    _ study: PlannedStudy, seeds: Int, _ summary: inout ReproductionSummary
  ) throws {
    var results: [ExperimentResult] = []
    for offset in 0..<UInt64(seeds) {
      var overrides = study.overrides
      overrides.seed = study.experiment.seed &+ offset
      let result = try running.run(try read(study.file, overrides))
      summary.add(result.checks, of: "\(result.name), seed \(result.seed)")
      results.append(result)
    }
    let survey = SeedSurvey(results)
    try emit(format == .markdown ? survey.markdown() : survey.plain())
  }

  private struct PlannedStudy {
    let file: String
    let overrides: ExperimentOverrides
    let experiment: Experiment
  }

  /// The studies as they will be run.
  private func plan() throws -> [PlannedStudy] {
    let files =
      studies.isEmpty
      ? try shipped.list().names.map { try shipped.file(named: $0) }
      : studies.map { shipped.fileOrName($0) }
    var planned: [PlannedStudy] = []
    for file in files {
      var overrides = ExperimentOverrides(replications: replications, seed: seed)
      var experiment = try read(file, overrides)
      guard experiment.isStudy else {
        // Among all shipped experiments those without targets are no studies; a named one should be.
        if studies.isEmpty { continue }
        note(
          "error: \(experiment.name) has nothing to compare with; "
            + "a study has published values, constants or claims; use 'run' for other experiments")
        throw ExitStatus.invalidInput
      }
      if quick {
        overrides.replications = experiment.quickReplications
        experiment = try read(file, overrides)
      }
      planned.append(PlannedStudy(file: file, overrides: overrides, experiment: experiment))
    }
    return planned
  }

  private func read(_ file: String, _ overrides: ExperimentOverrides) throws -> Experiment {
    var reader = ExperimentReader()
    reader.overrides = overrides
    return try readAll([file], reader)[0]
  }

  /// Says how long it will take, before it starts.
  private func announce(_ planned: [PlannedStudy]) throws {
    if running.quiet { return }
    let jobs = running.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    var total = 0.0
    for study in planned {
      let horizon = DurationEstimate.horizon(of: study.experiment)
      let sample = try read(
        study.file,
        ExperimentOverrides(replications: 1, horizon: horizon, seed: study.overrides.seed))
      do {
        total += try DurationEstimate.seconds(study.experiment, sample: sample, jobs: jobs)
      } catch {
        note("error: \(study.experiment.name): \(error)")
        throw ExitStatus.runFailed
      }
    }
    let studies = "\(planned.count) \(planned.count == 1 ? "study" : "studies")"
    note(
      "\(studies), about \(duration(total * Double(seeds ?? 1))) on "
        + "\(jobs) \(jobs == 1 ? "core" : "cores")")
  }
}

/// How studies are printed.
enum StudyFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case markdown
}
