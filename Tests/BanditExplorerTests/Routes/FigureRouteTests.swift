import BanditExperiments
import BanditReports
import Testing

@testable import BanditExplorer

@Suite("Figures of one run")
struct FigureRouteTests {
  @Test(
    "The page's figures are those of 'plot'",
    arguments: ["pulls", "raster", "means", "posterior", "bonus", "bounds"])
  func kinds(_ kind: String) throws {
    let body =
      "{\"study\": \(RoutesTests.study), \"kind\": \"\(kind)\", \"view\": {\"width\": 500}}"
    let answer = Page().ask("figure", body)
    #expect(answer.status == 200)
    let request = try JSON.value(StudyRequest.self, Array(body.utf8))
    let experiment = try request.experiment(StudyShelf(catalogues: .standard, files: [:]))
    let figure = try PlotKind.named(kind).figure(PlotRequest(experiment))
    let own = FigureAnswer(figure, try JSON.value(ViewRequest.self, Array("{\"width\": 500}".utf8)))
    #expect(answer.object["csv"] as? String == own.csv)
    #expect(answer.object["svg"] as? String == own.svg)
    #expect(own.svg.contains("width=\"500\""))
  }

  @Test("Widths are kept to what a page can have", arguments: [("-5", "240"), ("1e9", "1400")])
  func widths(_ asked: String, _ got: String) {
    let answer = Page().ask(
      "figure",
      "{\"study\": \(RoutesTests.study), \"kind\": \"bounds\", \"view\": {\"width\": \(asked)}}")
    #expect((answer.object["svg"] as? String)?.contains("width=\"\(got)\"") == true)
  }

  @Test("A figure whose runs would take long is refused before any is played")
  func work() {
    let long = RoutesTests.study.replacing("\"horizon\": 50", with: "\"horizon\": 100001")
    #expect(Page().ask("figure", "{\"study\": \(long), \"kind\": \"pulls\"}").status == 422)
    let whole = RoutesTests.study.replacing("\"horizon\": 50", with: "\"horizon\": 100000")
    let three = whole.replacing("\"policies\": [", with: "\"policies\": [\"random\", ")
    let answer = Page().ask("figure", "{\"study\": \(three), \"kind\": \"pulls\"}")
    #expect(answer.status == 422)
    #expect(answer.text.contains("300000 pulls"))
  }

  @Test(
    "What cannot be drawn is said",
    arguments: [
      (#""kind": "regret""#, "there is no figure"), (#""kind": "growth""#, "there is no figure"),
      (#""kind": "posterior", "moments": [51]"#, "after the last"),
      (#""kind": "posterior", "policies": ["UCB1"]"#, "no posterior"),
      (#""kind": "means", "policies": ["Nobody"]"#, "Nobody"),
      (#""kind": "bounds", "arms": [0]"#, "out of range"),
    ])
  func refusals(_ part: String, _ words: String) {
    let answer = Page().ask("figure", "{\"study\": \(RoutesTests.study), \(part)}")
    #expect(answer.status == 422)
    #expect(answer.text.contains(words), "\(answer.text)")
  }
}
