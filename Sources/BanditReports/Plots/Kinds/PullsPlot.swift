import BanditFigures
import ClusterBandit

extension PlotKind {
  /// Which arms a run pulls.
  public static let pulls = PlotKind(
    "pulls",
    "the share of each arm's pulls in one run: by policy, or by time where one policy is chosen",
    need: .problem
  ) { request in
    try PullsPlot(request).figure
  }
}

/// Shares of pulls by arm as a heat strip.
struct PullsPlot {
  private static let mostPolicies = 40
  private static let mostBins = 60

  let figure: Figure

  init(_ request: PlotRequest) throws {
    let environment = try PlayedEnvironment(request, kind: "pulls")
    let policies = try environment.policies()
    figure =
      policies.count == 1
      ? Self.byTime(try environment.run(policies[0]), environment, request)
      : try Self.byPolicy(policies, environment, request)
  }

  private static func byPolicy(
    _ policies: [Int], _ environment: PlayedEnvironment, _ request: PlotRequest
  ) throws -> Figure {
    let runs = try policies.prefix(mostPolicies).reversed().map { try environment.run($0) }
    let arms = ArmAxis(environment.replication.instance)
    let cells = runs.map { run in run.pulls.map { share($0, of: run.rounds) } }
    return Figure(
      "Share of pulls by policy",
      caption: environment.caption([
        PlayedEnvironment.share(
          runs.count, of: policies.count, "policies", ": choose others with --policies")
      ]),
      panels: [
        Panel(
          x: arms.axis, y: .names(runs.map(\.policy)),
          marks: [
            .raster(
              Raster("share of pulls", cells: cells, domain: domain(cells), missing: "never"))
          ] + arms.borders(.vertical))
      ], aspect: min(0.58, 0.18 + 0.035 * Double(runs.count)))
  }

  private static func byTime(
    _ run: PlayedRun, _ environment: PlayedEnvironment, _ request: PlotRequest
  ) -> Figure {
    let scale = request.xScale ?? .linear
    let bins = RoundBins(rounds: run.rounds, most: mostBins, scale: scale)
    let arms = ArmAxis(run.instance)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: bins.ends.count), count: run.instance.armCount)
    for (index, bin) in bins.places.enumerated() { counts[run.arms[index]][bin] += 1 }
    let lengths = zip(bins.ends, [0] + bins.ends).map { $0 - $1 }
    let cells = counts.map { zip($0, lengths).map { share($0, of: $1) } }
    return Figure(
      "Share of pulls of \(run.policy) over time", caption: environment.caption([]),
      panels: [
        Panel(
          x: Axis("round t", scale == .log ? .log : .linear), y: arms.axis,
          marks: [
            .raster(
              Raster(
                "share of pulls", cells: cells, columnEdges: bins.edges,
                rowEdges: (0...cells.count).map { Double($0) - 0.5 }, domain: domain(cells),
                missing: "never"))
          ] + arms.borders(.horizontal))
      ], aspect: min(0.58, 0.18 + 0.035 * Double(cells.count)))
  }

  /// From 0 on, so that equal colors are equal shares.
  private static func domain(_ cells: [[Double?]]) -> ClosedRange<Double> {
    0...(cells.joined().compactMap(\.self).max() ?? 1)
  }

  /// Nothing is no small share: an arm that was never pulled has no color.
  private static func share(_ pulls: Int, of rounds: Int) -> Double? {
    pulls > 0 ? Double(pulls) / Double(rounds) : nil
  }
}
