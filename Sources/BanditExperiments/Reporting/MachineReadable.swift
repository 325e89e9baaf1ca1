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
      .map { $0.map(MachineReadableReport.quote).joined(separator: ",") + "\n" }.joined()
  }

  /// RFC 4180: quotes where a field holds a comma, a quote or a line break.
  static func quote(_ field: String) -> String {
    field.contains { ",\"\n\r".contains($0) }
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }

  /// The whole result as one JSON object, a line for each record.
  public func json() -> String { document() + "\n" }

  /// Several results as one JSON array.
  public static func json(_ results: [ExperimentResult]) -> String {
    "[\n" + results.map { MachineReadableReport($0).document() }.joined(separator: ",\n") + "\n]\n"
  }

  /// The object is put together from encoded records one by one: a tree of them all takes ten times
  /// the memory of the text.
  private func document() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every number is finite by the limits of the inputs; should one not be, its name stands for it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func text(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    func list(_ records: [some Encodable]) -> String {
      records.isEmpty ? "[]" : "[\n" + records.map { text($0) }.joined(separator: ",\n") + "\n]"
    }
    let members = [
      ("experiment", text(result.name)), ("title", text(result.title)),
      ("seed", text(result.seed)), ("horizon", text(result.horizon)),
      ("replications", text(result.replications)), ("batch", text(result.batch)),
      ("streams", text(result.streams)),
      ("results", list(result.finalRecords)), ("curves", list(result.curveRecords)),
      ("published", list(result.comparisons.map { PublishedRecord($0) })),
      ("claims", list(result.claims.map { ClaimRecord($0) })),
      ("constants", list(result.constants.map { ConstantRecord($0) })),
      ("notes", list(result.notes.map { NoteRecord($0) })), ("manifest", text(result.manifest)),
    ]
    var document = "{\n" + members.map { "\"\($0)\": \($1)" }.joined(separator: ",\n")
    document += ",\n\"finals\": [\n"
    result.appendFinals(to: &document) { text($0) }
    return document + "\n]\n}"
  }

  private struct NoteRecord: Encodable {
    let environment: String
    let policy: String?
    let jitteredFactorisations: Int
    let largestRelativeJitter: Double
    let diagonalFallbacks: Int

    private enum CodingKeys: String, CodingKey {
      case environment, policy
      case jitteredFactorisations = "jittered_factorisations"
      case largestRelativeJitter = "largest_relative_jitter"
      case diagonalFallbacks = "diagonal_fallbacks"
    }

    init(_ note: ResultNote) {
      environment = note.environment
      policy = note.policy
      jitteredFactorisations = note.notes.jitteredFactorisations
      largestRelativeJitter = note.notes.largestRelativeJitter
      diagonalFallbacks = note.notes.diagonalFallbacks
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
    let tolerance: Double?
    let source: String
    let z: Double
    let agrees: Bool

    private enum CodingKeys: String, CodingKey {
      case environment, policy, metric, round, mean
      case standardError = "standard_error"
      case replications, tolerance, source, z, agrees
    }

    init(_ comparison: Comparison) {
      environment = comparison.published.environment
      policy = comparison.published.policy
      metric = comparison.published.metric.rawValue
      round = comparison.published.round
      mean = comparison.published.mean
      standardError = comparison.publishedStandardError
      replications = comparison.published.replications
      tolerance = comparison.published.tolerance
      source = comparison.published.source
      z = comparison.z
      agrees = comparison.agrees
    }
  }
  private struct ClaimRecord: Encodable {
    let claim: String
    let metric: String
    let ofEnvironment: String
    let ofPolicy: String
    let toEnvironment: String
    let toPolicy: String
    let above: Double?
    let below: Double?
    let source: String
    let ratio: Double?
    let standardError: Double?
    let z: Double
    let verdict: String

    private enum CodingKeys: String, CodingKey {
      case claim, metric
      case ofEnvironment = "of_environment"
      case ofPolicy = "of_policy"
      case toEnvironment = "to_environment"
      case toPolicy = "to_policy"
      case above, below, source, ratio
      case standardError = "standard_error"
      case z, verdict
    }

    init(_ outcome: ClaimOutcome) {
      claim = outcome.claim.text
      metric = outcome.claim.metric.rawValue
      ofEnvironment = outcome.claim.numerator.environment
      ofPolicy = outcome.claim.numerator.policy
      toEnvironment = outcome.claim.denominator.environment
      toPolicy = outcome.claim.denominator.policy
      above = outcome.claim.above
      below = outcome.claim.below
      source = outcome.claim.source
      ratio = outcome.ratio
      standardError = outcome.standardError
      z = outcome.z
      verdict = outcome.verdict.rawValue
    }
  }

  private struct ConstantRecord: Encodable {
    let environment: String
    let bound: String
    let width: Double?
    /// As it was published.
    let published: Double
    /// As it is.
    let value: Double
    let source: String
    let agrees: Bool

    init(_ comparison: ConstantComparison) {
      environment = comparison.published.environment
      bound = comparison.published.bound.name
      width = comparison.published.bound.width
      published = comparison.published.value
      value = comparison.value
      source = comparison.published.source
      agrees = comparison.agrees
    }
  }
}
