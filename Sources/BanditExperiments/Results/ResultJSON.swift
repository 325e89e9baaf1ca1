import ClusterBandit
package import Foundation

/// Results as JSON: `{"schema": 2, "experiments": […], "sha256": …}`, for one experiment as for
/// several.
///
/// Each holds its resolved plan, what made it, the values at the horizon and at the checkpoints,
/// and every replication's final values: all that a ``ResultSet`` is. Numbers are written with the
/// fewest digits that read back as the same bits; a number that is missing is null. The hash at the
/// end is that of everything before it, blanks between values aside: a reader finds any change.
public enum ResultJSON {
  /// The document of some results.
  public static func text(_ results: [ResultSet]) -> String { document(results.map(object)) }

  /// The object of one result.
  static func object(_ result: ResultSet) -> String { ResultWriter(result).object }

  /// The document of some results, each an object.
  static func document(_ objects: [String]) -> String {
    sealed(
      "{\"schema\": \(JSONText.schema), \"experiments\": [\n"
        + objects.joined(separator: ",\n") + "\n]")
  }

  /// A document that lacks only its hash, with it.
  static func sealed(_ text: String) -> String {
    let text = text + ",\n"
    return text + "\"sha256\": \"\(ContentHash.sha256(withoutBlanks(Array(text.utf8))))\"}\n"
  }

  /// Whether a document ends with the hash of what stands before it.
  static func isWhole(_ bytes: [UInt8], sha256: String) -> Bool {
    let document = withoutBlanks(bytes)
    let end = Array("\"sha256\":\"\(sha256)\"}".utf8)
    return document.suffix(end.count).elementsEqual(end)
      && ContentHash.sha256(document.dropLast(end.count)) == sha256
  }

  /// A document without what may stand between values: blanks inside strings are kept.
  private static func withoutBlanks(_ bytes: [UInt8]) -> [UInt8] {
    var document: [UInt8] = []
    document.reserveCapacity(bytes.count)
    var (isText, isEscaped) = (false, false)
    for byte in bytes {
      if !isText, byte <= 0x20 { continue }
      if byte == UInt8(ascii: "\""), !isEscaped { isText.toggle() }
      isEscaped = isText && !isEscaped && byte == UInt8(ascii: "\\")
      document.append(byte)
    }
    return document
  }

  /// An encoder for records: keys in order, one line, named infinities.
  package static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every number is finite by the limits of the inputs; should one not be, its name stands for
    // it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  /// The decoder of what ``encoder`` writes.
  package static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

/// Writes one result, a line for each record: a tree of them all would take ten times the memory.
private struct ResultWriter {
  let result: ResultSet
  let encoder = ResultJSON.encoder

  init(_ result: ResultSet) { self.result = result }

  var object: String {
    let plan = result.plan
    var members: [(key: String, text: String)] = [
      ("experiment", string(plan.name)), ("title", string(plan.title)),
      ("seed", string(plan.seed)), ("replications", string(plan.replications)),
      ("streams", string(plan.streams)), ("partial", string(result.isPartial)),
      ("manifest", string(result.manifest)), ("plan", string(plan)),
      ("results", JSONText.rows(of: result.finalTable)),
      ("curves", JSONText.rows(of: result.curveTable)),
      ("checks", JSONText.rows(of: StudyReport(result).records.table)),
      ("constants", string(result.constants)), ("notes", string(result.notes)),
      ("remarks", string(result.remarks)),
      (
        "finals",
        values { cell in
          Metric.allCases.compactMap { metric in
            cell.values[metric].map { ("\"metric\":\"\(metric.rawValue)\"", $0) }
          }
        }
      ),
    ]
    if result.cells.contains(where: { $0.runs != nil }) {
      members.append(
        (
          "runs",
          values { cell in
            (cell.runs ?? []).enumerated().map { ("\"replication\":\($0)", $1) }
          }
        ))
    }
    return JSONText.object(members)
  }

  private func string(_ value: some Encodable) -> String {
    (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  /// Lists of numbers with what names them, a line each.
  private func values(
    _ lines: (ResultSet.Cell) -> [(name: String, values: [Double])]
  ) -> String {
    var text = "["
    var separator = "\n"
    for cell in result.cells {
      for (name, values) in lines(cell) {
        text += separator
        separator = ",\n"
        text += "{\"environment\":\(JSONText.string(cell.environment)),"
        text += "\"policy\":\(JSONText.string(cell.policy)),\(name),\"values\":["
        for (index, value) in values.enumerated() {
          if index > 0 { text += "," }
          text += JSONText.number(value)
        }
        text += "]}"
      }
    }
    return text + "\n]"
  }
}
