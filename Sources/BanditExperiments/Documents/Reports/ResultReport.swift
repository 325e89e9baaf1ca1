import ClusterBandit

/// A result as a document: what each policy lost, beside what was published of it.
///
/// Several environments begin with one summary, see `ResultSummary`; each one's own table follows
/// if details are wanted. A single environment has its table alone.
public struct ResultReport: TabularReport {
  let result: ResultSet
  let comparisons: [Check]
  let isDetailed: Bool
  let environments: [String]
  let hasCurves: Bool
  let hasTails: Bool
  private let sweptPaths: [String]?
  private let remedy: String?
  private let showsTargets: Bool

  /// The report of a result, by default with the tables of one environment only.
  ///
  /// - Parameters:
  ///   - result: what is shown.
  ///   - isDetailed: whether each of several environments has its own table, too.
  ///   - hasCurves: whether each environment's table ends with the curves of its regrets, in signs
  ///     that a page has no use for.
  ///   - hasTails: whether tables have the mean of the worst regrets.
  ///   - sweptPaths: see ``ResultSet/csv(hasHeader:sweptPaths:)``.
  ///   - remedy: how to see the tables that are not shown, for people at a terminal.
  ///   - showsTargets: whether what the plan compares with stands beside what was measured.
  public init(
    _ result: ResultSet, isDetailed: Bool = false, hasCurves: Bool = false,
    hasTails: Bool = false, sweptPaths: [String]? = nil, remedy: String? = nil,
    showsTargets: Bool = true
  ) {
    self.result = result
    self.showsTargets = showsTargets
    comparisons =
      showsTargets ? result.checks.filter { [.published, .shown].contains($0.kind) } : []
    environments = result.environments
    self.isDetailed = isDetailed || environments.count < 2
    self.hasCurves = hasCurves
    self.hasTails = hasTails
    self.sweptPaths = sweptPaths
    self.remedy = remedy
  }

  /// Whether there are tables that details would add.
  var hidesDetails: Bool { !isDetailed }

  /// The experiment.
  public var subject: ReportSubject { result.subject }

  /// Every metric at the horizon, a row each.
  public var records: (key: String, table: Table) { ("results", result.finalTable) }

  /// Every metric at the horizon, a row each.
  public func csv(hasHeader: Bool) -> String {
    result.csv(hasHeader: hasHeader, sweptPaths: sweptPaths)
  }

  /// All that the result is.
  public func jsonObject() -> String { ResultJSON.object(result) }

  /// The document that is read back as results.
  public static func json(_ objects: [String]) -> String { ResultJSON.document(objects) }

  /// The document.
  public var document: Document { document(for: .file) }

  /// The document; on a page the best mean of an environment is marked where the tests support it,
  /// and what they cannot tell from it is named.
  public func document(for medium: Medium) -> Document {
    var blocks = subject.heading
    if environments.count > 1 { blocks += ResultSummary(result, medium).blocks }
    if isDetailed { blocks += environments.flatMap { self.blocks($0, medium) } }
    let others = otherComparisons
    if !others.isEmpty {
      blocks.append(
        .table(
          Table(
            title: isDetailed ? "Other published values" : "Published values", others,
            Self.comparisonFields { quantiles($0) })))
    }
    let checks = showsTargets ? result.checks.filter { [.claim, .constant].contains($0.kind) } : []
    if !checks.isEmpty { blocks.append(.table(checks.table(title: "Claims and constants"))) }
    if let line = verdictLine { blocks.append(.paragraph(line)) }
    blocks.append(.list(result.footnotes))
    if medium == .terminal, hidesDetails, let remedy {
      blocks.append(
        .paragraph(
          "\(remedy) shows medians, quantiles"
            + (result.plan.keeps(.adjustedRegret) ? ", adjusted regrets" : "")
            + " and shares for each environment"))
    }
    let document = Document(blocks)
    return medium == .page ? document.onPage(of: subject) : document
  }

  /// The keys of all columns that tables of results may have.
  public static var columnKeys: [String] {
    let metrics: [Metric] = [.reward, .realisedRegret, .pseudoRegret]
    let fields =
      environmentFields(
        metrics, compared: metrics, hasClusters: true, hasEvidence: true, hasDiscount: true,
        places: { _ in 1 }
      ) { _, _ in nil } + recommendationFields + adjustedFields(1) + tailFields(1)
      + [curveField([])]
    let keys =
      fields.map(\.column.key) + comparisonFields { _ in nil }.map(\.column.key)
      + [Check].fields.map(\.column.key)
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }
}
