public import ClusterBandit
public import Foundation

/// Reads experiment files.
///
/// All errors of a file are reported at once, each with file, line, column, key path and a hint.
public struct ExperimentReader: Sendable {
  /// The policies that files may name.
  public var policies = PolicyCatalogue.standard
  /// The environments that files may name.
  public var environments = EnvironmentCatalogue.standard
  /// Values that replace those of the files.
  public var overrides = ExperimentOverrides()
  /// The names of shipped experiments: what the hint about a missing file chooses from.
  public var shippedNames: [String] = []

  /// A reader with the standard catalogues and no overrides.
  public init() {}

  /// The experiment in a file.
  public func read(file: String) throws(InvalidInput) -> Experiment {
    let bytes: Data
    do {
      bytes = try readFile(file)
    } catch {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "the experiment cannot be read: \(error.reason)", at: "", hint: hint(forMissing: file))
      ])
    }
    return try read(bytes, named: file, folder: ExperimentReader.folder(of: file))
  }

  /// The shipped experiment that was most likely meant, be it called by its name or by its file.
  private func hint(forMissing file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let word = last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
    if !FileManager.default.fileExists(atPath: file),
      let likely = suggestion(for: word, among: shippedNames)
    {
      return "did you mean '\(likely)'?"
    }
    return "'cluster-bandit list experiments' names those that are shipped"
  }

  /// What file names inside the experiment in `file` are relative to.
  static func folder(of file: String) -> URL {
    file.contains("/")
      ? URL(fileURLWithPath: file).deletingLastPathComponent()
      : URL(fileURLWithPath: ".", isDirectory: true)
  }

  /// The experiment in some bytes.
  ///
  /// - Parameters:
  ///   - name: how messages call the source.
  ///   - folder: what file names inside the experiment are relative to.
  public func read(
    _ bytes: Data, named name: String, folder: URL
  ) throws(InvalidInput) -> Experiment {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: name, line: 1, column: 1), "the file is not text", at: "",
          hint: "an experiment is YAML in UTF-8")
      ])
    }
    let outcome = try YAMLReader(file: name).read(text)
    var reading = ExperimentReading(
      reader: self, arguments: ArgumentReader(folder: folder))
    reading.arguments.diagnostics = outcome.diagnostics
    let experiment = reading.experiment(outcome.root)
    guard let experiment, reading.arguments.diagnostics.isEmpty else {
      throw InvalidInput(reading.arguments.diagnostics)
    }
    return experiment
  }
}
