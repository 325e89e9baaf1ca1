import BanditExperiments
import BanditFigures
import ClusterBandit

extension PlotKind {
  /// Paired differences of all policies, better ones first.
  public static let pairs = PlotKind(
    "pairs", "paired differences of all policies, as a matrix with intervals", need: .result,
    metric: .pseudoRegret,
    precondition: { request in
      for problem in request.problems {
        try PairsPlot.requirePairs(problem.policies.count, problem.label)
      }
    },
    draw: { try PairsPlot($0).figure })
}

/// A matrix for each environment: in each row a policy, in each column a better one.
///
/// Cells are colored by the mean of row − column where `compare` tells the two apart: by permutation
/// tests with Holm's correction.
private struct PairsPlot {
  /// The most policies of a matrix: more cannot be read, and take long to be tested.
  private static let limit = 40

  private let measured: Measurements
  private let request: PlotRequest
  private var domain = 0.0...1
  private(set) var figure = Figure(panels: [])

  init(_ request: PlotRequest) throws {
    self.request = request
    measured = try Measurements(request, request.metric ?? .pseudoRegret)
    try measured.requireFinals()
    for environment in measured.environments {
      try PairsPlot.requirePairs(environment.cells.count, environment.label)
    }
    var selection = ComparisonSelection()
    selection.metric = measured.metric
    selection.level = request.level
    let kept = Set(measured.cells.map { [$0.environment, $0.policy] })
    let comparison = ExperimentComparison(
      measured.result.filtered { kept.contains([$0.environment, $0.policy]) }, selection)
    // Colors begin at no difference, in all matrices alike.
    let widest =
      comparison.environments.flatMap(\.pairs).filter(\.isDecided)
      .map(\.comparison.mean.magnitude).filter(\.isFinite).max() ?? 1
    domain = measured.metric.isBetterLower ? 0...widest : -widest...0
    let panels = zip(measured.environments, comparison.environments).map(panel)
    figure = Figure(
      request.plan.title, caption: caption, panels: panels, columns: request.columns ?? 1,
      sharesX: false, sharesY: false)
  }

  static func requirePairs(_ policies: Int, _ environment: String) throws(PlotRefusal) {
    let place = "the environment '\(environment)'"
    if policies < 2 {
      throw PlotRefusal(
        "\(place) has \(policies == 1 ? "one policy" : "no policy"), and a pair is two",
        "choose others with --environment or --policies")
    }
    if policies > limit {
      throw PlotRefusal(
        "\(place) has \(policies) policies, and more than \(limit) cannot be read",
        "choose with --policies")
    }
  }

  private func panel(
    _ environment: Measurements.Environment, _ compared: ExperimentComparison.Environment
  ) -> Panel {
    let metric = measured.metric
    func mean(_ cell: ResultSet.Cell) -> Double { cell.final[metric]?.mean ?? .nan }
    let order = environment.cells.sorted {
      metric.isBetterLower ? mean($0) < mean($1) : mean($0) > mean($1)
    }.map(\.policy)
    let places = decimals(forErrors: compared.pairs.map(\.comparison.standardError)) - 1
    var cells: [[Double?]] = []
    var texts: [[String]] = []
    // The lowest row is the worst policy, beside all others.
    for row in order.indices.dropFirst().reversed() {
      var (values, words): ([Double?], [String]) = ([], [])
      for column in order.indices.dropLast() {
        let pair = compared.pairs.first {
          Set([$0.first, $0.second]) == [order[row], order[column]]
        }
        guard column < row, let pair else {
          values.append(nil)
          words.append("")
          continue
        }
        let sign = pair.first == order[row] ? 1.0 : -1
        values.append(pair.isDecided ? sign * pair.comparison.mean : nil)
        let width = pair.comparison.interval.map { ($0.high - $0.low) / 2 }
        words.append(
          fixed(sign * pair.comparison.mean, places)
            + (width.map { "\n± \(fixed($0, places))" } ?? ""))
      }
      cells.append(values)
      texts.append(words)
    }
    return Panel(
      measured.title(environment), x: .names(Array(order.dropLast()), "better policy"),
      y: .names(order.dropFirst().reversed(), "policy"),
      marks: [
        .raster(
          Raster(
            "difference of \(measured.name)", cells: cells, domain: domain,
            missing: "not told apart", texts: texts))
      ])
  }

  private var caption: String {
    "Mean difference of \(measured.name), row minus column, over "
      + "\(measured.replications) on common random numbers, ± half of its \(percent(request.level)) "
      + "interval; the best policy first. Colored where permutation tests tell the two apart, "
      + "with Holm's correction at \(percent(1 - request.level)); \(measured.provenance)"
  }
}

extension ExperimentComparison.Pair {
  /// Whether one of the two is better.
  fileprivate var isDecided: Bool { [.firstBetter, .secondBetter].contains(verdict) }
}
