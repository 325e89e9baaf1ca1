import BanditFigures
import BanditReports
import Testing

@testable import BanditExperiments

@Suite("Geometry of the kinds of plots")
struct PlotGeometryTests {
  private static let styles = [
    FigureStyle(), .column, .page, FigureStyle(width: 200, theme: .dark), FigureStyle(key: .legend),
  ]

  @Test("Every kind of every nasty result is a sound figure or a refusal with a hint")
  func everything() throws {
    var (figures, refusals) = (0, 0)
    let kinds = PlotKind.all.filter { $0.need == .result }
    for kind in kinds {
      for (name, result) in NastyResult.all {
        for (style, band) in zip(Self.styles, PlotBand.allCases + [.standardError]) {
          var request = PlotRequest(result)
          request.band = band
          request.yScale = style.theme == .dark ? .symlog : style.key == .legend ? .log : nil
          request.xScale = style.key == .legend ? .log : nil
          do {
            let figure = try kind.figure(request)
            let placed = figure.placed(style)
            #expect(placed.flaws == [], "\(kind.id), \(name), \(band)")
            #expect(figure.caption.contains("seed 7") && !figure.panels.isEmpty)
            #expect(figure.caption.contains("partial") == (name == "partial"), "\(kind.id)")
            figures += 1
          } catch let refusal as PlotRefusal {
            #expect(!refusal.reason.isEmpty && !refusal.hint.isEmpty)
            refusals += 1
          }
        }
      }
    }
    #expect(figures + refusals == kinds.count * NastyResult.all.count * Self.styles.count)
    #expect(figures > refusals, "\(figures) figures, \(refusals) refusals")
  }

  @Test("A result that holds nothing is refused by every kind, with a way out")
  func empty() throws {
    let kinds = PlotKind.all.filter { $0.need == .result }
    for kind in kinds {
      let refusal = #expect(throws: PlotRefusal.self) {
        try kind.figure(PlotRequest(ResultSet([])))
      }
      #expect(refusal?.hint.isEmpty == false, "\(kind.id)")
    }
    #expect(kinds.count >= 6)
    let regret = #expect(throws: PlotRefusal.self) {
      try PlotKind.regret.figure(PlotRequest(ResultSet([])))
    }
    #expect(regret?.reason == "nothing was measured of what is asked for")
  }

  @Test("What was not played is said by a partial result")
  func partial() throws {
    let whole = ResultSet([
      MadeUp("one", [1, 2]), MadeUp("two", [1, 2]), MadeUp("one", [1, 2], environment: "other"),
    ])
    let result = whole.filtered { $0.environment == "env" }
    #expect(
      try PlotKind.regret.figure(PlotRequest(result)).caption.hasSuffix(
        "The result is partial: 1 of 2 environments are complete; 1 not begun."))
    var request = PlotRequest(result)
    request.environments = ["other"]
    let refusal = #expect(throws: PlotRefusal.self) { try PlotKind.regret.figure(request) }
    #expect(
      refusal?.hint == "the result is partial: 1 of 2 environments are complete; 1 not begun")
  }
}
