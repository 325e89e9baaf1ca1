import Foundation
import Testing

@testable import BanditExplorer

@Suite("A page that opens from a file")
struct RecordedPageTests {
  private struct Recording: Decodable {
    struct Answer: Decodable {
      let route: String
      let width: Int?
      let status: Int
    }

    let settings: [String: [String]]
    let answers: [Answer]
  }

  private static let questions = [
    RecordedQuestion(route: "watch", json: "{\"study\": \(RoutesTests.study)}"),
    RecordedQuestion(
      route: "figure", json: "{\"study\": \(RoutesTests.study), \"kind\": \"pulls\"}",
      widths: [336, 800]),
    RecordedQuestion(
      route: "figure",
      json: "{\"study\": \(RoutesTests.study), \"kind\": \"posterior\", \"policies\": [\"UCB1\"]}",
      widths: [336]),
    RecordedQuestion(
      route: "experiment",
      json: "{\"study\": \(RoutesTests.study), \"pairs\": [[\"TSC\", \"UCB1\"]]}",
      widths: [336]),
  ]

  private func page() throws -> String {
    try #require(
      RecordedPage(Self.questions, #"{"watch.policy": ["</script>", "<!--"]}"#, jobs: 1) { false }
    ).html
  }

  /// What stands between the tags of the recording.
  private func json(_ html: String) throws -> String {
    let start = try #require(html.range(of: #"id="recording">"#)).upperBound
    let end = try #require(html.range(of: "</script>", range: start..<html.endIndex)).lowerBound
    return String(html[start..<end])
  }

  @Test("The recording holds every answer in every size, and what was refused as such")
  func recording() throws {
    let json = try json(try page())
    #expect(!json.contains("<!--"))
    let recording = try JSON.value(Recording.self, Array(json.utf8))
    #expect(recording.settings == ["watch.policy": ["</script>", "<!--"]])
    #expect(
      recording.answers.map(\.route) == ["watch", "figure", "figure", "figure", "experiment"])
    #expect(recording.answers.map(\.width) == [nil, 336, 800, 336, 336])
    #expect(recording.answers.map(\.status) == [200, 200, 200, 422, 200])
  }

  @Test("An answer is the live page's, and a figure follows day and night without its numbers")
  func answers() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(try json(try page()).utf8)) as? [String: Any])
    let answers = try #require(object["answers"] as? [[String: Any]]).map { $0["answer"] }
    let live = Page().ask("watch", Self.questions[0].json).object
    #expect(NSDictionary(dictionary: live) == answers[0] as? NSDictionary)
    let figure = try #require(answers[1] as? [String: Any])
    let svg = try #require(figure["svg"] as? String)
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(svg.contains("id=\"recorded-1\""))
    #expect(figure["csv"] == nil)
    let picture = try #require(answers[4] as? [String: Any])
    #expect(picture["replications"] as? Int == 30)
  }

  @Test("The page has all in itself: no file, no address and no module is loaded")
  func whole() throws {
    let html = try page()
    #expect(String(html.prefix(300)).contains(RecordedPage.signature))
    #expect(html.contains("<html lang=\"en\" class=\"recorded\">"))
    #expect(html.contains("default-src 'none'"))
    for outside in ["href=\"style.css\"", "src=\"", "href=\"icon.svg\"", "from \"./"] {
      #expect(!html.contains(outside), "\(outside)")
    }
    let start = try #require(html.range(of: "<script type=\"importmap\">")).upperBound
    let end = try #require(html.range(of: "</script>", range: start..<html.endIndex)).lowerBound
    let map = try JSON.value([String: [String: String]].self, Array(html[start..<end].utf8))
    let modules = try #require(map["imports"]).mapValues { address in
      let data = Data(base64Encoded: String(address.drop { $0 != "," }.dropFirst()))
      return String(decoding: data ?? Data(), as: UTF8.self)
    }
    #expect(
      modules["explorer/api.js"]
        == EmbeddedFiles.texts["recording.js"]?
        .replacing("\"./", with: "\"explorer/"))
    var count = 0
    for text in modules.values {
      for match in text.matches(of: /from "([^"]*)"/) {
        #expect(modules[String(match.output.1)] != nil, "\(match.output.1)")
        count += 1
      }
    }
    #expect(count > 30)
  }

  @Test("No page comes of a recording that is ended")
  func ended() {
    #expect(RecordedPage(Self.questions, "{}", jobs: 1) { true } == nil)
  }
}
