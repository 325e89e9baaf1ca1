import ClusterBandit
package import Foundation
import Randomness

/// Reads the final values of saved results: what `run --output` and `run --format json` write.
///
/// Nothing is believed: sizes come from the lists themselves, and every number is checked.
package struct SavedResultReader: Sendable {
  /// How messages call the source.
  private let file: String

  /// A reader of a file or of standard input.
  package init(file: String) { self.file = file }

  /// Whether bytes are to be read as a saved result and not as an experiment: by the name, or because
  /// they begin as every result does.
  package static func isSaved(_ bytes: Data, file: String) -> Bool {
    if file.hasSuffix(".json") { return true }
    let start = String(decoding: bytes.prefix(200), as: UTF8.self).filter { !$0.isWhitespace }
    return ["{\"experiment\":", "[{\"experiment\":"].contains { start.hasPrefix($0) }
  }

  private struct Document: Decodable {
    let experiment: String
    let title: String
    let seed: UInt64
    let horizon: Int
    let replications: Int
    let streams: Int
    let finals: [Line]?
  }

  private struct Line: Decodable {
    let environment: String
    let policy: String
    let metric: String
    let round: Int
    let values: [Double]
  }

  /// The final values of a result, or of each in a list of results.
  package func read(_ bytes: Data) throws(InvalidInput) -> [FinalValues] {
    let isList = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
    guard bytes.count < SavedResultReader.byteLimit else {
      throw invalid(
        "the file is larger than 1 GiB", at: "", hint: "compare by running the experiment")
    }
    let documents: [Document]
    do {
      let decoder = JSONDecoder()
      documents =
        isList
        ? try decoder.decode([Document].self, from: bytes)
        : [try decoder.decode(Document.self, from: bytes)]
    } catch {
      throw explained(error)
    }
    guard !documents.isEmpty else {
      throw invalid("there is no result in it", at: "", hint: SavedResultReader.origin)
    }
    var all: [FinalValues] = []
    for (index, document) in documents.enumerated() {
      all.append(try values(document, at: isList ? KeyPathText()[index] : KeyPathText()))
    }
    return all
  }

  /// What ``readFile(_:)`` reads of a file at most.
  private static let byteLimit = 1 << 30

  private static let origin =
    "a saved result is what 'run --output' or 'run --format json' writes"
  private static let again = "it was cut or changed by hand: run the experiment again"

  private func values(_ document: Document, at path: KeyPathText) throws(InvalidInput)
    -> FinalValues
  {
    if document.streams != StreamVersion.current {
      throw invalid(
        "it has version \(document.streams) of the streams, and this program draws version "
          + "\(StreamVersion.current)", at: path["streams"].text,
        hint: "run the experiment again, or compare with the program that saved it")
    }
    try check(document.replications, in: ExperimentLimits.replications, at: path["replications"])
    try check(document.horizon, in: ExperimentLimits.horizon, at: path["horizon"])
    try check(document.experiment, at: path["experiment"])
    try check(document.title, at: path["title"])
    guard let finals = document.finals, !finals.isEmpty else {
      throw invalid(
        "it holds no values of single replications", at: path["finals"].text,
        hint: "run the experiment again with this program")
    }
    return FinalValues(
      name: document.experiment, title: document.title, seed: document.seed,
      horizon: document.horizon, replications: document.replications, streams: document.streams,
      rows: try rows(finals, replications: document.replications, at: path["finals"]))
  }

  /// The lines gathered by environment and policy, in the order of their first lines.
  private func rows(
    _ lines: [Line], replications: Int, at path: KeyPathText
  ) throws(InvalidInput) -> [FinalValues.Row] {
    struct Name: Hashable {
      let environment: String
      let policy: String
    }
    var order: [Name] = []
    var found: [Name: (horizon: Int, values: [Metric: [Double]])] = [:]
    for (index, line) in lines.enumerated() {
      let path = path[index]
      try check(line.environment, at: path["environment"])
      try check(line.policy, at: path["policy"])
      try check(line.round, in: ExperimentLimits.horizon, at: path["round"])
      guard let metric = Metric(rawValue: line.metric) else {
        throw invalid(
          "\(line.metric.quoted) is not a metric", at: path["metric"].text,
          hint: hint(
            for: line.metric, among: Metric.allCases.map(\.rawValue), what: "metrics"))
      }
      guard line.values.count == replications else {
        throw invalid(
          "there are \(grouped(line.values.count)) values for \(grouped(replications)) "
            + "replications", at: path["values"].text, hint: SavedResultReader.again)
      }
      let name = Name(environment: line.environment, policy: line.policy)
      if found[name] == nil { order.append(name) }
      guard found[name, default: (line.round, [:])].horizon == line.round else {
        throw invalid(
          "\(line.policy.quoted) ends after two different rounds", at: path["round"].text,
          hint: SavedResultReader.again)
      }
      let other = found[name, default: (line.round, [:])].values
        .updateValue(line.values, forKey: metric)
      guard other == nil else {
        throw invalid(
          "\(line.policy.quoted) has its \(line.metric) twice", at: path.text,
          hint: SavedResultReader.again)
      }
    }
    var rows: [FinalValues.Row] = []
    for name in order {
      guard let (horizon, values) = found[name] else { continue }
      if let missing = Metric.allCases.first(where: { values[$0] == nil }) {
        throw invalid(
          "\(name.policy.quoted) lacks its \(missing.rawValue)", at: path.text,
          hint: SavedResultReader.again)
      }
      rows.append(
        FinalValues.Row(
          environment: name.environment, policy: name.policy, horizon: horizon, values: values))
    }
    return rows
  }

  private func check(
    _ number: Int, in range: ClosedRange<Int>, at path: KeyPathText
  ) throws(InvalidInput) {
    guard range.contains(number) else {
      throw invalid("\(number) is out of range", at: path.text, hint: SavedResultReader.again)
    }
  }

  /// Labels reach a terminal: no escape sequences.
  private func check(_ label: String, at path: KeyPathText) throws(InvalidInput) {
    let isPlain = label.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isPlain, label.utf8.count <= 10_000 else {
      throw invalid(
        "\(label.quoted) is not a label", at: path.text, hint: SavedResultReader.again)
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
        hint: SavedResultReader.origin)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return invalid(
        "that is not what a result holds here", at: path(context), hint: SavedResultReader.origin)
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return invalid(
        "that is not what a result holds here", at: path(context), hint: SavedResultReader.origin)
    default:
      return invalid(
        "the file is not JSON, is cut, or has a number out of range", at: "",
        hint: SavedResultReader.origin)
    }
  }
}
