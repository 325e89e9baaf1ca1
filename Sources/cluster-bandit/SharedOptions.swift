import ArgumentParser
import BanditExperiments
import Foundation
import LinearAlgebra
import Randomness
import Synchronization

/// Where the shipped experiments are.
struct ShippedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of the shipped experiments.",
      discussion: "By default ./experiments, else the copy beside the program.",
      valueName: "dir"))
  var experiments: String?

  /// The folders in the order in which they are searched.
  private var folders: [String] {
    if let experiments { return [experiments] }
    return ["experiments", bundled]
  }

  /// The copy that the package manager lays beside the program.
  private var bundled: String {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return program.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("cluster-bandit_ShippedExperiments.resources/experiments").path
  }

  /// The first folder that holds experiments, with their names.
  func list() throws -> (folder: String, names: [String]) {
    for folder in folders {
      let names = ShippedOptions.names(in: folder)
      if !names.isEmpty { return (folder, names) }
    }
    note(
      "error: no experiments in \(folders.joined(separator: " or ")); "
        + "name their folder with --experiments")
    throw ExitStatus.invalidInput
  }

  /// The file of a shipped experiment.
  func file(named name: String) throws -> String {
    let (folder, names) = try list()
    for candidate in folders + [folder] {
      let file = "\(candidate)/\(name).yaml"
      if FileManager.default.fileExists(atPath: file) { return file }
    }
    note(
      "error: there is no experiment '\(name)' in \(folder); "
        + hint(for: name, among: names, what: "experiments there"))
    throw ExitStatus.invalidInput
  }

  /// The argument itself if there is such a file, else a shipped experiment of that name.
  func fileOrName(_ argument: String) -> String {
    if argument == "-" || FileManager.default.fileExists(atPath: argument) { return argument }
    guard !argument.contains("/") else { return argument }
    for folder in folders {
      let file = "\(folder)/\(argument).yaml"
      if FileManager.default.fileExists(atPath: file) { return file }
    }
    return argument
  }

  /// A reader that knows the shipped experiments' names, for whoever misspells one.
  func reader(_ overrides: ExperimentOverrides = ExperimentOverrides()) -> ExperimentReader {
    var reader = ExperimentReader()
    reader.overrides = overrides
    reader.shippedNames = Array(Set(folders.flatMap { ShippedOptions.names(in: $0) }))
    return reader
  }

  /// Reads all experiments, named by file, '-' or shipped name, or prints everything that is wrong
  /// with any of them and exits.
  func read(
    _ arguments: [String], _ overrides: ExperimentOverrides = ExperimentOverrides()
  ) throws -> [Experiment] {
    try readAll(arguments.map { fileOrName($0) }, reader(overrides))
  }

  /// The experiments in a folder, in their order.
  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}

/// What a command line puts in the place of a file's values.
struct OverrideOptions: ParsableArguments {
  // Values that begin with a dash are values: -1 is a bad seed and not an unknown option.
  @Option(parsing: .unconditional, help: "Replications, instead of the file's.")
  var replications: Int?

  @Option(parsing: .unconditional, help: "Rounds of every problem, instead of the file's.")
  var horizon: Int?

  @Option(
    parsing: .unconditional, help: "Root seed, instead of the file's.", transform: readSeed)
  var seed: UInt64?

  /// The values for a reader.
  var overrides: ExperimentOverrides {
    ExperimentOverrides(replications: replications, horizon: horizon, seed: seed)
  }

  func validate() throws {
    try require(replications, in: ExperimentLimits.replications, "--replications")
    try require(horizon, in: ExperimentLimits.horizon, "--horizon")
  }
}

/// The threads of BLAS.
struct BLASOptions: ParsableArguments {
  @Option(
    name: .customLong("blas-threads"), parsing: .unconditional,
    help: ArgumentHelp(
      "Threads of each BLAS operation: a number, or 'environment' for OPENBLAS_NUM_THREADS.",
      discussion: "More than one takes cores from the workers and may change last bits.",
      valueName: "n"),
    transform: readThreads)
  var threads = BLASThreadSource.count(1)

  func validate() throws {
    if let problem = threads.problem {
      throw ValidationError(
        "--blas-threads environment: \(problem); set it to a whole number from "
          + "\(grouped(BLASThreadSource.range.lowerBound)) to "
          + "\(grouped(BLASThreadSource.range.upperBound)), or give the number itself.")
    }
  }

  /// Sets the threads; before anything is run.
  func apply() { threads.apply() }
}

/// How experiments are run.
struct RunningOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Workers; by default one for each core. Results do not depend on it.")
  var jobs: Int?

  @OptionGroup var blas: BLASOptions

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  func validate() throws { try require(jobs, in: 1...4096, "--jobs") }

  /// Runs an experiment with progress on a terminal.
  func run(_ experiment: Experiment) throws -> ExperimentResult {
    blas.apply()
    let line = !quiet && isatty(2) == 1 ? ProgressLine(experiment.name) : nil
    let runner: ExperimentRunner
    if let line {
      runner = ExperimentRunner(jobs: jobs, blasThreads: blas.threads) { done, total in
        line.update(done, total)
      }
    } else {
      runner = ExperimentRunner(jobs: jobs, blasThreads: blas.threads)
    }
    defer { line?.clear() }
    do {
      return try runner.run(experiment)
    } catch {
      line?.clear()
      note("error: \(experiment.name): \(error)")
      throw ExitStatus.runFailed
    }
  }
}

/// What the program's exit says; see the help of the command.
enum ExitStatus {
  static let checkMissed = ExitCode(1)
  static let runFailed = ExitCode(2)
  static let invalidInput = ExitCode(64)
  static let cannotWrite = ExitCode(74)
}

/// What a result's bits or speed may depend on besides the program's version, for `--version`.
let versionsOfParts =
  "streams \(StreamVersion.current), OpenBLAS \(BLASConfiguration.current.version)"

/// Reads all experiments, or prints everything that is wrong with any of them and exits.
func readAll(_ files: [String], _ reader: ExperimentReader) throws -> [Experiment] {
  var experiments: [Experiment] = []
  var failures: [InvalidInput] = []
  for file in files {
    do {
      if file == "-" {
        experiments.append(
          try reader.read(
            standardInput(), named: "<stdin>", folder: URL(fileURLWithPath: ".")))
      } else {
        experiments.append(try reader.read(file: file))
      }
    } catch {
      failures.append(error)
    }
  }
  guard failures.isEmpty else {
    for failure in failures { note("\(failure)") }
    throw ExitStatus.invalidInput
  }
  return experiments
}

/// All of standard input.
func standardInput() -> Data { (try? FileHandle.standardInput.readToEnd()) ?? Data() }

/// A line on standard error; a closed one is no reason to fail.
func note(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
}

/// Text on standard output: a full disk must not pass for success.
func emit(_ text: String, terminator: String = "\n") throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
  } catch {
    note("error: cannot write to standard output: \((error as NSError).localizedDescription)")
    throw ExitStatus.cannotWrite
  }
}

/// One of several texts in a format: a blank line between tables, and one header for all CSV.
func emit(_ text: String, as format: OutputFormat, isFirst: Bool) throws {
  if !isFirst, format != .csv { try emit("") }
  let shown = !isFirst && format == .csv ? text.drop { $0 != "\n" }.dropFirst() : text[...]
  try emit(String(shown), terminator: shown.isEmpty || shown.hasSuffix("\n") ? "" : "\n")
}

/// Debug builds are for tests; whoever times one should know.
func warnOfDebugBuild(unless isQuiet: Bool = false) {
  #if DEBUG
    if isQuiet { return }
    note(
      "note: this is a debug build, many times slower than a release build; "
        + "use 'swift run -c release cluster-bandit'")
  #endif
}

/// Standard input can be read once.
func requireOneInput(_ files: [String]) throws {
  if files.count(where: { $0 == "-" }) > 1 {
    throw ValidationError("Standard input can be read once: give '-' one time.")
  }
}

/// A number from the command line must be in its range.
func require(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws {
  guard let value, !range.contains(value) else { return }
  throw ValidationError(
    "\(name) \(value) is out of range: give a whole number from \(grouped(range.lowerBound)) to "
      + "\(grouped(range.upperBound)).")
}

/// A seed from the command line.
@Sendable
func readSeed(_ text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError("a seed is a whole number from 0 to 18446744073709551615.")
  }
  return seed
}

/// A number of threads from the command line, or the word for the variable.
@Sendable
func readThreads(_ text: String) throws -> BLASThreadSource {
  if text == "environment" { return .environment }
  guard let count = Int(text), BLASThreadSource.range.contains(count) else {
    throw ValidationError(
      "threads are a whole number from \(grouped(BLASThreadSource.range.lowerBound)) to "
        + "\(grouped(BLASThreadSource.range.upperBound)), or 'environment'.")
  }
  return .count(count)
}

/// One line on the terminal: how far, how fast, how long still.
final class ProgressLine: Sendable {
  private let name: String
  private let start = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(_ name: String) { self.name = name }

  /// Shows `done` of `total` pulls, at most ten times a second.
  func update(_ done: Double, _ total: Double) {
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      if let last, now - last < .milliseconds(100) { return false }
      last = now
      return true
    }
    guard isDue, done > 0 else { return }
    let elapsed = (now - start) / .seconds(1)
    let rate = done / max(elapsed, 1e-9)
    let remaining = (total - done) / rate
    let text =
      "\r\u{1B}[K\(name)  \(fixed(100 * done / total, 0)) %  "
      + "\(fixed(rate / 1e6, 1)) M pulls/s  \(duration(remaining)) left"
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Shows what is being done.
  func show(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(name)  \(text)".utf8))
  }

  /// Removes the line.
  func clear() { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
}

/// A duration in words, rounded up.
func duration(_ seconds: Double) -> String {
  let whole = Int(min(seconds, 1e9).rounded(.up))
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
