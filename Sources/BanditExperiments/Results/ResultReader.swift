import ClusterBandit
package import Foundation
import Randomness

/// Reads saved results: what `run --output` and `run --format json` write.
///
/// Nothing is trusted: what follows from other parts of the file is worked out again and compared,
/// so a file that was cut or changed by hand is found.
package struct ResultReader: Sendable {
  /// How messages call the source.
  private let file: String

  /// A reader of a file or of standard input.
  package init(file: String) { self.file = file }

  /// Whether bytes are to be read as a saved result and not as an experiment: by the name, or
  /// because they begin as every result does.
  package static func isSaved(_ bytes: Data, file: String) -> Bool {
    file.hasSuffix(".json") || beginsAsResult(String(decoding: bytes.prefix(200), as: UTF8.self))
  }

  /// Whether a text begins as results do, those of version 0.1 included.
  static func beginsAsResult(_ text: String) -> Bool {
    let start = text.prefix(200).filter { !$0.isWhitespace }
    return ["{\"schema\":", "{\"experiment\":", "[{\"experiment\":"].contains {
      start.hasPrefix($0)
    }
  }

  /// What ``readFile(_:)`` reads of a file at most.
  private static let byteLimit = 1 << 30
  private static let origin =
    "a saved result is what 'run --output' or 'run --format json' writes"
  private static let again = "it was cut or changed by hand: run the experiment again"

  private struct Header: Decodable {
    let schema: Int?
    /// An experiment has this key, a result of any version has others.
    let name: String?
  }

  private struct Document: Decodable {
    let experiments: [Saved]
    let sha256: String
  }

  /// One experiment of the file.
  struct Saved: Decodable {
    let plan: Plan
    let manifest: Manifest
    let results: [Line]
    let curves: [Line]
    let constants: [Double]
    let notes: [ResultNote]
    /// Absent in results of programs that made none.
    let remarks: [Remark]?
    let finals: [Values]
    let runs: [Values]?
  }

  /// One metric of one cell at one round.
  struct Line: Decodable {
    let environment: String
    let policy: String
    let metric: String
    let round: Int
    let mean: Double
    let q05: Double?
    let q25: Double?
    let median: Double?
    let q75: Double?
    let q95: Double?
    let replications: Int
    let m2: Double
    let min: Double
    let max: Double
    /// Absent before the horizon, and in results of programs that did not save it.
    let cvar95: Double?
    let cvar95Error: Double?

    private enum CodingKeys: String, CodingKey {
      case environment, policy, metric, round, mean, q05, q25, median, q75, q95, replications, m2
      case min, max, cvar95
      case cvar95Error = "cvar95_standard_error"
    }
  }

  /// Every replication's value of one metric, or the curve of one replication.
  struct Values: Decodable {
    let environment: String
    let policy: String
    let metric: String?
    let replication: Int?
    let values: [Double]
  }

  /// The results of a document.
  package func read(_ bytes: Data) throws(InvalidInput) -> [ResultSet] {
    guard bytes.count < ResultReader.byteLimit else {
      throw invalid(
        "the file is larger than 1 GiB", at: "", hint: "run the experiment instead of reading it")
    }
    let document: Document
    do {
      // A list was what results were before they had a number.
      let isList = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
      let header = isList ? nil : try ResultJSON.decoder.decode(Header.self, from: bytes)
      guard header?.schema == JSONText.schema else {
        throw wrongSchema(header?.schema, isExperiment: header?.name != nil)
      }
      document = try ResultJSON.decoder.decode(Document.self, from: bytes)
    } catch let error as InvalidInput {
      throw error
    } catch {
      if ResultReader.isExperiment(bytes) { throw wrongSchema(nil, isExperiment: true) }
      throw explained(error)
    }
    guard !document.experiments.isEmpty else {
      throw invalid("there is no result in it", at: "experiments", hint: ResultReader.origin)
    }
    var results: [ResultSet] = []
    for (index, saved) in document.experiments.enumerated() {
      let path = KeyPathText()["experiments"][index]
      try check(saved.plan, saved.manifest, saved.remarks ?? [], at: path)
      results.append(
        try SavedResult(saved).result {
          invalid($0, at: path[$1].text, hint: ResultReader.again)
        })
    }
    guard ResultJSON.isWhole(Array(bytes), sha256: document.sha256) else {
      throw invalid(
        "the file is not as it was saved: it has another SHA-256", at: "sha256",
        hint: ResultReader.again)
    }
    return results
  }

  /// Whether text that is no JSON is an experiment: its first key stands at the start of a line.
  private static func isExperiment(_ bytes: Data) -> Bool {
    let keys = ["name:", "title:", "seed:", "horizon:", "environment"]
    return String(decoding: bytes.prefix(1 << 16), as: UTF8.self).split { $0.isNewline }
      .contains { line in keys.contains { line.hasPrefix($0) } }
  }

  private func wrongSchema(_ schema: Int?, isExperiment: Bool) -> InvalidInput {
    if let schema {
      return invalid(
        "the result has schema \(schema), and this program reads schema \(JSONText.schema)",
        at: "schema",
        hint: schema > JSONText.schema
          ? "read it with a newer program" : "run the experiment again with this program")
    }
    if isExperiment {
      return invalid(
        "this is an experiment, not a saved result", at: "",
        hint: "'cluster-bandit run FILE' runs it, and with --output it saves the result; the file "
          + "of an experiment ends in .yaml")
    }
    return invalid(
      "the result has no schema: it is of version 0.1, and this program reads schema "
        + "\(JSONText.schema)", at: "schema", hint: "run the experiment again with this program")
  }

  /// What the plan and its labels must be.
  package func check(
    _ plan: Plan, _ manifest: Manifest, _ remarks: [Remark]
  ) throws(InvalidInput) {
    try check(plan, manifest, remarks, at: KeyPathText())
  }

  private func check(
    _ plan: Plan, _ manifest: Manifest, _ remarks: [Remark], at path: KeyPathText
  ) throws(InvalidInput) {
    if plan.streams != StreamVersion.current {
      throw invalid(
        "it has version \(plan.streams) of the streams, and this program draws version "
          + "\(StreamVersion.current)", at: path["plan"]["streams"].text,
        hint: "run the experiment again, or read it with the program that saved it")
    }
    if plan.sha256 != manifest.planHash {
      throw invalid(
        "the plan is not the one that was run: its SHA-256 is \(plan.sha256.prefix(12))… and the "
          + "manifest says \(manifest.planHash.prefix(12))…", at: path["plan"].text,
        hint: ResultReader.again)
    }
    var numbers = [
      ("replications", plan.replications, ExperimentLimits.replications),
      ("checkpoints", plan.checkpoints.count, ExperimentLimits.checkpoints),
    ]
    numbers += (plan.checkpoints.at ?? []).map { ("checkpoints", $0, ExperimentLimits.horizon) }
    numbers += plan.problems.map { ("problems", $0.horizon, ExperimentLimits.horizon) }
    for (key, number, range) in numbers where !range.contains(number) {
      throw invalid(
        "\(number) is out of range", at: path["plan"][key].text, hint: ResultReader.again)
    }
    let inPlan = path["plan"]
    var texts = [(inPlan["name"], plan.name), (inPlan["title"], plan.title)]
    for problem in plan.problems {
      texts.append((inPlan["problems"], problem.label))
      texts += problem.policies.map { (inPlan["problems"], $0.label) }
    }
    for remark in remarks {
      texts += (remark.labels + [remark.text]).map { (path["remarks"], $0) }
    }
    for (key, text) in texts {
      // Labels reach a terminal: no escape sequences.
      let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      guard isPlain, text.utf8.count <= 10_000 else {
        throw invalid(
          "\(text.quoted) is not a label", at: key.text, hint: ResultReader.again)
      }
    }
  }

  private func invalid(_ message: String, at keyPath: String, hint: String) -> InvalidInput {
    InvalidInput([
      Diagnostic(
        SourcePosition(file: file, line: 1, column: 1), message, at: keyPath, hint: hint)
    ])
  }

  private func explained(_ error: any Error) -> InvalidInput {
    func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      (context.codingPath + (last.map { [$0] } ?? [])).reduce(KeyPathText()) { path, key in
        key.intValue.map { path[$0] } ?? path[key.stringValue]
      }.text
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      return invalid(
        "the result lacks \(key.stringValue.quoted)", at: path(context, key),
        hint: ResultReader.origin)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return invalid(
        "that is not what a result holds here", at: path(context), hint: ResultReader.origin)
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return invalid(
        "that is not what a result holds here", at: path(context), hint: ResultReader.origin)
    default:
      return invalid(
        "the file is not JSON, is cut, or has a number out of range", at: "",
        hint: ResultReader.origin)
    }
  }
}
