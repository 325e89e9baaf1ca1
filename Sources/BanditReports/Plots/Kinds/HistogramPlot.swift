import BanditExperiments
import BanditFigures
import ClusterBandit

extension PlotKind {
  /// How a metric at the horizon is spread over replications.
  public static let histogram = PlotKind(
    "histogram", "a metric at the horizon by replication, stuck runs marked", need: .result,
    metric: .pseudoRegret
  ) { request in
    try histogramFigure(request)
  }
}

/// A panel for each policy and environment, all with the same bins.
private func histogramFigure(_ request: PlotRequest) throws -> Figure {
  let measured = try Measurements(request, request.metric ?? .pseudoRegret)
  try measured.requireFinals()
  let cells = measured.cells
  guard cells.count <= 60 else {
    throw PlotRefusal(
      "that would be \(grouped(cells.count)) histograms, and more than 60 cannot be read",
      "choose with --environment and --policies")
  }
  let all = cells.flatMap { $0.values[measured.metric] ?? [] }
  let edges =
    request.xScale == .log
    ? logarithmicEdges(all) : commonEdges(cells.map { $0.values[measured.metric] ?? [] })
  var stuck = 0
  let panels = cells.map { cell -> Panel in
    let values = cell.values[measured.metric] ?? []
    let flags = cell.values[.stuckFraction] ?? []
    let lost = zip(values, flags).filter { $1 > 0 }.map(\.0)
    stuck += lost.count
    var marks: [Mark] = [.bars(.histogram("all runs", of: values, edges: edges))]
    if !lost.isEmpty {
      marks.append(.bars(.histogram("stuck runs", of: lost, edges: edges, series: 1)))
      // A bar of one run among many is hardly seen; a stroke at its bin is.
      let bins = zip(edges, edges.dropFirst()).filter { low, high in
        lost.contains { low <= $0 && $0 <= high }
      }
      marks.append(.rug(Rug("stuck runs", positions: bins.map { ($0 + $1) / 2 }, series: 1)))
    }
    let title = measured.environments.count > 1 ? "\(cell.environment): " : ""
    return Panel(
      title + cell.policy,
      x: Axis(measured.name, (request.xScale ?? .linear).scale(for: all)),
      y: Axis("runs", (request.yScale ?? .linear).scale(for: [Double(all.count)])), marks: marks)
  }
  let rule =
    stuck > 0
    ? " Stuck: over the last tenth of the rounds no optimal arm was among the most pulled." : ""
  return Figure(
    request.plan.title,
    caption: "Final \(measured.name) by run, \(measured.replications) each; "
      + measured.provenance + rule,
    panels: panels, columns: request.columns)
}

/// The bins of all values, as wide as those that suit the policy in the middle: the widest spread
/// would leave one bar of most policies, the narrowest a hair of the others.
private func commonEdges(_ samples: [[Double]]) -> [Double] {
  let all = Bars.histogram(of: Array(samples.joined())).edges
  guard let first = all.first, let last = all.last else { return all }
  let widths = samples.compactMap { values -> Double? in
    let edges = Bars.histogram(of: values).edges
    return edges.count > 1 ? edges[1] - edges[0] : nil
  }.sorted()
  let width = max(widths[widths.count / 2], (last - first) / 60)
  return all[1] - all[0] <= width
    ? all : Bars.histogram(of: Array(samples.joined()), width: width).edges
}

/// Thirty bins of one ratio over the positive values.
private func logarithmicEdges(_ values: [Double]) -> [Double] {
  let positive = values.filter { $0 > 0 && $0.isFinite }
  guard let least = positive.min(), let most = positive.max() else { return [] }
  let (low, high) = (Scale.log.forward(least), Scale.log.forward(most))
  guard high > low else { return [least / 1.1, least * 1.1] }
  return (0...30).map { step in
    // The ends are the extremes themselves: a rounded one would lose a value.
    step == 0
      ? least : step == 30 ? most : Scale.log.inverse(low + (high - low) * Double(step) / 30)
  }
}
