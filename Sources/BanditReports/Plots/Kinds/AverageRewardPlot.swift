import BanditExperiments
import BanditFigures
import ClusterBandit

extension PlotKind {
  /// The mean reward of a pull so far, against the logarithm of rounds.
  public static let averageReward = PlotKind(
    "average-reward", "the mean reward per round against lg t, beside the oracle's", need: .result
  ) { request in
    try averageRewardFigure(request)
  }
}

/// Σ r / t at every checkpoint, a panel for each environment.
private func averageRewardFigure(_ request: PlotRequest) throws -> Figure {
  let measured = try Measurements(request, .reward)
  try measured.requireCurveBand(of: .reward)
  let panels = measured.environments.map { environment in
    let curves = environment.cells.map { cell -> Curve in
      let rounds = cell.rounds.map { Double($0) }
      let moments = cell.curves[.reward] ?? []
      return Curve(
        cell.policy, x: rounds, y: zip(moments, rounds).map { $0.mean / $1 },
        band: measured.band(moments, quantiles: nil, over: rounds),
        series: measured.series(cell.policy))
    }
    return Panel(
      measured.title(environment), x: Axis("round t", (request.xScale ?? .log).scale(for: [])),
      y: Axis(
        measured.environments.count > 2 ? "mean reward" : "mean reward per round",
        (request.yScale ?? .linear).scale(for: curves.flatMap(\.y))),
      marks: (oracle(environment).map { [.curve($0)] } ?? []) + curves.map { .curve($0) })
  }
  return Figure(
    request.plan.title,
    caption: "Mean reward per round, from the first to round t, over \(measured.replications)"
      + "\(measured.bandWords); \(measured.provenance)",
    panels: panels, columns: measured.columns,
    sharesX: Set(measured.cells.map(\.horizon)).count == 1)
}

/// What the oracle earns per round: a policy's reward and its realised regret add up to t μ*.
private func oracle(_ environment: Measurements.Environment) -> Curve? {
  guard let cell = environment.cells.first, let rewards = cell.curves[.reward],
    let regrets = cell.curves[.realisedRegret]
  else { return nil }
  let rounds = cell.rounds.map { Double($0) }
  return Curve(
    "μ*, the oracle's mean", x: rounds,
    y: zip(zip(rewards, regrets), rounds).map { ($0.0.mean + $0.1.mean) / $1 },
    series: SeriesStyle.reference)
}
