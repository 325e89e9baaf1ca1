import ClusterBandit
import Foundation

/// Results as CSV and JSON.
///
/// Numbers are written with the fewest digits that read back as the same bits.
public struct MachineReadableReport: Sendable {
  private let result: ExperimentResult

  /// The report of a result.
  public init(_ result: ExperimentResult) { self.result = result }

  /// Every metric at the horizon, one row each, with a header.
  public func csv() -> String { csv(result.finalRecords) }

  /// Every metric at every checkpoint, one row each, with a header; no quantiles.
  public func curvesCSV() -> String { csv(result.curveRecords) }

  private func csv(_ records: [TidyRecord]) -> String {
    ([["experiment"] + TidyRecord.header] + records.map { [result.name] + $0.fields })
      .map { $0.map(quote).joined(separator: ",") + "\n" }.joined()
  }

  /// RFC 4180: quotes where a field holds a comma, a quote or a line break.
  private func quote(_ field: String) -> String {
    field.contains { ",\"\n\r".contains($0) }
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }

  /// The whole result as one JSON object, keys sorted.
  public func json() -> String {
    MachineReadableReport.encode(Document(result)) + "\n"
  }

  /// Several results as one JSON array.
  public static func json(_ results: [ExperimentResult]) -> String {
    encode(results.map { Document($0) }) + "\n"
  }

  private static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Every number is finite by the limits of the inputs; should one not be, its name stands for it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }

  private struct Document: Encodable {
    let experiment: String
    let title: String
    let seed: UInt64
    let horizon: Int
    let replications: Int
    let streams: Int
    let results: [TidyRecord]
    let curves: [TidyRecord]
    let published: [PublishedRecord]

    init(_ result: ExperimentResult) {
      experiment = result.name
      title = result.title
      seed = result.seed
      horizon = result.horizon
      replications = result.replications
      streams = result.streams
      results = result.finalRecords
      curves = result.curveRecords
      published = result.comparisons.map { PublishedRecord($0) }
    }
  }

  private struct PublishedRecord: Encodable {
    let environment: String
    let policy: String
    let metric: String
    let round: Int
    let mean: Double
    let standardError: Double
    let replications: Int
    let source: String
    let z: Double
    let agrees: Bool

    private enum CodingKeys: String, CodingKey {
      case environment, policy, metric, round, mean
      case standardError = "standard_error"
      case replications, source, z, agrees
    }

    init(_ comparison: Comparison) {
      environment = comparison.published.environment
      policy = comparison.published.policy
      metric = comparison.published.metric.rawValue
      round = comparison.published.round
      mean = comparison.published.mean
      standardError = comparison.publishedStandardError
      replications = comparison.published.replications
      source = comparison.published.source
      z = comparison.z
      agrees = comparison.agrees
    }
  }
}
