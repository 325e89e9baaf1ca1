import ClusterBandit
import Foundation

/// The checks of a study as CSV and JSON.
///
/// Numbers are written with the fewest digits that read back as the same bits.
public struct MachineReadableChecks: Sendable {
  private let result: ExperimentResult

  /// The checks of a result.
  public init(_ result: ExperimentResult) { self.result = result }

  /// One row for each check, with a header.
  public func csv() -> String {
    let rows = result.checks.map { [result.name, String(result.seed)] + Record($0).fields }
    return ([["study", "seed"] + Record.header] + rows)
      .map { $0.map(MachineReadableReport.quote).joined(separator: ",") + "\n" }.joined()
  }

  /// The study as one JSON object, a line for each check.
  public func json() -> String { document() + "\n" }

  /// Several studies, or one with several seeds, as one JSON array.
  public static func json(_ results: [ExperimentResult]) -> String {
    "[\n" + results.map { MachineReadableChecks($0).document() }.joined(separator: ",\n") + "\n]\n"
  }

  private func document() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A measurement without spread is infinitely far from another mean.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func text(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    let lines = result.checks.map { text(Record($0)) }
    let members = [
      ("study", text(result.name)), ("title", text(result.title)), ("seed", text(result.seed)),
      ("horizon", text(result.horizon)), ("replications", text(result.replications)),
      ("streams", text(result.streams)),
      ("checks", lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]"),
    ]
    return "{\n" + members.map { "\"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}"
  }

  /// One check with everything that names it.
  private struct Record: Encodable {
    let check: Check

    init(_ check: Check) { self.check = check }

    static let header = [
      "kind", "subject", "measured", "standard_error", "target", "target_standard_error",
      "tolerance", "above", "below", "z", "verdict", "source",
    ]

    /// The numbers in the order of the header; what a kind does not have is nil.
    private var numbers: [(String, Double?)] {
      var (target, error, tolerance, above, below): (Double?, Double?, Double?, Double?, Double?)
      switch check.target {
      case .published(let value, let standardError):
        (target, error, tolerance) = (value.mean, standardError, value.tolerance)
      case .constant(let constant): target = constant.value
      case .claim(let claim): (above, below) = (claim.above, claim.below)
      }
      return [
        ("measured", check.measured), ("standard_error", check.standardError), ("target", target),
        ("target_standard_error", error), ("tolerance", tolerance), ("above", above),
        ("below", below), ("z", check.z),
      ]
    }

    private var source: String {
      switch check.target {
      case .published(let value, _): value.source
      case .constant(let constant): constant.source
      case .claim(let claim): claim.source
      }
    }

    var fields: [String] {
      [check.kind.rawValue, check.subject] + numbers.map { $0.1.map { "\($0)" } ?? "" }
        + [check.word, source]
    }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.init(stringValue) }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(check.kind.rawValue, forKey: Key("kind"))
      try container.encode(check.subject, forKey: Key("subject"))
      // A missing number is null, not a missing key.
      for (name, value) in numbers { try container.encode(value, forKey: Key(name)) }
      try container.encode(check.word, forKey: Key("verdict"))
      try container.encode(source, forKey: Key("source"))
    }
  }
}
