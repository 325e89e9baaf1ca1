import BanditExperiments
import BanditFigures
import ClusterBandit
import Randomness

extension PlotKind {
  /// How bounds on regret grow.
  public static let bounds = PlotKind(
    "bounds", "how the regret bounds of ε-greedy and UCB1 grow with T and k: shapes, no values",
    need: .problem
  ) { request in
    try BoundsPlot(request).figure
  }
}

/// Orders of growth of two bounds, without their constants.
///
/// Source: P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the multiarmed bandit
/// problem", Machine Learning 47 (2002); with gaps left out, UCB1's regret is O(√(k T ln T)).
struct BoundsPlot {
  let figure: Figure

  init(_ request: PlotRequest) throws {
    let horizon = request.rounds ?? request.plan.problems.map(\.horizon).max() ?? 10_000
    guard horizon >= 2 else {
      throw PlotRefusal("at T = \(horizon) nothing grows", "give a larger --rounds")
    }
    let counts = Self.armCounts(request)
    let rounds = RoundBins(rounds: horizon, most: 200, scale: request.xScale ?? .linear).ends
      .filter { $0 > 1 }.map(Double.init)
    let linear = Curve("ε-greedy: T", x: rounds, y: rounds, series: 0)
    let roots = counts.enumerated().map { series, count in
      Curve(
        "UCB1: √(k T ln T), k = \(count.grouped)", x: rounds,
        y: rounds.map { (Double(count) * $0 * Elementary.log($0)).squareRoot() },
        series: series + 1)
    }
    func axis(_ label: String, _ scale: PlotScale?) -> Axis {
      Axis(label, scale?.scale(for: [Double(horizon)]) ?? .linear, includesZero: true)
    }
    figure = Figure(
      "How regret bounds grow",
      caption: "Orders of growth without constants: only the shapes can be compared. Where two "
        + "curves cross means nothing, and no measured regret belongs on this axis.",
      x: axis("T, the number of rounds played", request.xScale),
      y: axis("order of the bound", request.yScale),
      marks: ([linear] + roots).map(Mark.curve))
  }

  /// The numbers of arms that are asked for, else those of the problems, else a few.
  private static func armCounts(_ request: PlotRequest) -> [Int] {
    guard request.armCounts.isEmpty else { return Array(Set(request.armCounts).sorted().prefix(6)) }
    let problems = request.experiment?.problems ?? []
    let counts = Set(
      problems.filter { request.includes(environment: $0.label) }.map {
        $0.environment.shape.armCount
      })
    guard counts.count == 1, let count = counts.first else {
      return counts.isEmpty ? [2, 10, 50] : Array(counts.sorted().prefix(4))
    }
    return [count, 10 * count, 100 * count]
  }
}
