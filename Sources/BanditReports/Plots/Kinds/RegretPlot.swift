import BanditExperiments
import BanditFigures
import ClusterBandit
import Randomness

extension PlotKind {
  /// Mean regret, or another metric, against rounds.
  public static let regret = PlotKind(
    "regret", "the mean of a metric against rounds, with lower bounds on the regret",
    need: .result, metric: .pseudoRegret
  ) { request in
    try RegretPlot(request).figure
  }
}

/// The mean of a metric at every checkpoint, a panel for each environment.
///
/// Where every replication plays the same instance, the lower bounds C ln t of its regret are drawn
/// beside: they hold in the limit, so that a measured curve may run below them for long.
private struct RegretPlot {
  private let measured: Measurements
  private var hidden: [String] = []
  private(set) var figure = Figure(panels: [])

  init(_ request: PlotRequest) throws {
    let metric = request.metric ?? .pseudoRegret
    measured = try Measurements(request, metric)
    try measured.requireCurve()
    try measured.requireCurveBand(of: metric)
    let values = measured.cells.flatMap { $0.curves[metric] ?? [] }.map(\.mean)
    let y = Axis(
      measured.axisName, (request.yScale ?? .linear).scale(for: values), includesZero: true)
    let x = Axis("round t", (request.xScale ?? .linear).scale(for: []))
    var panels: [Panel] = []
    for environment in measured.environments {
      let curves = environment.cells.map(curve)
      panels.append(
        Panel(
          measured.title(environment), x: x, y: y,
          marks: bounds(environment, beside: curves) + curves.map { .curve($0) }))
    }
    let horizons = Set(measured.cells.map(\.horizon))
    figure = Figure(
      request.plan.title, caption: caption, panels: panels, columns: measured.columns,
      sharesX: horizons.count == 1)
  }

  private func curve(_ cell: ResultSet.Cell) -> Curve {
    let moments = cell.curves[measured.metric] ?? []
    return Curve(
      cell.policy, x: cell.rounds.map { Double($0) }, y: moments.map(\.mean),
      band: measured.band(moments, quantiles: cell.quantiles),
      series: measured.series(cell.policy))
  }

  /// The bounds that are not so far above the measured curves that these would be flattened.
  private mutating func bounds(
    _ environment: Measurements.Environment, beside curves: [Curve]
  ) -> [Mark] {
    guard [.pseudoRegret, .realisedRegret].contains(measured.metric),
      let experiment = measured.request.experiment, let cell = environment.cells.first,
      let bounds = ExperimentBounds.ofFixedInstance(environment.label, in: experiment)
    else { return [] }
    let heights = curves.flatMap { curve -> [Double] in curve.y + (curve.band?.upper ?? []) }
    let highest = heights.filter(\.isFinite).max() ?? 0
    var known = [("Lai–Robbins", bounds.laiRobbins.mean, SeriesStyle.reference)]
    // Where clusters say nothing, the two are one.
    if let clustered = bounds.clustered.first?.constant.mean, clustered < 0.99 * known[0].1 {
      known.append(("clustered bound", clustered, SeriesStyle.reference + 1))
    }
    return known.compactMap { name, constant, series in
      guard constant > 0, constant.isFinite else { return nil }
      let rounds = cell.rounds.map { Double($0) }
      let values = rounds.map { constant * Elementary.log($0) }
      guard let last = values.last, last <= 2 * highest else {
        let place = measured.environments.count > 1 ? " of \(environment.label)" : ""
        let words = name.hasSuffix("bound") ? name : name + " bound"
        hidden.append("\(words)\(place), C = \(fixed(constant, constant < 10 ? 2 : 1))")
        return nil
      }
      return .curve(Curve("\(name), C ln t", x: rounds, y: values, series: series))
    }
  }

  private var caption: String {
    "Mean \(measured.name) over \(measured.replications)\(measured.bandWords); "
      + measured.provenance
      + (hidden.isEmpty
        ? ""
        : " Above what is shown, binding only as T grows: \(hidden.joined(separator: "; ")).")
  }
}
