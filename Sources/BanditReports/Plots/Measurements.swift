import BanditExperiments
import BanditFigures
import ClusterBandit

/// The wanted cells of a result with a metric, and what is said of all of them.
struct Measurements {
  /// An environment with the cells that hold the metric.
  struct Environment {
    let label: String
    let cells: [ResultSet.Cell]
  }

  let request: PlotRequest
  let result: ResultSet
  let metric: Metric
  let environments: [Environment]
  private let series: [String: Int]

  /// - Throws: ``PlotRefusal`` where nothing of what is asked for was measured.
  init(_ request: PlotRequest, _ metric: Metric) throws(PlotRefusal) {
    let wanted = (request.result?.cells ?? []).filter {
      request.includes(environment: $0.environment) && request.includes(policy: $0.policy)
    }
    guard let result = request.result, !wanted.isEmpty else {
      throw PlotRefusal(
        "nothing was measured of what is asked for",
        request.result?.partiality.map { "the result is partial: \($0)" }
          ?? "leave out --environment and --policies to see all there is")
    }
    let measured = wanted.filter { $0.final[metric] != nil }
    guard !measured.isEmpty else {
      let known = Metric.allCases.filter { one in wanted.contains { $0.final[one] != nil } }
      throw PlotRefusal(
        "the result of '\(result.plan.name)' has no \(metric.rawValue)",
        "it has \(known.map(\.rawValue).joined(separator: ", "))")
    }
    self.request = request
    self.result = result
    self.metric = metric
    environments = result.environments.map { label in
      Environment(label: label, cells: measured.filter { $0.environment == label })
    }.filter { !$0.cells.isEmpty }
    var series: [String: Int] = [:]
    for cell in measured where series[cell.policy] == nil { series[cell.policy] = series.count }
    self.series = series
  }

  /// The cells of all environments.
  var cells: [ResultSet.Cell] { environments.flatMap(\.cells) }

  /// The index of a policy, the same in all panels.
  func series(_ policy: String) -> Int { series[policy] ?? 0 }

  /// What stands above a panel: nothing where there is one.
  func title(_ environment: Environment) -> String {
    environments.count > 1 ? environment.label : ""
  }

  /// Makes sure that the metric has a curve.
  func requireCurve() throws(PlotRefusal) {
    guard !metric.isCurve else { return }
    throw PlotRefusal(
      "\(metric.rawValue) is known at the horizon only", "choose --kind sweep or histogram")
  }

  /// Makes sure that single replications are kept.
  func requireFinals() throws(PlotRefusal) {
    guard let missing = result.missingFinals else { return }
    throw PlotRefusal("this figure is of single replications", missing)
  }

  // MARK: Words

  /// The metric as a caption has it.
  var name: String {
    metric == .pseudoRegret ? "pseudo-regret" : metric.rawValue.replacing("-", with: " ")
  }

  /// The metric beside an axis; a small panel has room for little.
  var axisName: String {
    "mean \(environments.count > 2 ? metric.shortName : name)"
  }

  /// Panels side by side: an environment and its permuted control belong together.
  var columns: Int? {
    let labels = environments.map(\.label)
    let hasControls = labels.contains { labels.contains($0 + ", permuted") }
    return request.columns ?? (hasControls && labels.count <= 10 ? 2 : nil)
  }

  /// "100 replications", or the least and the most of them.
  var replications: String {
    let counts = cells.map(\.replications)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let count = least == most ? grouped(most) : "\(grouped(least)) to \(grouped(most))"
    return "\(count) \(most == 1 ? "replication" : "replications")"
  }

  /// The seed, and what is missing: the end of every caption.
  var provenance: String {
    let rest = result.partiality.map { " The result is partial: \($0)." } ?? ""
    return "seed \(result.plan.seed).\(rest)"
  }
}
