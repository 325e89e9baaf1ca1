import BanditFigures
import ClusterBandit

extension PlotKind {
  /// What each arm paid in each round of a run.
  public static let raster = PlotKind(
    "raster", "what each arm paid in each round of one run, blank where it was not pulled",
    need: .problem
  ) { request in
    try RasterPlot(request).figure
  }
}

/// Rewards of single runs, a row for each arm and a panel for each policy.
struct RasterPlot {
  /// The most panels; more are too small to be read.
  static let mostPolicies = 6
  private static let mostCells = 400_000

  let figure: Figure

  init(_ request: PlotRequest) throws {
    let environment = try PlayedEnvironment(request, kind: "raster")
    let all = try environment.policies()
    let arms = ArmAxis(environment.replication.instance)
    let scale = request.xScale ?? .linear
    let count = environment.clustering.armCount
    let bins = RoundBins(
      rounds: environment.rounds, most: max(50, min(1000, Self.mostCells / count)), scale: scale)
    let panels = try all.prefix(Self.mostPolicies).map { policy in
      let run = try environment.run(policy)
      return Panel(
        run.policy, x: Axis("round t", scale == .log ? .log : .linear), y: arms.axis,
        marks: [.raster(Self.raster(run, bins))] + arms.borders(.horizontal))
    }
    figure = Figure(
      "Rewards of each arm",
      caption: environment.caption([
        bins.ends.count < environment.rounds
          ? "Where rounds are finer than cells, a cell is the mean of its rounds." : nil,
        PlayedEnvironment.share(
          panels.count, of: all.count, "policies", ": choose others with --policies"),
      ]), panels: panels, columns: request.columns ?? 1, aspect: 0.24)
  }

  private static func raster(_ run: PlayedRun, _ bins: RoundBins) -> Raster {
    let (rows, columns) = (run.instance.armCount, bins.ends.count)
    var sums = [Double](repeating: 0, count: rows * columns)
    var counts = [Int](repeating: 0, count: rows * columns)
    for (index, bin) in bins.places.enumerated() {
      let place = run.arms[index] * columns + bin
      sums[place] += run.rewards[index]
      counts[place] += 1
    }
    return Raster(
      "reward",
      cells: (0..<rows).map { row in
        (0..<columns).map { column in
          let place = row * columns + column
          return counts[place] > 0 ? sums[place] / Double(counts[place]) : nil
        }
      }, columnEdges: bins.edges, rowEdges: (0...rows).map { Double($0) - 0.5 },
      domain: run.instance.rewards.isBinary ? 0...1 : nil, missing: "not pulled")
  }
}
