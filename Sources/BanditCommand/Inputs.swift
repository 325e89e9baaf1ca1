import ArgumentParser
import BanditExperiments
import BanditStorage
import Foundation

/// What an argument names: a file, or none, and what is to be said of that.
enum NamedFile {
  case found(String)
  case missing(String)
}

/// Reads all inputs, experiments and saved results, or prints everything that is wrong with any of
/// them and exits.
func readInputs(_ files: [NamedFile], _ reader: PlanReader) throws -> [StudyInput] {
  try collect(files) { file throws(InvalidInput) in
    if file == "-" {
      let bytes = standardInput()
      guard !StoredResult.isStored(bytes) else {
        throw unreadable(
          "<stdin>", "a result of SQLite cannot be read from standard input", "name its file")
      }
      return try StudyInput.read(
        bytes, named: "<stdin>", folder: URL(fileURLWithPath: "."), reader)
    }
    guard StoredResult.isStored(file: file) else {
      return try StudyInput.read(file: file, reader)
    }
    try StudyInput.refuse(reader.overrides, of: file)
    return [.result(try storedResult(file).result, folder: PlanReader.folder(of: file))]
  }.flatMap(\.self)
}

/// Reads saved results alone; what is an experiment is refused.
func readResults(_ files: [String], _ shipped: ShippedOptions) throws -> [ResultSet] {
  try readInputs(shipped.files(files), shipped.reader()).map { input in
    guard case .result(let result, _) = input else {
      note(
        "error: '\(input.plan.name)' is an experiment, not a saved result; "
          + "'cluster-bandit run' runs it, and with --output saves its result")
      throw ExitStatus.invalidInput
    }
    return result
  }
}

/// The result in a file of SQLite.
private func storedResult(_ file: String) throws(InvalidInput) -> StoredResult {
  do throws(StorageFailure) {
    return try StoredResult.read(file)
  } catch {
    throw unreadable(file, error.reason, error.hint)
  }
}

/// What is wrong with a file as a whole.
private func unreadable(_ file: String, _ reason: String, _ hint: String) -> InvalidInput {
  InvalidInput([
    Diagnostic(SourcePosition(file: file, line: 1, column: 1), reason, at: "", hint: hint)
  ])
}

/// Reads all experiments and makes what they play, or prints everything that is wrong with any of
/// them and exits.
func readExperiments(_ files: [NamedFile], _ reader: PlanReader) throws -> [Experiment] {
  try collect(files) { file throws(InvalidInput) in
    let isStandardInput = file == "-"
    if !isStandardInput, StoredResult.isStored(file: file) {
      throw unreadable(
        file, "this is a saved result, not an experiment",
        "\(ShellCommand.program("show", file)) prints it, and "
          + "\(ShellCommand.program("run", "--from", file)) plays it again")
    }
    let folder = isStandardInput ? URL(fileURLWithPath: ".") : PlanReader.folder(of: file)
    let plan =
      try isStandardInput
      ? reader.read(standardInput(), named: "<stdin>", folder: folder) : reader.read(file: file)
    return try reader.prepare(plan, folder: folder)
  }
}

/// What a plan plays, or everything that is wrong with it is printed.
func prepare(_ input: StudyInput, shipped: ShippedOptions) throws -> Experiment {
  do throws(InvalidInput) {
    return try experiment(of: input, shipped: shipped)
  } catch {
    note("\(error)")
    throw ExitStatus.invalidInput
  }
}

/// What a plan plays.
func experiment(
  of input: StudyInput, shipped: ShippedOptions
) throws(InvalidInput) -> Experiment {
  switch input {
  case .plan(let plan, let folder): try shipped.reader().prepare(plan, folder: folder)
  case .result(let result, let folder):
    try shipped.experiment(of: result.plan, madeBy: result.manifest, beside: folder)
  }
}

extension ShippedOptions {
  /// What the plan of a saved result plays; its data files are looked for where it lies, above
  /// that, here, beside the shipped experiments, and in other folders.
  func experiment(
    of plan: Plan, madeBy manifest: Manifest, beside folder: URL, or others: [URL] = []
  ) throws(InvalidInput) -> Experiment {
    let likely =
      others + [folder.deletingLastPathComponent(), URL(fileURLWithPath: ".", isDirectory: true)]
      + folders.map { URL(fileURLWithPath: $0, isDirectory: true) }
    return try Experiment(
      plan, catalogues: Kinds.catalogues, folder: folder,
      dataFolders: DataFolders(likely: likely, given: givenDataFolder), madeBy: manifest.program)
  }
}

/// What `read` makes of every file, or all that is wrong with any of them.
private func collect<Value>(
  _ files: [NamedFile], _ read: (String) throws(InvalidInput) -> Value
) throws -> [Value] {
  var values: [Value] = []
  var failures: [String] = []
  var toldHints: Set<String> = []
  for file in files {
    switch file {
    case .missing(let complaint): failures.append("error: \(complaint)")
    case .found(let path):
      do throws(InvalidInput) {
        values.append(try read(path))
      } catch {
        failures.append(error.description(besides: &toldHints))
      }
    }
  }
  guard failures.isEmpty else {
    for failure in failures { note(failure) }
    throw ExitStatus.invalidInput
  }
  return values
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

/// A decimal number from the command line.
@Sendable
func readDecimal(_ text: String, else expected: String = "write a number.") throws -> Double {
  guard let number = Double(text), number.isFinite else {
    throw ValidationError(decimalMeant(by: text).map { "write \($0)." } ?? expected)
  }
  return number
}

/// A seed from the command line.
@Sendable
func readSeed(_ text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError(
      wholeNumberMeant(by: text).map { "write \($0)." }
        ?? "a seed is a whole number from 0 to 18446744073709551615.")
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
