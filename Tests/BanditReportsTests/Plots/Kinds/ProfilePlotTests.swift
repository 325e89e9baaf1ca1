import BanditFigures
import BanditReports
import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Performance profiles")
struct ProfilePlotTests {
  private func result(_ means: [String: [Double]], without missing: Int? = nil) -> ResultSet {
    ResultSet(
      means.sorted { $0.key < $1.key }.flatMap { policy, values in
        values.enumerated().filter { $0.offset != missing || policy != "a" }.map { place, mean in
          MadeUp(policy, [mean, mean], environment: "environment \(place)")
        }
      })
  }

  @Test("Shares count the environments in which a policy is within the factor")
  func shares() throws {
    // Ratios of a: 1, 1, 3, 1; of b: 2, 2, 1, 1.
    let figure = try PlotKind.profile.figure(
      PlotRequest(result(["a": [1, 2, 9, 4], "b": [2, 4, 3, 4]])))
    let curves = figure.panels[0].curves
    #expect(curves.map(\.label) == ["a", "b"] && curves.allSatisfy(\.isStepped))
    #expect(curves[0].x == [1, 3, 3] && curves[0].y == [0.75, 1, 1])
    #expect(curves[1].x == [1, 2, 3] && curves[1].y == [0.5, 1, 1])
  }

  @Test("Where more is better, the factor is the best over one's own")
  func reward() throws {
    // Rewards of a: 90, 80; of b: 45, 80.
    var request = PlotRequest(result(["a": [10, 20], "b": [55, 20]]))
    request.metric = .reward
    let curves = try PlotKind.profile.figure(request).panels[0].curves
    #expect(curves[0].y == [1, 1] && curves[1].x == [1, 2, 2] && curves[1].y == [0.5, 1, 1])
  }

  @Test("An environment that was not played is never reached; the oracle is no rival")
  func missing() throws {
    let figure = try PlotKind.profile.figure(
      PlotRequest(result(["a": [1, 1], "b": [2, 2], "oracle": [0, 0]], without: 1)))
    let curves = figure.panels[0].curves
    #expect(curves.map(\.label) == ["a", "b"])
    #expect(curves[0].y.last == 0.5 && curves[1].y.last == 1)
    #expect(figure.caption.hasSuffix("Without oracle, which loses nothing."))
  }

  @Test("One environment has no profile, nor have negative means")
  func refusals() {
    #expect(throws: PlotRefusal.self) {
      try PlotKind.profile.figure(PlotRequest(result(["a": [1], "b": [2]])))
    }
    let negative = #expect(throws: PlotRefusal.self) {
      try PlotKind.profile.figure(PlotRequest(result(["a": [1, -1], "b": [2, 2]])))
    }
    #expect(negative?.reason.contains("is negative for some policies") ?? false)
  }
}
