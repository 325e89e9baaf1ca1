import BanditExperiments
import BanditFigures
import ClusterBandit
import Randomness

extension PlotKind {
  /// How an index rewards an arm for having been pulled little.
  public static let bonus = PlotKind(
    "bonus",
    "the exploration bonus of UCB against an arm's pulls at some rounds, also as misprinted",
    need: .problem
  ) { request in
    try BonusPlot(request).figure
  }
}

/// Bonuses against the pulls of an arm, a panel for each round.
struct BonusPlot {
  private struct Bonus {
    var label: String
    var value: (_ pulls: Double, _ clock: Double) -> Double
  }

  let figure: Figure

  init(_ request: PlotRequest) throws {
    let bonuses = try Self.bonuses(request)
    let horizon = request.rounds ?? request.plan.problems.map(\.horizon).max() ?? 1000
    let logarithm = Elementary.log(Double(max(horizon, 8)))
    let wanted =
      request.moments.isEmpty
      ? [1, 2, 3].map { Int(Elementary.exp(logarithm * Double($0) / 3).rounded()) }
      : request.moments
    let rounds = Set(wanted.map { max($0, 2) }).sorted()
    let xScale = request.xScale ?? .log
    let panels = rounds.map { round in
      let pulls = Self.pulls(upTo: round)
      return Panel(
        "round t = \(round.grouped)",
        x: Axis("pulls n of the arm", xScale == .log ? .log : .linear),
        y: Axis("bonus", (request.yScale ?? .linear).scale(for: [10]), includesZero: true),
        marks: bonuses.enumerated().map { series, bonus in
          .curve(
            Curve(
              bonus.label, x: pulls, y: pulls.map { bonus.value($0, Double(round)) },
              // UCB1 looks as it does beside ε-greedy among the bounds.
              series: series + 1))
        })
    }
    figure = Figure(
      "Exploration bonus against pulls",
      caption: "UCB1's bonus √(2 ln t / n) falls like n^(−1/2). Printed without its root, as in an "
        + "article on ε-greedy and UCB1, 2 ln(t / n) falls like −2 ln n and is 0 at n = t. The "
        + "article says that the bonus falls exponentially; neither form does.",
      panels: panels, columns: request.columns)
  }

  /// The two forms, and those of the policies that are asked for where they have another.
  private static func bonuses(_ request: PlotRequest) throws -> [Bonus] {
    var bonuses = [
      Bonus(label: "UCB1: √(2 ln t / n)") { (2 * Elementary.log($1) / $0).squareRoot() },
      Bonus(label: "as printed: 2 ln(t / n)") { 2 * Elementary.log($1 / $0) },
    ]
    let problems = request.experiment?.problems.filter { request.includes(environment: $0.label) }
    let policies = (problems ?? []).flatMap { zip($0.plan.policies.map(\.label), $0.policies) }
    for (label, policy) in policies where request.policies.contains(label) {
      guard let bonus = policy.bonus else {
        let able = Set(policies.filter { $0.1.bonus != nil }.map { "'\($0.0)'" }).sorted()
        throw PlotRefusal(
          "'\(label)' has no bonus that is a function of pulls and round",
          able.isEmpty
            ? "policies that do are of the kinds ucb, ucb1 and ucb-as-printed"
            : "\(able.prefix(8).joined(separator: ", ")) of this experiment "
              + "\(able.count == 1 ? "does" : "do")")
      }
      let value = { (pulls: Double, clock: Double) in bonus(pulls, clock) ?? .nan }
      let isKnown = bonuses.contains { known in
        [(1.0, 7.0), (2, 90)].allSatisfy { point in
          (known.value(point.0, point.1) - value(point.0, point.1)).magnitude < 1e-9
        }
      }
      if !isKnown { bonuses.append(Bonus(label: label, value: value)) }
    }
    return bonuses
  }

  /// Whole numbers of pulls, every one of the first and then so many to a decade.
  private static func pulls(upTo round: Int) -> [Double] {
    RoundBins(rounds: round, most: 200, scale: .log).ends.map(Double.init)
  }
}
