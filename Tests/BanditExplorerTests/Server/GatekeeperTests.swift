import Testing

@testable import BanditExplorer

@Suite("Who is answered")
struct GatekeeperTests {
  private let keeper = Gatekeeper(port: Page.port, token: Page.token)

  private func status(_ changes: [String: String?], needsToken: Bool = true) -> Int? {
    var headers = Page.headers
    for (name, value) in changes { headers[name] = value }
    return keeper.refusal(
      of: Request("POST", "/api/x", headers: headers), needsToken: needsToken)?.status
  }

  @Test("The page itself is answered, by either name of this machine")
  func own() {
    #expect(status([:]) == nil)
    let names = ["host": "localhost:4321", "origin": "http://localhost:4321"]
    #expect(status(names.mapValues { $0 as String? }) == nil)
  }

  @Test("At port 80 a browser leaves the port out, and is answered with and without it")
  func standardPort() {
    let keeper = Gatekeeper(port: 80, token: Page.token)
    var count = 0
    for name in ["127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"] {
      let headers = ["host": name, "origin": "http://\(name)", "x-explorer-token": Page.token]
      let request = Request("POST", "/api/x", headers: headers)
      #expect(keeper.refusal(of: request, needsToken: true) == nil)
      count += 1
    }
    #expect(count == 4)
    let other = Request("GET", "/", headers: ["host": "127.0.0.1:8080"])
    #expect(keeper.refusal(of: other, needsToken: false) == .foreignHost)
  }

  @Test(
    "Another host is not this one, however it resolves",
    arguments: [
      "evil.example:4321", "127.0.0.1", "127.0.0.1:4322", "localhost.evil.example:4321", "",
    ])
  func host(_ name: String) { #expect(status(["host": name]) == 421) }

  @Test("A request without a host is refused")
  func noHost() { #expect(status(["host": nil]) == 421) }

  @Test(
    "Another page is not this one",
    arguments: ["http://evil.example", "null", "https://127.0.0.1:4321", "http://127.0.0.1:43210"])
  func origin(_ name: String) { #expect(status(["origin": name]) == 403) }

  @Test(
    "What the browser calls cross-site is refused", arguments: ["cross-site", "same-site", "x"])
  func site(_ name: String) {
    #expect(status(["sec-fetch-site": name]) == 403)
    #expect(status(["sec-fetch-site": name], needsToken: false) == 403)
    // A link that somebody follows shows the page, and computes nothing.
    let visit = ["sec-fetch-site": name, "sec-fetch-mode": "navigate"].mapValues { $0 as String? }
    #expect(status(visit, needsToken: false) == nil)
    #expect(status(visit) == 403)
  }

  @Test("A token that is missing, cut, longer or of another start is refused")
  func token() {
    var count = 0
    for wrong in [nil, "", "0123456789abcde", "0123456789abcdef0", "0123456789abcdee"] {
      #expect(status(["x-explorer-token": wrong]) == 403)
      count += 1
    }
    #expect(count == 5)
    #expect(status(["x-explorer-token": nil], needsToken: false) == nil)
  }
}
