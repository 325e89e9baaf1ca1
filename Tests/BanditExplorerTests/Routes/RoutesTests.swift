import Testing

@testable import BanditExplorer

@Suite("Questions")
struct RoutesTests {
  static let study = #"""
    {"name": "small", "horizon": 50, "replications": 30, "environment":
    {"kind": "bernoulli", "means": [0.2, 0.8, 0.5, 0.4], "clusters": [[0, 1], [2, 3]]},
    "policies": [{"label": "TSC", "kind": "tsc"}, {"label": "UCB1", "kind": "ucb1"}]}
    """#

  @Test("A question without the token is refused, and nothing is computed")
  func token() {
    var headers = Page.headers
    headers["x-explorer-token"] = nil
    let page = Page()
    var count = 0
    for name in ["catalogue", "experiment", "figure", "watch", "game", "study"] {
      let request = Request(
        "POST", "/api/\(name)", headers: headers, body: Array("{\"study\": \(Self.study)}".utf8))
      #expect(Answer(page.routes.answer(request, for: Recorder())).status == 403)
      count += 1
    }
    #expect(count == 6)
  }

  @Test("Only POST asks, and only GET reads")
  func methods() {
    let page = Page()
    #expect(page.open("/api/catalogue").status == 405)
    let request = Request("POST", "/index.html", headers: Page.headers)
    #expect(Answer(page.routes.answer(request, for: Recorder())).status == 405)
    #expect(page.ask("nothing", "{}").status == 404)
  }

  @Test(
    "What is not understood is refused with a hint",
    arguments: [
      ("", 400), ("[]", 400), ("{\"study\"", 400), ("{\"study\": 3}", 422), ("{}", 422),
      (String(repeating: "[", count: 20_000), 400),
    ])
  func malformed(_ body: String, _ status: Int) {
    let answer = Page().ask("study", body)
    #expect(answer.status == status)
    #expect((answer.object["hint"] as? String)?.isEmpty == false)
  }

  @Test(
    "What is of another kind than expected is named by its key",
    arguments: [
      ("figure", #""kind": "pulls", "rounds": "x""#, "'rounds' is not a whole number"),
      ("figure", #""kind": "pulls", "moments": 3"#, "'moments' is not a list"),
      ("figure", #""kind": "pulls", "moments": [1, "a"]"#, "'moments[1]' is not a whole number"),
      ("figure", #""kind": "pulls", "logX": "yes""#, "'logX' is not true or false"),
      ("figure", #""kind": "pulls", "rounds": 1.5"#, "'rounds'"),
      ("figure", #""kind": "pulls", "rounds": 1e30"#, "'rounds'"),
      ("figure", #""rounds": 3"#, "'kind' is missing"),
      ("figure", #""kind": "pulls", "view": {"width": "wide"}"#, "'view.width' is not a number"),
      ("figure", #""kind": "pulls", "view": 3"#, "'view' is not an object with keys"),
      ("watch", #""replication": "first""#, "'replication' is not a whole number"),
      ("game", #""pulls": [[0]]"#, "'pulls[0]' is not a whole number"),
      ("study", #""seed": 3"#, "'seed' is not a text"),
      ("experiment", #""pairs": [["TSC", 1]]"#, "'pairs[0][1]' is not a text"),
    ])
  func kinds(_ route: String, _ part: String, _ words: String) {
    let answer = Page().ask(route, "{\"study\": \(Self.study), \(part)}")
    #expect(answer.status == 400)
    #expect((answer.object["error"] as? String)?.contains(words) == true, "\(answer.text)")
    #expect((answer.object["hint"] as? String)?.isEmpty == false)
  }

  @Test("Who is gone when a single run is asked for is answered nothing of it")
  func gone() {
    var count = 0
    for name in ["figure", "watch"] {
      let client = Recorder()
      client.leave()
      var request = Request("POST", "/api/\(name)", headers: Page.headers)
      request.body = Array("{\"study\": \(Self.long), \"kind\": \"pulls\"}".utf8)
      let page = Page()
      #expect(Answer(page.routes.answer(request, for: client)).status == 503)
      #expect(page.routes.moments.available == 4)
      count += 1
    }
    #expect(count == 2)
  }

  /// Many seconds of single runs, were they not given up.
  static let long = #"""
    {"name": "long", "horizon": 5000, "replications": 1,
    "environment": {"kind": "beta-clusters", "arms": 200, "clusters": 10, "cohesion": 20},
    "policies": [{"kind": "v-ids", "model": "hierarchical", "draws": 2000}]}
    """#

  @Test(
    "A mistake in a study is told as the command line tells it",
    arguments: [
      (#""kind": "tsc""#, #""kind": "tcs""#, "tsc"),
      ("[0.2, 0.8,", "[0.2, 1.8,", "means"), ("\"horizon\": 50", "\"horizon\": 0", "horizon"),
      ("\"horizon\": 50", "\"horizon\": 200000", "100000 rounds"),
      ("\"replications\": 30", "\"replications\": 5001", "5000 replications"),
    ])
  func mistakes(_ old: String, _ new: String, _ word: String) {
    let answer = Page().ask("study", "{\"study\": \(Self.study.replacing(old, with: new))}")
    #expect(answer.status == 422)
    #expect(answer.text.contains(word), "\(answer.text)")
  }

  @Test(
    "No study reads a file",
    arguments: [
      #"{"kind": "table", "file": "/etc/passwd"}"#, #"{"kind": "replay", "file": "/etc/passwd"}"#,
      #"{"kind": "contextual", "features": "/etc/passwd"}"#, #"{"kind": "Table", "file": "x"}"#,
      #""table""#, #"{"<<": {"kind": "table", "file": "/etc/passwd"}}"#,
    ])
  func files(_ environment: String) {
    let answer = Page().ask(
      "study",
      "{\"study\": {\"name\": \"x\", \"horizon\": 5, \"environment\": \(environment), "
        + "\"policies\": [\"ucb1\"]}}")
    #expect(answer.status == 422)
    #expect(!answer.text.contains("root:"))
  }

  @Test(
    "No policy of a study reads a file",
    arguments: [
      #"{"kind": "ucb1", "history": "/etc/passwd"}"#,
      #"{"kind": "ucb1", "History": "/etc/passwd"}"#,
      #"{"kind": "two-level", "inner": {"kind": "ucb1", "history": "/etc/passwd"}}"#,
    ])
  func policyFiles(_ policy: String) {
    let answer = Page().ask(
      "study",
      "{\"study\": {\"name\": \"x\", \"horizon\": 5, \"policies\": [\(policy)], "
        + "\"environment\": {\"kind\": \"bernoulli\", \"means\": [0.5, 0.25]}}}")
    #expect(answer.status == 422)
    // Not even that the file cannot be read as a history is told.
    #expect(!answer.text.contains("root") && !answer.text.contains("column"))
  }

  @Test(
    "Keys of a file that could read one, or sweep to one, are none of a study",
    arguments: ["sweep", "problems", "files", "published", "x-anchor"])
  func keys(_ key: String) {
    let answer = Page().ask(
      "study", "{\"study\": \(Self.study.replacing("\"name\"", with: "\"\(key)\": [], \"name\""))}")
    #expect(answer.status == 422)
    #expect(answer.text.contains(key))
  }

  @Test("A game is as long as a run that is watched, and not longer")
  func game() {
    func answer(_ rounds: Int) -> Answer {
      let study = Self.study.replacing("\"horizon\": 50", with: "\"horizon\": \(rounds)")
      return Page().ask("game", "{\"study\": \(study), \"pulls\": [0]}")
    }
    #expect(answer(5000).status == 200)
    #expect(answer(5001).status == 422)
    #expect(answer(5001).text.contains("5000 rounds"))
  }

  @Test("A study taken away is the one that was played, with its seed")
  func takeaway() {
    let answer = Page().ask(
      "study", "{\"study\": \(Self.study), \"seed\": \"18446744073709551615\"}")
    let yaml = answer.object["yaml"] as? String ?? ""
    #expect(yaml.contains("seed: 18446744073709551615"))
    #expect(yaml.contains("means: [0.2, 0.8, 0.5, 0.4]"))
    #expect(answer.object["command"] as? String == "cluster-bandit run small.yaml")
    #expect(Page().ask("study", "{\"study\": \(Self.study), \"seed\": \"-1\"}").status == 422)
  }
}
