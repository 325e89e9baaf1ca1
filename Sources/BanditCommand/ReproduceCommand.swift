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
      and is decided at three standard errors. csv and json hold every check with its numbers; the \
      summary is then on standard error.

      Exit status: 0 everything agrees, 1 something does not (with --quick an undecided claim is no \
      miss), 2 the run failed, 64 something is wrong with the input.
      """)

  @Argument(
    help: ArgumentHelp(
      "Studies: experiment files, '-', or names of shipped ones; by default all of these.",
      valueName: "study"))
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

  @Option(help: "table, markdown, csv or json.")
  var format = OutputFormat.table

  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(seeds, in: 1...1000, "--seeds")
    try requireOneInput(studies)
    if quick, replications != nil {
      throw ValidationError("--quick and --replications exclude each other: give one of them.")
    }
  }

  func run() throws {
    warnOfDebugBuild(unless: running.quiet)
    let planned = try plan()
    running.blas.apply()
    try announce(planned)
    var summary = ReproductionSummary()
    var all: [ExperimentResult] = []
    for study in planned {
      let results = try (0..<UInt64(seeds ?? 1)).map { offset in
        try running.run(study.with(seed: study.seed &+ offset))
      }
      for result in results {
        summary.add(
          result.checks, of: seeds == nil ? study.name : "\(study.name), seed \(result.seed)")
      }
      try printBlocks(results, isFirst: all.isEmpty)
      all += results
    }
    if format == .json { try printJSON(all) }
    try conclude(summary)
  }

  /// The studies as they will be run.
  private func plan() throws -> [Experiment] {
    let files =
      studies.isEmpty
      ? try shipped.list().names.map { try shipped.file(named: $0) }
      : studies.map { shipped.fileOrName($0) }
    var planned = try readAll(
      files, shipped.reader(ExperimentOverrides(replications: replications, seed: seed)))
    // Among all shipped experiments those without targets are no studies; a named one should be.
    if studies.isEmpty { planned = planned.filter(\.isStudy) }
    if quick { planned = planned.map { $0.with(replications: $0.quickReplications) } }
    let problems = planned.compactMap { problem($0) }
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
  private func problem(_ study: Experiment) -> String? {
    if !study.isStudy {
      return
        "\(study.name) has nothing to compare with; a study has published values, constants or "
        + "claims; use 'run' for other experiments"
    }
    if study.needsSpread, study.replications < 2 {
      return "\(study.name) has one replication, which leaves no standard error; "
        + "give --replications 2 or more"
    }
    return nil
  }

  /// Says how long it will take, before it starts.
  private func announce(_ planned: [Experiment]) throws {
    if running.quiet { return }
    let jobs = running.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    var total = 0.0
    for study in planned {
      do {
        total += try DurationEstimate.seconds(study, jobs: jobs)
      } catch {
        note("error: \(study.name): \(error)")
        throw ExitStatus.runFailed
      }
    }
    let studies = "\(planned.count) \(planned.count == 1 ? "study" : "studies")"
    note(
      "\(studies), about \(duration(total * Double(seeds ?? 1))) on "
        + "\(jobs) \(jobs == 1 ? "core" : "cores")")
  }

  /// One study with one seed or several, except as JSON.
  private func printBlocks(_ results: [ExperimentResult], isFirst: Bool) throws {
    switch format {
    case .table:
      let text = seeds == nil ? StudyReport(results[0]).plain() : SeedSurvey(results).plain()
      try emit(text, as: format, isFirst: isFirst)
    case .markdown:
      let text = seeds == nil ? StudyReport(results[0]).markdown() : SeedSurvey(results).markdown()
      try emit(text, as: format, isFirst: isFirst)
    case .csv:
      for (index, result) in results.enumerated() {
        try emit(
          MachineReadableChecks(result).csv(), as: format, isFirst: isFirst && index == 0)
      }
    case .json: break
    }
  }

  private func printJSON(_ results: [ExperimentResult]) throws {
    let text =
      results.count == 1
      ? MachineReadableChecks(results[0]).json() : MachineReadableChecks.json(results)
    try emit(text, terminator: "")
  }

  /// The summary, and with it the exit status.
  private func conclude(_ summary: ReproductionSummary) throws {
    switch format {
    case .table: try emit("\n\(StudyReport.legend)\n\n\(summary.text)")
    case .markdown:
      let lines = summary.text.split(separator: "\n")
      let misses = lines.dropFirst().map { "- \($0.drop { $0 == " " })" }
      try emit(
        "\n"
          + ([StudyReport.legend, String(lines[0])] + [misses.joined(separator: "\n")])
          .filter { !$0.isEmpty }.joined(separator: "\n\n"))
    case .csv, .json: if !running.quiet { note(summary.text) }
    }
    let isComplete = summary.misses.isEmpty && (quick || summary.undecided.isEmpty)
    if !isComplete { throw ExitStatus.checkMissed }
  }
}
