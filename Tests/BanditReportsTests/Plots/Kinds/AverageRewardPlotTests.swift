import BanditFigures
import BanditReports
import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Average rewards")
struct AverageRewardPlotTests {
  @Test("Rewards are divided by their rounds on a logarithmic axis, beside the oracle's mean")
  func rewards() throws {
    let figure = try PlotKind.averageReward.figure(
      PlotRequest(ResultSet([MadeUp("one", [20, 40])])))
    let curves = figure.panels[0].curves
    #expect(figure.panels[0].x.scale == .log)
    #expect(curves.map(\.label) == ["μ*, the oracle's mean", "one"])
    // 70 of 100 rounds, and a standard error of 10.
    #expect(abs(curves[1].y[1] - 0.7) < 1e-12)
    let band = try #require(curves[1].band)
    #expect(abs(band.lower[1] - 0.6) < 1e-12 && abs(band.upper[1] - 0.8) < 1e-12)
    #expect(curves[0].y.allSatisfy { abs($0 - 1) < 1e-12 })
  }

  @Test("There is no choice of a metric")
  func metric() {
    var request = PlotRequest(ResultSet([MadeUp("one", [20, 40])]))
    request.metric = .reward
    let refusal = #expect(throws: PlotRefusal.self) { try PlotKind.averageReward.figure(request) }
    #expect(refusal?.hint == "leave out --metric")
  }
}
