import Foundation
import Randomness

/// Lower bounds as CSV and JSON.
///
/// Numbers are written with the fewest digits that read back as the same bits.
public struct MachineReadableBounds: Sendable {
  private let bounds: ExperimentBounds

  /// The report of an experiment's bounds.
  public init(_ bounds: ExperimentBounds) { self.bounds = bounds }

  /// One row for each problem and quantity, with a header.
  public func csv() -> String { csv(Record.header, records.map(\.fields)) }

  /// The bounds' curves constant · ln t at the problems' checkpoints, with a header.
  ///
  /// A bound holds as t grows: at small t the curve may lie above what good policies lose.
  public func curvesCSV() -> String {
    let header = ["environment", "bound", "width", "round", "mean", "standard_error", "instances"]
    let rows = bounds.problems.flatMap { problem in
      ([Record("lai-robbins", problem.laiRobbins)] + problem.clustered.map { Record($0) })
        .flatMap { record in
          problem.rounds.map { round in
            // 0 at the first round, also of a constant beyond the largest number.
            let scale = Elementary.log(Double(round))
            let mean = scale > 0 ? record.summary.mean * scale : 0
            return [
              problem.label, record.quantity, record.width, String(round),
              "\(mean)",
              record.summary.standardError.map { "\($0 * scale)" } ?? "",
              String(record.summary.replications),
            ]
          }
        }
    }
    return csv(header, rows)
  }

  private func csv(_ header: [String], _ rows: [[String]]) -> String {
    ([["experiment"] + header] + rows.map { [bounds.name] + $0 })
      .map { $0.map(MachineReadableReport.quote).joined(separator: ",") + "\n" }.joined()
  }

  /// The bounds as one JSON object, a line for each record.
  public func json() -> String { document() + "\n" }

  /// The bounds of several experiments as one JSON array.
  public static func json(_ bounds: [ExperimentBounds]) -> String {
    "[\n" + bounds.map { MachineReadableBounds($0).document() }.joined(separator: ",\n") + "\n]\n"
  }

  private func document() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A constant beyond the largest number is named.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func text(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    let members = [
      ("experiment", text(bounds.name)), ("title", text(bounds.title)),
      ("seed", text(bounds.seed)),
      ("bounds", "[\n" + records.map { text($0) }.joined(separator: ",\n") + "\n]"),
    ]
    return "{\n" + members.map { "\"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}"
  }

  private var records: [Record] {
    bounds.problems.flatMap { problem in
      let own = [
        Record("best-mean", problem.bestMean), Record("spread", problem.spread),
        Record("lai-robbins", problem.laiRobbins),
      ]
      let clustered = problem.clustered.flatMap { bound in
        [Record(bound)] + (bound.ratio.map { [Record("ratio", $0, of: bound)] } ?? [])
      }
      return (own + clustered).map { $0.under(problem) }
    }
  }
}

/// One quantity with everything that names it.
private struct Record: Encodable {
  var environment = ""
  var isFixed = false
  let quantity: String
  /// A number, `spread` for each instance's own, or empty.
  var width = ""
  let summary: Summary
  /// The share of instances to which the clustered bound applies.
  var admissible: Double?

  init(_ quantity: String, _ summary: Summary) {
    self.quantity = quantity
    self.summary = summary
  }

  init(_ quantity: String, _ summary: Summary, of bound: ExperimentBounds.Clustered) {
    self.init(quantity, summary)
    width = bound.width.map { "\($0)" } ?? "spread"
    admissible = bound.admissible
  }

  init(_ bound: ExperimentBounds.Clustered) { self.init("clustered", bound.constant, of: bound) }

  func under(_ problem: ExperimentBounds.Problem) -> Record {
    var record = self
    record.environment = problem.label
    record.isFixed = problem.isFixed
    return record
  }

  static let header = [
    "environment", "quantity", "width", "mean", "standard_error", "median", "q05", "q95",
    "instances", "fixed", "applies",
  ]

  /// The fields in the order of the CSV header.
  var fields: [String] {
    [
      environment, quantity, width, "\(summary.mean)",
      summary.standardError.map { "\($0)" } ?? "", "\(summary.median)", "\(summary.q05)",
      "\(summary.q95)", String(summary.replications), String(isFixed),
      admissible.map { "\($0)" } ?? "",
    ]
  }

  private enum Key: String, CodingKey {
    case environment, quantity, width, mean
    case standardError = "standard_error"
    case median, q05, q95, instances, fixed, applies
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(environment, forKey: .environment)
    try container.encode(quantity, forKey: .quantity)
    if !width.isEmpty { try container.encode(width, forKey: .width) }
    try container.encode(summary.mean, forKey: .mean)
    try container.encode(summary.standardError, forKey: .standardError)
    try container.encode(summary.median, forKey: .median)
    try container.encode(summary.q05, forKey: .q05)
    try container.encode(summary.q95, forKey: .q95)
    try container.encode(summary.replications, forKey: .instances)
    try container.encode(isFixed, forKey: .fixed)
    if let admissible { try container.encode(admissible, forKey: .applies) }
  }
}
