import BanditExperiments
import BanditFigures
import Testing

@testable import BanditReports

@Suite("Figures of theory")
struct TheoryPlotTests {
  private func request() throws -> PlotRequest {
    PlotRequest(
      try Simulation(
        .bernoulli(means: [0.2, 0.8, 0.5]),
        policies: [
          .ucb1(), .ucb(c: 3).labeled("wide"), .ucbAsPrinted(), .thompson(), .ucb(c: 1),
        ], horizon: 1000, replications: 1
      ).experiment())
  }

  private func curves(_ panel: Panel) -> [Curve] {
    panel.marks.compactMap { if case .curve(let one) = $0 { one } else { nil } }
  }

  @Test("Both forms of the bonus are drawn, and those of policies that have another")
  func bonus() throws {
    var wanted = try request()
    #expect(curves(try PlotKind.bonus.figure(wanted).panels[0]).count == 2)
    wanted.policies = ["wide", "ucb1", "ucb-as-printed"]
    let figure = try PlotKind.bonus.figure(wanted)
    #expect(figure.panels.map(\.title) == ["round t = 10", "round t = 100", "round t = 1,000"])
    let all = curves(figure.panels[2])
    #expect(all.map(\.label) == ["UCB1: √(2 ln t / n)", "as printed: 2 ln(t / n)", "wide"])
    var count = 0
    for (index, pulls) in all[0].x.enumerated() {
      // ln 1,000 = 6.907755…
      let root = (2 * 6.907755278982137 / pulls).squareRoot()
      #expect((all[0].y[index] - root).magnitude < 1e-9)
      #expect((all[2].y[index] - 3 * root).magnitude < 1e-9)
      count += 1
    }
    #expect(count > 50)
    #expect(all[1].x.last == 1000 && all[1].y.last == 0)
    #expect((all[1].y[0] - 13.815510557964274).magnitude < 1e-9)
  }

  @Test("Bounds are T and √(k T ln T), for the k that are asked for, else for 1, 10 and 100 times")
  func bounds() throws {
    var wanted = try request()
    let usual = curves(try PlotKind.bounds.figure(wanted).panels[0])
    #expect(
      usual.map(\.label) == ["ε-greedy: T"]
        + [3, 30, 300].map { "UCB1: √(k T ln T), k = \($0)" })
    wanted.armCounts = [50, 2]
    let figure = try PlotKind.bounds.figure(wanted)
    let all = curves(figure.panels[0])
    #expect(all.map { $0.x.last } == [1000, 1000, 1000])
    #expect(all[0].y.last == 1000)
    #expect(((all[1].y.last ?? 0) - 117.53940).magnitude < 1e-4)
    #expect(((all[2].y.last ?? 0) - 587.69701).magnitude < 1e-4)
    // Shapes stand on no axis of measured regret.
    #expect(figure.panels[0].y.label == "order of the bound")
  }
}
