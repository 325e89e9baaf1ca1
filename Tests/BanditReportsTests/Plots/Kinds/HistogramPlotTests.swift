import BanditFigures
import BanditReports
import Testing

@testable import BanditExperiments

@Suite("Histograms")
struct HistogramPlotTests {
  @Test("Every run is in a bin, all policies have the same bins, and stuck runs are marked")
  func counts() throws {
    let values = (0..<50).map { Double($0 % 10) }
    let result = ResultSet([
      MadeUp("one", values, stuck: values.map { $0 == 9 ? 1 : 0 }),
      MadeUp("two", values.map { 100 + $0 }),
    ])
    for scale in [PlotScale.linear, .log] {
      var request = PlotRequest(result)
      request.xScale = scale
      let panels = try PlotKind.histogram.figure(request).panels
      #expect(panels.map(\.title) == ["one", "two"])
      let bars = panels.map(\.bars)
      #expect(bars[0][0].edges == bars[1][0].edges)
      // On a logarithmic axis the five runs with regret 0 have no place.
      #expect(bars[0][0].heights.reduce(0, +) == (scale == .log ? 45 : 50))
      #expect(bars[1][0].heights.reduce(0, +) == 50)
      #expect(bars.map(\.count) == [2, 1])
      #expect(bars[0][1].heights.reduce(0, +) == 5 && bars[0][1].label == "stuck runs")
    }
    let caption = try PlotKind.histogram.figure(PlotRequest(result)).caption
    #expect(caption.contains("Stuck: over the last tenth of the rounds no optimal arm was"))
  }

  @Test("More histograms than can be read are refused")
  func many() {
    let result = ResultSet((0..<61).map { MadeUp("policy \($0)", [1, 2]) })
    let refusal = #expect(throws: PlotRefusal.self) {
      try PlotKind.histogram.figure(PlotRequest(result))
    }
    #expect(refusal?.hint == "choose with --environment and --policies")
  }
}
