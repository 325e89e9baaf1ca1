import ClusterBandit
public import Foundation
import TextFiles

/// Reads experiment files into plans.
///
/// All errors of a file are reported at once, each with file, line, column, key path and a hint.
public struct PlanReader: Sendable {
  /// The kinds that files may name.
  public var catalogues = Catalogues.standard
  /// Values that replace those of the files.
  public var overrides = PlanOverrides()
  /// What program made the plan, where it was another one: a kind that is unknown here is known
  /// there.
  var madeBy: String?
  /// The names of shipped experiments: what the hint about a missing file chooses from.
  public var shippedNames: [String] = []

  /// Whether data files are read; false where whoever wrote the text must not see files.
  package var readsFiles = true
  /// Where data files may be besides the experiment's folder.
  package var dataFolders = DataFolders()
  /// The data files that experiments of a name have read before.
  package var readBefore: [String: [Plan.DataFile]] = [:]

  /// A reader with the standard catalogues and no overrides.
  public init() {}

  /// The plan in a file.
  public func read(file: String) throws(InvalidInput) -> Plan {
    let bytes: Data
    do {
      bytes = try readFile(file)
    } catch {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "the experiment cannot be read: \(error.reason)", at: "",
          hint: hint(forUnreadable: file))
      ])
    }
    return try read(bytes, named: file, folder: PlanReader.folder(of: file))
  }

  /// The shipped experiment that was most likely meant, be it called by its name or by its file.
  private func hint(forUnreadable file: String) -> String {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) {
      let inside = (try? FileManager.default.contentsOfDirectory(atPath: file)) ?? []
      let likely = inside.sorted().first { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }
      guard isFolder.boolValue else {
        return "\(ShellCommand(["chmod", "u+r", file])) lets its owner read it"
      }
      return "give a file in it" + (likely.map { ", such as '\(file)/\($0)'" } ?? "")
    }
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let word = last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
    if let likely = suggestion(for: word, among: shippedNames) {
      return "did you mean '\(likely)'?"
    }
    return "'cluster-bandit list experiments' names those that are shipped"
  }

  /// What file names inside the experiment in `file` are relative to.
  package static func folder(of file: String) -> URL {
    file.contains("/")
      ? URL(fileURLWithPath: file).deletingLastPathComponent()
      : URL(fileURLWithPath: ".", isDirectory: true)
  }

  /// What else researchers keep beside experiments, by the endings of names.
  private static let languages: [(ending: String, name: String)] = [
    (".py", "a program in Python"), (".ipynb", "a notebook of Jupyter"), (".r", "a program in R"),
    (".jl", "a program in Julia"), (".toml", "TOML"), (".ini", "a file of settings"),
    (".swift", "a program in Swift"), (".svg", "a figure"),
  ]

  /// What to say of a file that this program wrote and that is no experiment.
  private static func mistake(_ text: String, named name: String) -> Diagnostic? {
    let position = SourcePosition(file: name, line: 1, column: 1)
    if ResultReader.beginsAsResult(text) {
      return Diagnostic(
        position, "this is a saved result, not an experiment", at: "",
        hint: "'cluster-bandit show FILE' prints it, and with --plan the experiment that it came "
          + "from")
    }
    if let language = languages.first(where: { name.lowercased().hasSuffix($0.ending) }) {
      return Diagnostic(
        position, "this is \(language.name), not an experiment", at: "",
        hint: "an experiment is YAML: 'cluster-bandit list keys' names what is in it")
    }
    if name.lowercased().hasSuffix(".md") {
      return Diagnostic(
        position, "this is Markdown, neither an experiment nor a saved result", at: "",
        hint: "\(ShellCommand.program("notebook", "check", name)) runs a notebook's commands")
    }
    if let format = ForeignFormat.text(text) {
      return Diagnostic(
        position, "the file is \(format.name)", at: "",
        hint: "\(format.advice) an experiment in YAML")
    }
    guard text.hasPrefix("experiment,seed,environment,") else {
      guard name.lowercased().hasSuffix(".csv") else { return nil }
      return Diagnostic(
        position, "this is a table, neither an experiment nor a saved result", at: "",
        hint: "an experiment names it: environment: {kind: table, file: \(name)}")
    }
    let stem = name.replacing(/(-curves)?\.csv$/, with: "")
    return Diagnostic(
      position, "this is a table of a result, not an experiment", at: "",
      hint: "give \(stem == name ? "NAME" : stem).json, which holds the whole result")
  }

  /// The plan in some bytes.
  ///
  /// - Parameters:
  ///   - bytes: the text of the file, in UTF-8.
  ///   - name: how messages call the source.
  ///   - folder: what file names inside the experiment are relative to.
  public func read(
    _ bytes: Data, named name: String, folder: URL
  ) throws(InvalidInput) -> Plan {
    let text: String
    do {
      text = try decodedText([UInt8](bytes))
    } catch {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: name, line: error.line, column: error.column), error.message, at: "",
          hint: error.isPacked ? "\(error.advice) what is in it" : "an experiment is YAML in UTF-8")
      ])
    }
    if let mistake = PlanReader.mistake(text, named: name) { throw InvalidInput([mistake]) }
    let slips = TypingSlips(file: name, text)
    let outcome: YAMLReader.Outcome
    do {
      outcome = try YAMLReader(file: name).read(text)
    } catch {
      throw slips.explaining(error)
    }
    var reading = PlanReading(reader: self, arguments: ArgumentReader(folder: folder))
    reading.arguments.diagnostics = outcome.diagnostics
    let plan = reading.plan(outcome.root)
    guard let plan, reading.arguments.diagnostics.isEmpty else {
      throw InvalidInput(slips.diagnostics + reading.arguments.diagnostics)
    }
    return plan
  }
}
