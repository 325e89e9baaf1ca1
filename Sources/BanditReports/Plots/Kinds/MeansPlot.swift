import BanditFigures
import ClusterBandit

extension PlotKind {
  /// How the observed means of arms settle in a run.
  public static let means = PlotKind(
    "means", "the observed mean of each arm in one run, with a tick for each of its pulls",
    need: .problem
  ) { request in
    try MeansPlot(request).figure
  }
}

/// Observed means of single runs, a curve for each arm and a panel for each policy.
struct MeansPlot {
  private static let mostPolicies = 6
  private static let mostArms = 7
  private static let mostPoints = 1000

  let figure: Figure

  init(_ request: PlotRequest) throws {
    let environment = try PlayedEnvironment(request, kind: "means")
    let all = try environment.policies()
    let scale = request.xScale ?? .log
    let bins = RoundBins(rounds: environment.rounds, most: Self.mostPoints, scale: scale)
    let runs = try all.prefix(Self.mostPolicies).map { try environment.run($0) }
    let instance = environment.replication.instance
    let arms = runs.first?.mostPulled(Self.mostArms) ?? []
    let axis = ArmAxis(instance)
    let curves = runs.map { run in Self.curves(run, arms, axis, bins) }
    let values = curves.joined().flatMap(\.y) + arms.map { instance.means[$0] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let step = max(high - low, 1e-9) * 0.055
    let panels = zip(runs, curves).map { run, curves in
      let rugs = zip(arms, curves).enumerated().map { place, pair in
        Mark.rug(
          Rug(
            positions: Self.ticks(run, pair.0, bins), at: low - step * (Double(place) + 1),
            series: pair.1.series))
      }
      let truths = arms.map { Mark.reference(ReferenceLine(.horizontal, at: instance.means[$0])) }
      return Panel(
        run.policy, x: Axis("round t", scale == .log ? .log : .linear), y: Axis("observed mean"),
        marks: curves.map(Mark.curve) + truths + rugs)
    }
    figure = Figure(
      "Observed means of the arms",
      caption: environment.caption([
        "Dashed: the true means. Ticks below: the pulls of each arm, in the order of the names.",
        PlayedEnvironment.share(
          arms.count, of: instance.armCount, "arms, the most pulled ones of \(runs[0].policy)"),
        PlayedEnvironment.share(
          panels.count, of: all.count, "policies", ": choose others with --policies"),
      ]), panels: panels, columns: request.columns)
  }

  /// The mean of each arm at the end of each bin in which it was pulled, and at the last round.
  private static func curves(
    _ run: PlayedRun, _ arms: [Int], _ axis: ArmAxis, _ bins: RoundBins
  ) -> [Curve] {
    arms.enumerated().map { series, arm in
      var (sum, count) = (0.0, 0)
      var (xs, ys): ([Double], [Double]) = ([], [])
      var last = -1
      for (index, bin) in bins.places.enumerated() where run.arms[index] == arm {
        sum += run.rewards[index]
        count += 1
        if bin == last {
          xs.removeLast()
          ys.removeLast()
        }
        xs.append(Double(index + 1))
        ys.append(sum / Double(count))
        last = bin
      }
      if let end = ys.last, xs.last != Double(run.rounds) {
        xs.append(Double(run.rounds))
        ys.append(end)
      }
      return Curve("arm \(axis.name(arm))", x: xs, y: ys, series: series, isStepped: true)
    }
  }

  /// The rounds in which an arm was pulled, one for each bin.
  private static func ticks(_ run: PlayedRun, _ arm: Int, _ bins: RoundBins) -> [Double] {
    var ticks: [Double] = []
    var last = -1
    for (index, bin) in bins.places.enumerated() where run.arms[index] == arm && bin != last {
      ticks.append(Double(index + 1))
      last = bin
    }
    return ticks
  }
}
