import ArgumentParser
import BanditExperiments
import BanditFigures
import BanditReports
import Foundation

/// `plot`: a figure of a saved result, or of an experiment.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a figure of a saved result or an experiment.",
    usage: """
      cluster-bandit plot results/my-study.sqlite -o my-study.svg
      cluster-bandit plot epsilon-sweep --kind sweep --width 8.5cm -o sweep.pdf
      """,
    discussion: """
      Without --output the SVG goes to standard output. Beside a picture x.svg its numbers are \
      written as x.csv. The kinds are:
      \(PlotKind.all.map { "  \($0.id): \($0.summary)" }.joined(separator: "\n"))

      Exit status: 0 fine, 2 the run failed, 64 something is wrong with the input, 74 a file could \
      not be written, 130 it was interrupted.
      """)

  @Argument(
    help: "A saved result, an experiment file, '-', or the name of a shipped experiment.")
  var file: String

  @Option(
    parsing: .unconditional,
    help: "The kind of figure; by default what the plan asks for.")
  var kind: String?

  @OptionGroup var choice: PlotOptions
  @OptionGroup var play: PlayOptions
  @OptionGroup var appearance: FigureOptions

  @Flag(help: "Draw the figure in text, for the terminal.")
  var text = false

  @OptionGroup var textual: TextFigureOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write: .svg, .pdf or .png, or any name with --emit.", valueName: "file"))
  var output: String?

  @OptionGroup var changed: OverrideOptions
  @OptionGroup var shipped: ShippedOptions
  @OptionGroup var running: RunningOptions

  func validate() throws {
    if text, output != nil || appearance.isGiven {
      throw ValidationError(
        "--text draws in the terminal: leave out --output, --emit, --theme and --width.")
    }
  }

  func run() throws {
    do {
      try draw()
    } catch let refusal as PlotRefusal {
      if Interruption.status != nil {
        note("interrupted: what is complete makes no such figure")
        try ExitStatus.throwIfInterrupted()
      }
      note("error: \(refusal)")
      throw ExitStatus.invalidInput
    }
    try ExitStatus.throwIfInterrupted()
  }

  private func draw() throws {
    let named = try kind.map { try PlotKind.named($0) }
    let path = shipped.path(file)
    if file != "-", let bytes = try? readFile(path), let times = BenchmarkRecords(bytes) {
      let target = try output.map {
        try PlotFile($0, appearance.emit, inputs: [URL(fileURLWithPath: path)])
      }
      let kind = named ?? .growth
      try play.refuseUnused(by: kind)
      return try show(PlotRequest(times), kind, target)
    }
    let input = try input()
    let kind = named ?? .suggested(for: input.plan)
    try play.refuseUnused(by: kind)
    let target = try output.map { try PlotFile($0, appearance.emit, inputs: read(by: input)) }
    try show(try request(input, kind), kind, target)
  }

  /// Draws what was asked for, into a file or on standard output.
  private func show(_ subject: PlotRequest, _ kind: PlotKind, _ target: PlotFile?) throws {
    var request = subject
    try choice.apply(to: &request)
    play.apply(to: &request)
    let figure = try kind.figure(request)
    if text { return try emit(textual.text(of: figure, width: outputWidth())) }
    guard let target else { return try emit(appearance.text(of: figure), terminator: "") }
    let paths = try target.write(figure, appearance)
    if !running.quiet { note("wrote \(paths.joined(separator: ", "))") }
  }

  /// The one subject in the file.
  private func input() throws -> StudyInput {
    let inputs = try readInputs(shipped.files([file]), shipped.reader(changed.overrides))
    guard inputs.count == 1, let input = inputs.first else {
      throw PlotRefusal(
        "'\(file)' holds \(inputs.count) results (\(inputs.map(\.plan.name).joined(separator: ", ")))"
          + ", and a figure shows one",
        "save each in a file of its own: 'run --output dir' does so")
    }
    return input
  }

  /// The files that are read.
  private func read(by input: StudyInput) -> [URL] {
    let path = shipped.path(file)
    let folder = file == "-" ? URL(fileURLWithPath: ".") : PlanReader.folder(of: path)
    return [URL(fileURLWithPath: path)]
      + input.plan.files.map { URL(fileURLWithPath: $0.name, relativeTo: folder) }
  }

  /// What the kind is made of: a saved result, an experiment, or one that is run now.
  private func request(_ input: StudyInput, _ kind: PlotKind) throws -> PlotRequest {
    switch input {
    case .result(let result, _):
      if kind.need == .problem { return PlotRequest(try prepare(input, shipped: shipped)) }
      // Bounds need the problem; a result whose data files are gone goes without.
      return PlotRequest(result, experiment: try? experiment(of: input, shipped: shipped))
    case .plan(let plan, let folder):
      let whole = try prepare(input, shipped: shipped)
      var wanted = PlotRequest(whole)
      try choice.apply(to: &wanted)
      try kind.check(wanted)
      guard kind.need == .result else { return wanted }
      warnOfDebugBuild(unless: running.quiet)
      let experiment =
        choice.environments.isEmpty
        ? whole
        : try prepare(.plan(wanted.restricted(plan), folder: folder), shipped: shipped)
      let result = try running.run(experiment)
      guard !result.cells.isEmpty else {
        note("\(plan.name): interrupted before a replication was complete")
        try ExitStatus.throwIfInterrupted()
        throw ExitStatus.runFailed
      }
      return PlotRequest(result, experiment: experiment)
    }
  }
}
