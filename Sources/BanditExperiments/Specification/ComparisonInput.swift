package import Foundation

/// What `compare` is given: an experiment to run, or the final values of a saved result.
package enum ComparisonInput: Sendable {
  case experiment(Experiment)
  case saved(FinalValues)

  /// Whether there is something to run.
  package var isRun: Bool {
    switch self {
    case .experiment: true
    case .saved: false
    }
  }

  /// The environments and policies.
  package var layout: ComparisonSelection.Layout {
    switch self {
    case .experiment(let experiment): ComparisonSelection.Layout(experiment)
    case .saved(let values): ComparisonSelection.Layout(values)
    }
  }

  /// The inputs in a file: one, or as many as a list of saved results holds.
  package static func read(
    file: String, _ reader: ExperimentReader
  ) throws(InvalidInput) -> [ComparisonInput] {
    let bytes: Data
    do {
      bytes = try readFile(file)
    } catch {
      // The reader of experiments says what is wrong with a file that cannot be read.
      guard file.hasSuffix(".json") else { return [.experiment(try reader.read(file: file))] }
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "the result cannot be read: \(error.reason)", at: "",
          hint: "'cluster-bandit run --output results' saves results")
      ])
    }
    return try read(bytes, named: file, folder: ExperimentReader.folder(of: file), reader)
  }

  /// The inputs in some bytes that have no file.
  package static func read(
    _ bytes: Data, named name: String, folder: URL, _ reader: ExperimentReader
  ) throws(InvalidInput) -> [ComparisonInput] {
    guard SavedResultReader.isSaved(bytes, file: name) else {
      return [.experiment(try reader.read(bytes, named: name, folder: folder))]
    }
    return try saved(bytes, file: name, reader)
  }

  private static func saved(
    _ bytes: Data, file: String, _ reader: ExperimentReader
  ) throws(InvalidInput) -> [ComparisonInput] {
    let overrides = reader.overrides
    let values = try SavedResultReader(file: file).read(bytes)
    guard overrides.replications == nil, overrides.horizon == nil, overrides.seed == nil else {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "a saved result has its replications, horizon and seed", at: "",
          hint: "leave out --replications, --horizon and --seed, or give the experiment's file")
      ])
    }
    return values.map { .saved($0) }
  }
}
