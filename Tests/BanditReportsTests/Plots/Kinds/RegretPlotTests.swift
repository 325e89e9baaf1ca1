import BanditFigures
import BanditReports
import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Regret curves")
struct RegretPlotTests {
  private let result = ResultSet([
    MadeUp("one", [2, 4, 6]), MadeUp("two", [8, 8, 8]),
    MadeUp("two", [1, 2, 3], environment: "other"),
  ])

  @Test("Means stand at their rounds, with a standard error to each side, an environment a panel")
  func means() throws {
    let figure = try PlotKind.regret.figure(PlotRequest(result))
    #expect(figure.panels.map(\.title) == ["env", "other"])
    let curves = figure.panels[0].curves
    #expect(curves.map(\.label) == ["one", "two"])
    #expect(curves[0].x == [10, 100])
    #expect(abs(curves[0].y[0] - 0.4) < 1e-12 && abs(curves[0].y[1] - 4) < 1e-12)
    let error = 2 / 3.0.squareRoot()
    let band = try #require(curves[0].band)
    #expect(abs(band.lower[1] - (4 - error)) < 1e-12 && abs(band.upper[1] - (4 + error)) < 1e-12)
    // The same policy is the same series in every panel.
    #expect(figure.panels[1].curves.map(\.series) == [1])
    #expect(
      figure.caption
        == "Mean pseudo-regret over 3 replications, bands of ± 1 standard error; seed 7.")
  }

  @Test("Bands are what was asked for")
  func bands() throws {
    func band(_ kind: PlotBand) throws -> Band? {
      var request = PlotRequest(result)
      request.band = kind
      return try PlotKind.regret.figure(request).panels[0].curves[0].band
    }
    #expect(try band(.none) == nil)
    let interval = try #require(try band(.confidence))
    // t of 2 degrees of freedom at 95 % is 4.302653.
    #expect(abs(interval.upper[1] - (4 + 4.302653 * 2 / 3.0.squareRoot())) < 1e-5)
    let quantiles = try #require(try band(.quantiles))
    #expect(abs(quantiles.lower[1] - 2.2) < 1e-12 && abs(quantiles.upper[1] - 5.8) < 1e-12)
  }

  @Test("One replication has no band, and the caption says so")
  func single() throws {
    let figure = try PlotKind.regret.figure(PlotRequest(ResultSet([MadeUp("one", [3])])))
    #expect(figure.panels[0].curves[0].band == nil)
    #expect(
      figure.caption
        == "Mean pseudo-regret over 1 replication, too few for bands; seed 7.")
  }

  @Test("Metrics without a curve, and quantiles that are not kept, are refused with a way out")
  func refusals() {
    var request = PlotRequest(result)
    request.metric = .stuckFraction
    let stuck = #expect(throws: PlotRefusal.self) { try PlotKind.regret.figure(request) }
    #expect(stuck?.hint == "choose --kind sweep or histogram")
    request.metric = .reward
    request.band = .quantiles
    let quantiles = #expect(throws: PlotRefusal.self) { try PlotKind.regret.figure(request) }
    #expect(quantiles?.hint == "choose --band se or ci, or --metric pseudo-regret")
  }

  @Test("Bounds C ln t stand beside the regret of a fixed instance, and only there")
  func bounds() throws {
    func figure(_ environment: String, _ metric: Metric = .pseudoRegret) throws -> Figure {
      let text = """
        name: bounds
        horizon: 1000
        replications: 4
        environment: \(environment)
        policies: [{kind: random}]
        """
      let reader = PlanReader()
      let here = URL(fileURLWithPath: ".")
      let plan = try reader.read(Data(text.utf8), named: "bounds.yaml", folder: here)
      let experiment = try reader.prepare(plan, folder: here)
      var request = PlotRequest(try experiment.run(jobs: 1), experiment: experiment)
      request.metric = metric
      return try PlotKind.regret.figure(request)
    }
    let fixed = try figure("{kind: bernoulli, means: [0.4, 0.6]}").panels[0].curves
    #expect(fixed.map(\.label) == ["Lai–Robbins, C ln t", "random"])
    // 0.2 / kl(0.4, 0.6) · ln 1000.
    let divergence = 0.4 * log(0.4 / 0.6) + 0.6 * log(0.6 / 0.4)
    #expect(abs((fixed[0].y.last ?? 0) - 0.2 / divergence * log(1000)) < 1e-9)
    #expect(fixed[0].series == SeriesStyle.reference)
    #expect(try figure("{kind: bernoulli, means: [0.4, 0.6]}", .reward).panels[0].curves.count == 1)
    #expect(try figure("{kind: needle, arms: 4, clusters: 2}").panels[0].curves.count == 1)
    let close = try figure("{kind: bernoulli, means: [0.5, 0.5001]}")
    #expect(close.panels[0].curves.count == 1)
    let words = "Above what is shown, binding only as T grows: Lai–Robbins bound, C = "
    #expect(close.caption.contains(words))
  }
}
