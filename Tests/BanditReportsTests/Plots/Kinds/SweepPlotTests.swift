import BanditFigures
import BanditReports
import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Sweeps")
struct SweepPlotTests {
  private func swept(_ gap: Double, _ policy: String, _ regrets: [Double]) -> MadeUp {
    MadeUp(
      policy, regrets, environment: "dominance, gap = \(gap == 1 ? "1" : "0.1")",
      swept: [Plan.SweptValue(path: "environment.gap", value: .number(gap))])
  }

  private let published = Target.published(
    TargetMean(
      environment: "dominance, gap = 0.1", policy: "b", metric: .realisedRegret, round: 100,
      mean: 9, standardDeviation: 6, replications: 4, source: "a paper"))

  private func result(_ targets: [Target] = []) -> ResultSet {
    ResultSet(
      [
        swept(1, "a", [1, 3]), swept(1, "b", [5, 5]), swept(0.1, "a", [10, 20]),
        swept(0.1, "b", [6, 8]),
      ], targets: targets)
  }

  @Test("Means stand over the values in their order, a policy a curve")
  func means() throws {
    let figure = try PlotKind.sweep.figure(PlotRequest(result()))
    #expect(figure.panels.count == 1 && figure.panels[0].x.label == "gap")
    let curves = figure.panels[0].curves
    #expect(curves.map(\.label) == ["a", "b"])
    #expect(curves[0].x == [0.1, 1] && curves[0].y == [15, 2] && curves[1].y == [7, 5])
    #expect(figure.panels[0].x.scale == .linear)
  }

  @Test("Published values of the metric are points with their standard error and their source")
  func targets() throws {
    let figure = try PlotKind.sweep.figure(PlotRequest(result([published])))
    #expect(figure.panels[0].y.label == "mean realised regret")
    let points = try #require(figure.panels[0].points.first)
    #expect(points.label == "b, published" && points.x == [0.1] && points.y == [9])
    // 6/√4 to each side.
    #expect(points.vertical?.lower == [6] && points.vertical?.upper == [12])
    #expect(points.series == 1 + SeriesStyle.colors)
    #expect(figure.caption.hasSuffix("where it is known: a paper."))
    var other = PlotRequest(result([published]))
    other.metric = .pseudoRegret
    #expect(try PlotKind.sweep.figure(other).panels[0].points.isEmpty)
  }

  @Test("What the sweep leaves alone is a level line, and wide ranges are logarithmic")
  func alone() throws {
    let figure = try PlotKind.sweep.figure(
      PlotRequest(
        ResultSet(
          [0.01, 1].map { value in
            MadeUp(
              "ε, epsilon = \(value == 1 ? "1" : "0.01")", [value, value],
              swept: [Plan.SweptValue(path: "policies.*.epsilon", value: .number(value))])
          } + [MadeUp("other", [4, 6])])))
    #expect(figure.panels[0].curves.map(\.label) == ["ε"])
    #expect(figure.panels[0].references.map(\.position) == [5])
    #expect(figure.panels[0].x.scale == .log)
  }

  @Test("Words stand beside one another, and without a sweep there is none")
  func words() throws {
    let kinds = ["x", "y"].map { word in
      MadeUp(
        "policy, kind = \(word)", [1, 3],
        swept: [Plan.SweptValue(path: "policies.0.kind", value: .text(word))])
    }
    let figure = try PlotKind.sweep.figure(PlotRequest(ResultSet(kinds)))
    #expect(figure.panels[0].x.scale == .ordinal(["x", "y"]))
    #expect(figure.panels[0].points.map(\.x) == [[0, 1]])
    #expect(throws: PlotRefusal.self) {
      try PlotKind.sweep.figure(PlotRequest(ResultSet([MadeUp("one", [1])])))
    }
  }

  @Test("Numbers that are swept ask for a sweep, curves for regret, single rounds for a histogram")
  func suggestions() {
    #expect(PlotKind.suggested(for: result().plan).id == "sweep")
    #expect(PlotKind.suggested(for: ResultSet([MadeUp("one", [1, 2])]).plan).id == "regret")
    let last = ResultSet([MadeUp("one", [1, 2], rounds: [100])])
    #expect(PlotKind.suggested(for: last.plan).id == "histogram")
  }
}
