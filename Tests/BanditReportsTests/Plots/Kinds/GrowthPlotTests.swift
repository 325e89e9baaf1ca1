import BanditFigures
import BanditReports
import Foundation
import Testing

@Suite("Growth of times")
struct GrowthPlotTests {
  private let text = """
    {"schema": 2, "benchmarks": [
      {"name": "n-kl-ucb-1e3", "group": "growth", "arms": 1000, "unit": "decision",
       "microseconds": [2, 3, 7], "median": 3},
      {"name": "n-kl-ucb-1e2", "group": "growth", "arms": 100, "unit": "decision",
       "microseconds": [1, 1, "nan"], "median": 1},
      {"name": "d-tsc", "group": "pulls", "arms": 100, "unit": "pull",
       "microseconds": [9], "median": 9}]}
    """

  @Test("Medians stand over the arms in their order, between the least and the greatest time")
  func times() throws {
    let records = try #require(BenchmarkRecords(Data(text.utf8)))
    let figure = try PlotKind.growth.figure(PlotRequest(records))
    let curve = try #require(figure.panels[0].curves.first)
    #expect(figure.panels[0].curves.count == 1 && curve.label == "kl-ucb")
    #expect(curve.x == [100, 1000] && curve.y == [1, 3])
    #expect(curve.band?.lower[1] == 2 && curve.band?.upper[1] == 7)
    #expect(figure.placed().flaws == [])
  }

  @Test("Other files are none, and times are nothing for other kinds")
  func refusals() throws {
    #expect(BenchmarkRecords(Data("{}".utf8)) == nil)
    let records = try #require(BenchmarkRecords(Data(#"{"schema": 2, "benchmarks": []}"#.utf8)))
    var count = 0
    for kind in PlotKind.all {
      let refusal = #expect(throws: PlotRefusal.self) { try kind.figure(PlotRequest(records)) }
      #expect(refusal?.hint.contains("bench growth --format json") ?? false, "\(kind.id)")
      count += 1
    }
    #expect(count == PlotKind.all.count && count > 6)
  }
}
