import BanditExperiments
import BanditFigures
import ClusterBandit
import Testing

@testable import BanditReports

@Suite("Geometry of figures of single runs and of theory")
struct RunPlotGeometryTests {
  private static let kinds: [PlotKind] = [
    .raster, .means, .pulls, .posterior, .bonus, .bounds,
  ]
  private static let labels = [
    "a \"quoted\" <name> & more", "日本語の方策 🎰", String(repeating: "long name ", count: 30), " ",
  ]

  private func experiment(arms: Int, horizon: Int, _ labels: [String]) throws -> Experiment {
    let policies = zip(labels, [Simulation.Policy.thompson(), .ucb1(), .tsc(), .ucb(c: 2)])
      .map { $1.labeled($0) }
    return try Simulation(
      .bernoulli(
        means: (0..<arms).map { Double($0 + 1) / Double(arms + 1) },
        clusters: [Array(0..<(arms + 1) / 2), Array((arms + 1) / 2..<arms)].filter { !$0.isEmpty }),
      policies: policies, horizon: horizon, replications: 1
    ).experiment()
  }

  @Test("Nothing stands outside of the page or on other text, whatever names, arms and horizon")
  func everything() throws {
    let styles = [FigureStyle.column, FigureStyle(theme: .dark)]
    var count = 0
    for (arms, horizon) in [(1, 1), (3, 50), (40, 300), (120, 300)] {
      let request = PlotRequest(
        try experiment(arms: arms, horizon: horizon, Array(Self.labels.prefix(3)) + ["plain"]))
      for kind in Self.kinds {
        guard let figure = try? kind.figure(request) else {
          // At T = 1 nothing grows.
          #expect(horizon == 1 && kind.id == "bounds")
          count += styles.count
          continue
        }
        for style in styles {
          #expect(figure.placed(style).flaws == [], "\(kind.id), \(arms) arms")
          count += 1
        }
        #expect(figure.text().split(separator: "\n").allSatisfy { $0.count <= 80 })
      }
    }
    #expect(count == 4 * Self.kinds.count * styles.count)
  }
}
