import BanditFigures
import BanditReports
import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Matrices of pairs")
struct PairsPlotTests {
  private let result: ResultSet = {
    let noise = (0..<40).map { Double($0 * 17 % 40) / 40 }
    return ResultSet([
      MadeUp("worst", noise.map { 20 + $0 }), MadeUp("best", noise),
      // As good as the best: it differs as often up as down.
      MadeUp("equal", noise.enumerated().map { $1 + ($0 % 2 == 0 ? 0.011 : -0.01) }),
    ])
  }()

  @Test("Better policies come first, and cells hold row − column where a test tells them apart")
  func differences() throws {
    let panel = try PlotKind.pairs.figure(PlotRequest(result)).panels[0]
    #expect(panel.x.scale == .ordinal(["best", "equal"]))
    #expect(panel.y.scale == .ordinal(["worst", "equal"]))
    let raster = try #require(panel.rasters.first)
    let worst = raster.cells[0]
    #expect(abs((worst[0] ?? 0) - 20) < 1e-9 && abs((worst[1] ?? 0) - 19.9995) < 1e-9)
    #expect(raster.cells[1] == [nil, nil])
    #expect(raster.domain?.lowerBound == 0 && abs((raster.domain?.upperBound ?? 0) - 20) < 1e-9)
    #expect(raster.texts[1][0].contains(" ± ") || raster.texts[1][0].contains("\n± "))
    #expect(raster.texts[1][1].isEmpty)
  }

  @Test("Where more is better the order is the other way round")
  func reward() throws {
    var request = PlotRequest(result)
    request.metric = .reward
    let panel = try PlotKind.pairs.figure(request).panels[0]
    #expect(panel.x.scale == .ordinal(["best", "equal"]))
    #expect(abs((panel.rasters[0].cells[0][0] ?? 0) + 20) < 1e-9)
  }

  @Test("One policy is no pair, and many are too many")
  func refusals() {
    let one = #expect(throws: PlotRefusal.self) {
      try PlotKind.pairs.figure(PlotRequest(ResultSet([MadeUp("one", [1, 2])])))
    }
    #expect(one?.reason.hasSuffix("has one policy, and a pair is two") ?? false)
    let many = #expect(throws: PlotRefusal.self) {
      try PlotKind.pairs.figure(
        PlotRequest(ResultSet((0..<41).map { MadeUp("policy \($0)", [1, 2]) })))
    }
    #expect(many?.hint == "choose with --policies")
  }
}
