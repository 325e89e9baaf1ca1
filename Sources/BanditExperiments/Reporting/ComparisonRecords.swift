import ClusterBandit
import Foundation

/// Paired comparisons as CSV and JSON.
///
/// Numbers are written with the fewest digits that read back as the same bits.
public struct MachineReadableComparison: Sendable {
  private let comparison: ExperimentComparison

  /// The report of a comparison.
  public init(_ comparison: ExperimentComparison) { self.comparison = comparison }

  /// One row for each pair, with a header.
  public func csv() -> String {
    let rows = records.map { [comparison.values.name] + $0.fields }
    return ([["experiment"] + Record.header] + rows)
      .map { $0.map(MachineReadableReport.quote).joined(separator: ",") + "\n" }.joined()
  }

  /// The comparison as one JSON object, a line for each pair.
  public func json() -> String { document() + "\n" }

  /// Several comparisons as one JSON array.
  public static func json(_ comparisons: [ExperimentComparison]) -> String {
    "[\n" + comparisons.map { MachineReadableComparison($0).document() }.joined(separator: ",\n")
      + "\n]\n"
  }

  private func document() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    func text(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
    let values = comparison.values
    let lines = records.map { text($0) }
    let members = [
      ("experiment", text(values.name)), ("title", text(values.title)),
      ("seed", text(values.seed)), ("horizon", text(values.horizon)),
      ("replications", text(values.replications)), ("streams", text(values.streams)),
      ("metric", text(comparison.selection.metric)), ("level", text(comparison.selection.level)),
      ("comparisons", lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]"),
    ]
    return "{\n" + members.map { "\"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}"
  }

  private var records: [Record] {
    comparison.environments.flatMap { environment in
      environment.pairs.map { Record($0, environment, comparison) }
    }
  }

  /// One pair with everything that names it.
  private struct Record: Encodable {
    let environment: String
    let a: String
    let b: String
    let metric: Metric
    let round: Int
    let one: PairedComparison
    let adjusted: Double
    let better: String

    init(
      _ pair: ExperimentComparison.Pair, _ environment: ExperimentComparison.Environment,
      _ comparison: ExperimentComparison
    ) {
      self.environment = environment.label
      a = pair.first
      b = pair.second
      metric = comparison.selection.metric
      round = environment.horizon
      one = pair.comparison
      adjusted = pair.adjusted
      better =
        switch pair.verdict {
        case .firstBetter: "a"
        case .secondBetter: "b"
        case .undecided, .oneReplication: "undecided"
        case .equal: "equal"
        }
    }

    /// Name and value of every column after those that name the pair; a missing number is nil.
    private var numbers: [(String, Double?)] {
      [
        ("mean", one.mean), ("standard_error", one.standardError), ("low", one.interval?.low),
        ("high", one.interval?.high), ("median", one.median),
        ("median_low", one.medianInterval?.low), ("median_high", one.medianInterval?.high),
        ("median_coverage", one.medianCoverage), ("sign_p", one.signTest),
        ("permutation_p", one.permutationTest), ("holm_p", adjusted), ("level", one.level),
      ]
    }

    private var counts: [(String, Int?)] {
      [
        ("a_lower", one.lower), ("b_lower", one.higher), ("equal", one.ties),
        ("patterns", one.permutations), ("replications", one.replications),
      ]
    }

    static let header = [
      "environment", "a", "b", "metric", "round", "mean", "standard_error", "low", "high", "median",
      "median_low", "median_high", "median_coverage", "sign_p", "permutation_p", "holm_p", "level",
      "a_lower", "b_lower", "equal", "patterns", "replications", "better",
    ]

    var fields: [String] {
      [environment, a, b, metric.rawValue, String(round)]
        + numbers.map { $0.1.map { "\($0)" } ?? "" } + counts.map { $0.1.map { "\($0)" } ?? "" }
        + [better]
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
      try container.encode(environment, forKey: Key("environment"))
      try container.encode(a, forKey: Key("a"))
      try container.encode(b, forKey: Key("b"))
      try container.encode(metric.rawValue, forKey: Key("metric"))
      try container.encode(round, forKey: Key("round"))
      try container.encode(better, forKey: Key("better"))
      // A missing number is null, not a missing key.
      for (name, value) in numbers { try container.encode(value, forKey: Key(name)) }
      for (name, value) in counts { try container.encode(value, forKey: Key(name)) }
    }
  }
}
