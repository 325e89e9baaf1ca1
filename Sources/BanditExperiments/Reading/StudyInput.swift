package import Foundation

/// What a command is given: an experiment to run, or a saved result.
package enum StudyInput: Sendable {
  /// A plan, and the folder that its data files are relative to.
  case plan(Plan, folder: URL)
  /// A result, and the folder in which it was found.
  case result(ResultSet, folder: URL)

  /// Whether there is something to run.
  package var isRun: Bool {
    switch self {
    case .plan: true
    case .result: false
    }
  }

  /// The plan, run or not.
  package var plan: Plan {
    switch self {
    case .plan(let plan, _): plan
    case .result(let result, _): result.plan
    }
  }

  /// The environments and policies.
  package var layout: ComparisonSelection.Layout {
    switch self {
    case .plan(let plan, _): ComparisonSelection.Layout(plan)
    case .result(let result, _): ComparisonSelection.Layout(result)
    }
  }

  /// The inputs in a file: one, or as many as a saved document holds.
  package static func read(
    file: String, _ reader: PlanReader
  ) throws(InvalidInput) -> [StudyInput] {
    let bytes: Data
    do {
      bytes = try readFile(file)
    } catch {
      // The reader of experiments says what is wrong with a file that cannot be read.
      guard file.hasSuffix(".json") else {
        return [.plan(try reader.read(file: file), folder: PlanReader.folder(of: file))]
      }
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "the result cannot be read: \(error.reason)", at: "",
          hint: "'cluster-bandit run --output results' saves results")
      ])
    }
    return try read(bytes, named: file, folder: PlanReader.folder(of: file), reader)
  }

  /// The inputs in some bytes that have no file.
  package static func read(
    _ bytes: Data, named name: String, folder: URL, _ reader: PlanReader
  ) throws(InvalidInput) -> [StudyInput] {
    guard ResultReader.isSaved(bytes, file: name) else {
      return [.plan(try reader.read(bytes, named: name, folder: folder), folder: folder)]
    }
    let results = try ResultReader(file: name).read(bytes)
    try refuse(reader.overrides, of: name)
    return results.map { .result($0, folder: folder) }
  }

  /// Throws if something is to be put in place of what a saved result has.
  package static func refuse(
    _ overrides: PlanOverrides, of name: String
  ) throws(InvalidInput) {
    guard overrides.replications == nil, overrides.horizon == nil, overrides.seed == nil else {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: name, line: 1, column: 1),
          "a saved result has its replications, horizon and seed", at: "",
          hint: "leave out --replications, --horizon and --seed, or give the experiment's file")
      ])
    }
  }
}
