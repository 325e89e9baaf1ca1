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
      let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
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
}

/// How experiments are run.
struct RunningOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Workers; by default one for each core. Results do not depend on it.")
  var jobs: Int?

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  func validate() throws { try require(jobs, in: 1...4096, "--jobs") }

  /// Runs an experiment with progress on a terminal.
  func run(_ experiment: Experiment) throws -> ExperimentResult {
    let line = !quiet && isatty(2) == 1 ? ProgressLine(experiment.name) : nil
    let runner: ExperimentRunner
    if let line {
      runner = ExperimentRunner(jobs: jobs) { done, total in line.update(done, total) }
    } else {
      runner = ExperimentRunner(jobs: jobs)
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
        let bytes = try? FileHandle.standardInput.readToEnd()
        experiments.append(
          try reader.read(
            bytes ?? Data(), named: "<stdin>", folder: URL(fileURLWithPath: ".")))
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
