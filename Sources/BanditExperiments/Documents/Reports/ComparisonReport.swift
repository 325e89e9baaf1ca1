import ClusterBandit

/// Paired comparisons: for people a table for each environment, for machines a row for each pair.
public struct ComparisonReport: TabularReport {
  let comparison: ExperimentComparison
  let columns: SweptColumns

  /// The report of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: what was compared.
  ///   - columns: the columns of swept values, by default the plan's; several reports under one
  ///     header have those of all.
  public init(_ comparison: ExperimentComparison, _ columns: SweptColumns? = nil) {
    self.comparison = comparison
    self.columns = columns ?? SweptColumns([comparison.result.plan])
  }

  private var metric: Metric { comparison.selection.metric }
  private var risk: String { (100 * (1 - comparison.selection.level)).percentage }

  /// The experiment.
  public var subject: ReportSubject { comparison.result.subject }

  /// The document.
  public var document: Document {
    Document(
      subject.heading + comparison.environments.map { .table(table($0)) } + [.list(legend)])
  }

  /// The keys of all columns that the document's tables may have.
  public static var columnKeys: [String] {
    fields(ComparisonSelection(), places: 0, hasTies: true).map(\.column.key)
  }

  private func table(_ environment: ExperimentComparison.Environment) -> Table {
    // A sweep gives environments horizons of their own.
    let horizon =
      environment.horizon == subject.horizon
      ? "" : " after \(grouped(environment.horizon)) rounds"
    let pairs = environment.pairs
    return Table(
      title: "\(environment.label): \(metric.heading) of A minus that of B\(horizon)", pairs,
      Self.fields(
        comparison.selection, places: decimals(forErrors: pairs.map(\.comparison.standardError)),
        hasTies: pairs.contains { $0.comparison.ties > 0 }))
  }

  private typealias PairField = Table.Field<ExperimentComparison.Pair>

  private static func fields(
    _ selection: ComparisonSelection, places: Int, hasTies: Bool
  ) -> [PairField] {
    let percent = (100 * selection.level).percentage
    let isBetterLower = selection.metric.isBetterLower
    func interval(
      _ key: String, priority: Int,
      mark: @escaping (PairedComparison) -> String = { _ in "" },
      _ ends: @escaping (PairedComparison) -> PairedComparison.Interval?
    ) -> PairField {
      PairField(key, "\(percent) interval", priority: priority) {
        guard let ends = ends($0.comparison) else { return .missing }
        return .text(
          "[\(fixed(ends.low, places)), \(fixed(ends.high, places))]" + mark($0.comparison))
      }
    }
    func share(
      _ key: String, _ title: String, priority: Int, _ count: @escaping (PairedComparison) -> Int
    ) -> PairField {
      PairField(key, title, priority: priority) {
        let all = $0.comparison.replications
        return .number(all == 0 ? nil : Double(count($0.comparison)) / Double(all), decimals: 2)
      }
    }
    func probability(
      _ key: String, _ title: String, priority: Int,
      _ value: @escaping (ExperimentComparison.Pair) -> Double
    ) -> PairField {
      // Four decimals; what rounds to 0 is "<0.0001".
      PairField(key, title, priority: priority) {
        let p = value($0)
        return .shown(p < 0.00005 ? "<0.0001" : fixed(p, 4), p)
      }
    }
    return [
      PairField("a", "A", .left) { .text($0.first) },
      PairField("b", "B", .left) { .text($0.second) },
      PairField("mean") { .number($0.comparison.mean, decimals: places) },
      interval("interval", priority: 1, mark: { $0.isSkewed ? " ‡" : "" }) { $0.interval },
      PairField("median", priority: 4) { .number($0.comparison.median, decimals: places) },
      interval("median_interval", priority: 5) { $0.medianInterval },
      share("a_better", "A better", priority: 3) { isBetterLower ? $0.lower : $0.higher },
    ] + (hasTies ? [share("equal", "equal", priority: 6) { $0.ties }] : []) + [
      probability("sign_p", "sign p", priority: 7) { $0.comparison.signTest },
      probability("flip_p", "flip p", priority: 8) { $0.comparison.permutationTest },
      probability("holm_p", "Holm p", priority: 2) { $0.adjusted },
      PairField("verdict", nil, .left) { .text(words($0, isBetterLower ? "lower" : "higher")) },
    ]
  }

  private static func words(_ pair: ExperimentComparison.Pair, _ better: String) -> String {
    let text =
      switch pair.verdict {
      case .firstBetter: "A \(better)"
      case .secondBetter: "B \(better)"
      case .undecided: "undecided"
      case .equal: "always equal"
      case .oneReplication: "one replication"
      }
    return pair.isContested ? text + " †" : text
  }

  private var legend: [String] {
    let pairs = comparison.environments.flatMap(\.pairs)
    var lines = [
      "Differences are within replications: both policies play the same instance with the same "
        + "reward draws, and \(metric.isBetterLower ? "lower" : "higher") is better.",
      "Intervals: of the mean by Student's t; of the median by order statistics, right for any law.",
      "sign p: exact sign test\(pairs.contains { $0.comparison.ties > 0 } ? " without ties" : "")"
        + "; flip p: sign-flip permutation test of the mean, \(patterns(pairs)).",
      "Holm p: flip p corrected for all pairs of its table; the verdict says which policy has the "
        + "\(metric.isBetterLower ? "lower" : "higher") mean where Holm p ≤ \(risk).",
    ]
    if pairs.contains(where: \.isContested) {
      lines.append(
        "† The median says the opposite: a few replications with large differences decide the mean."
      )
    }
    if pairs.contains(where: \.comparison.isSkewed) {
      lines.append(
        "‡ By Hall's transformation (1992) instead of Student's t: these differences are skewed, "
          + "|skewness| > \(ThirdMoments.skewnessLimit.short) √n.")
    }
    if comparison.result.plan.replications < 2 {
      lines.append(
        "One replication has neither intervals nor tests: use --replications to run more.")
    }
    return lines
  }

  /// How the permutations were done; pairs with few differences may have theirs counted.
  private func patterns(_ pairs: [ExperimentComparison.Pair]) -> String {
    let drawn = Set(pairs.compactMap(\.comparison.permutations)).sorted()
    let counted = pairs.contains { $0.comparison.permutations == nil }
    let words =
      drawn.map { "\(grouped($0)) patterns drawn" } + (counted ? ["all patterns counted"] : [])
    return words.joined(separator: " or ")
  }
}
