import BanditExperiments
import BanditFigures
import ClusterBandit

extension PlotKind {
  /// A metric at the horizon against a swept parameter.
  public static let sweep = PlotKind(
    "sweep", "a metric at the horizon against a swept parameter, published values beside it",
    need: .result, metric: .pseudoRegret,
    precondition: { request in
      _ = try SweepPlot.parameter(
        request.problems.flatMap { problem in problem.policies.map { problem.swept + $0.swept } },
        of: request.plan)
    },
    draw: { try SweepPlot($0).figure })
}

/// Means at the horizon against the swept parameter, a panel for each environment.
///
/// A policy that the sweep leaves alone is a level line.
private struct SweepPlot {
  private let measured: Measurements
  private let parameter: SweptParameter
  private var sources: [String] = []
  /// The labels without the swept value, in their order.
  private var policies: [String] = []
  private(set) var figure = Figure(panels: [])

  init(_ request: PlotRequest) throws {
    measured = try Measurements(request, request.metric ?? SweepPlot.metric(of: request))
    parameter = try SweepPlot.parameter(measured.cells.map(\.swept), of: request.plan)
    var names: [String] = []
    var groups: [String: [ResultSet.Cell]] = [:]
    for cell in measured.cells {
      let name = parameter.base(cell.environment, cell.swept)
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append(cell)
      let policy = parameter.base(cell.policy, cell.swept)
      if !policies.contains(policy) { policies.append(policy) }
    }
    let values = measured.cells.compactMap { $0.final[measured.metric]?.mean }
    let x = parameter.axis(request.xScale)
    let y = Axis(
      names.count > 2 ? measured.axisName : "mean \(measured.name)",
      (request.yScale ?? .linear).scale(for: values))
    let panels = names.map { name in
      Panel(
        names.count > 1 ? name : "", x: x, y: y, marks: marks(groups[name] ?? []))
    }
    figure = Figure(
      request.plan.title, caption: caption, panels: panels, columns: request.columns)
  }

  /// The parameter that was swept.
  static func parameter(
    _ cells: [[Plan.SweptValue]], of plan: Plan
  ) throws(PlotRefusal) -> SweptParameter {
    if let parameter = SweptParameter(cells) { return parameter }
    throw PlotRefusal(
      "nothing was swept in '\(plan.name)', or one value alone is asked for",
      "'sweep' in an experiment lists values of a parameter; see the kinds regret and histogram")
  }

  /// What was published, where that is one metric: it can be held against nothing else.
  private static func metric(of request: PlotRequest) -> Metric {
    let published = request.plan.targets.compactMap { target in
      if case .published(let value) = target { value.metric } else { nil }
    }
    return Set(published).count == 1 ? published[0] : .pseudoRegret
  }

  private mutating func marks(_ cells: [ResultSet.Cell]) -> [Mark] {
    var marks: [Mark] = []
    for (series, policy) in policies.enumerated() {
      let own = cells.filter { parameter.base($0.policy, $0.swept) == policy }
      let points = own.compactMap { cell in
        parameter.place(cell.swept).map { (place: $0, cell: cell) }
      }.sorted { $0.place < $1.place }
      let summaries = points.compactMap { $0.cell.final[measured.metric] }
      let name = policy.isEmpty ? parameter.key : policy
      if points.isEmpty, let level = own.first?.final[measured.metric]?.mean {
        marks.append(.reference(ReferenceLine(.horizontal, at: level, name)))
        continue
      }
      let band = measured.band(summaries.map(\.moments), quantiles: summaries.map(\.quantiles))
      let (x, y) = (points.map(\.place), summaries.map(\.mean))
      if parameter.isNumeric {
        marks.append(.curve(Curve(name, x: x, y: y, band: band, series: series)))
      } else {
        marks.append(.points(PointSeries(name, x: x, y: y, vertical: band, series: series)))
      }
      if let published = published(points, name, series) { marks.append(.points(published)) }
    }
    return marks
  }

  /// The published values of a policy, in its color and another shape.
  private mutating func published(
    _ points: [(place: Double, cell: ResultSet.Cell)], _ name: String, _ series: Int
  ) -> PointSeries? {
    var found: [(place: Double, mean: Double, error: Double)] = []
    for case .published(let value) in measured.result.plan.targets {
      for point in points
      where value.environment == point.cell.environment && value.policy == point.cell.policy
        && value.metric == measured.metric && value.round == point.cell.horizon
      {
        let error = value.standardDeviation.map { $0 / Double(value.replications).squareRoot() }
        found.append((point.place, value.mean, error ?? .nan))
        if !sources.contains(value.source) { sources.append(value.source) }
      }
    }
    guard !found.isEmpty else { return nil }
    let hasErrors = found.contains { !$0.error.isNaN }
    // As many colors later the color is the same and the shape another.
    let later =
      SeriesStyle.colors * ((policies.count + SeriesStyle.colors - 1) / SeriesStyle.colors)
    return PointSeries(
      "\(name), published", x: found.map(\.place), y: found.map(\.mean),
      vertical: hasErrors
        ? Band(about: found.map(\.mean), plusMinus: found.map(\.error)) : nil,
      series: series + later)
  }

  private var caption: String {
    let horizons = Set(measured.cells.map(\.horizon))
    let rounds =
      horizons.count == 1 ? horizons.map { " after \(grouped($0)) rounds" }.joined() : ""
    let published =
      sources.isEmpty
      ? ""
      : " Published, with ± 1 standard error where it is known: "
        + "\(sources.joined(separator: "; "))."
    return "Mean \(measured.name)\(rounds) over \(measured.replications)"
      + "\(measured.bandWords); \(measured.provenance)\(published)"
  }
}
