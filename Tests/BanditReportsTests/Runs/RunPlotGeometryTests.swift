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
          let placed = figure.placed(style)
          let page = Box(left: 0, top: 0, right: placed.width, bottom: placed.height)
          let texts = placed.texts
          for (index, text) in texts.enumerated() {
            #expect(page.contains(text.box, slack: 0.01), "\(kind.id): \(text.text)")
            for other in texts.dropFirst(index + 1) {
              #expect(
                !text.box.shrunk.overlaps(other.box.shrunk),
                "\(kind.id), \(arms) arms: '\(text.text)' on '\(other.text)'")
            }
          }
          #expect(placed.panels.allSatisfy { page.contains($0.plot) && $0.plot.height > 30 })
          count += 1
        }
        #expect(figure.text().split(separator: "\n").allSatisfy { $0.count <= 80 })
      }
    }
    #expect(count == 4 * Self.kinds.count * styles.count)
  }
}

extension Box {
  /// The box without a tenth of a pixel at each side, which rounding may take.
  fileprivate var shrunk: Box {
    Box(left: left + 0.1, top: top + 0.1, right: right - 0.1, bottom: bottom - 0.1)
  }
}
