import Foundation
import Synchronization
import Testing

@testable import BanditExplorer

@Suite("A server under bad clients", .serialized)
struct ServerTests {
  /// Far more work than a test waits for, were it not given up.
  private static let long = #"""
    {"study": {"name": "long", "horizon": 100000, "replications": 500,
    "environment": {"kind": "beta-clusters", "arms": 500, "clusters": 10, "cohesion": 20},
    "policies": [{"kind": "tsc"}, {"kind": "thompson"}]}}
    """#

  private func post(_ name: String, _ body: String, _ headers: String) -> String {
    "POST /api/\(name) HTTP/1.1\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private func answers(_ port: UInt16, _ headers: String) throws {
    let client = try #require(Client(port: port))
    client.send("GET / HTTP/1.1\r\n\(headers)\r\n")
    let page = client.read()
    client.close()
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(page.hasSuffix("</html>"))
  }

  /// Waits until something is so; false if it is not in time.
  private func wait(_ limit: Duration, until isSo: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + limit
    while !isSo() {
      guard ContinuousClock.now < deadline else { return false }
      usleep(2_000)
    }
    return true
  }

  @Test("A client that leaves ends its run within 200 ms, and two may run")
  func leaving() throws {
    try withServer { port, headers, routes, _ in
      let clients = try (0..<2).map { _ in try #require(Client(port: port)) }
      for client in clients { client.send(post("experiment", ServerTests.long, headers)) }
      #expect(wait(.seconds(5)) { routes.slots.available == 0 })
      let third = try #require(Client(port: port))
      third.send(post("experiment", ServerTests.long, headers))
      let answer = third.read()
      #expect(answer.contains("event: refused"))
      #expect(answer.contains("two runs are under way"))
      third.close()
      for client in clients { client.close() }
      #expect(wait(.milliseconds(200)) { routes.slots.available == 2 })
      try answers(port, headers)
    }
  }

  @Test(
    "A client that leaves ends its single run within 200 ms", arguments: ["figure", "watch"])
  func leavingSingle(_ route: String) throws {
    try withServer { port, headers, routes, _ in
      let client = try #require(Client(port: port))
      let question = "{\"study\": \(RoutesTests.long), \"kind\": \"pulls\"}"
      client.send(post(route, question, headers))
      #expect(wait(.seconds(5)) { routes.moments.available == 3 })
      // It goes on by itself, and not because it was soon done.
      usleep(300_000)
      #expect(routes.moments.available == 3)
      client.close()
      #expect(wait(.milliseconds(200)) { routes.moments.available == 4 })
      try answers(port, headers)
    }
  }

  @Test("Fifty clients that vanish at any moment leave no run and no memory behind")
  func vanishing() throws {
    try withServer { port, headers, routes, server in
      let single = "{\"study\": \(RoutesTests.long), \"kind\": \"pulls\"}"
      let requests = [
        "", "GET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\n\(headers)\r\n",
        post("experiment", ServerTests.long, headers), post("watch", single, headers),
        post("figure", single, headers),
      ]
      let before = try Memory.resident()
      for number in 0..<50 {
        let client = try #require(Client(port: port))
        client.send(requests[number % requests.count])
        client.close()
      }
      #expect(
        wait(.seconds(10)) {
          routes.slots.available == 2 && routes.moments.available == 4 && server.connections == 0
        })
      #expect(try Memory.resident() - before < 100_000_000)
      try answers(port, headers)
    }
  }

  @Test(
    "Malformed requests are refused, each with a hint, and the next one is answered",
    arguments: [
      ("\0\0\0\0\r\n\r\n", 400), ("GET /\r\n\r\n", 400), ("GET / HTTP/9\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nA: 1\r\nA: 2\r\n\r\n", 400), ("PUT / HTTP/1.1\r\n\r\n", 405),
      ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    ])
  func malformed(_ request: String, _ status: Int) throws {
    try withServer { port, headers, _, _ in
      let client = try #require(Client(port: port))
      client.send(request)
      let answer = client.read()
      client.close()
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
      #expect(answer.contains("\"hint\":\""))
      try answers(port, headers)
    }
  }

  @Test("Malformed questions are refused, whatever stands in them, and leave nothing running")
  func malformedQuestions() throws {
    try withServer { port, headers, routes, _ in
      let bodies = [
        "", "{", "null", "[1]", "\"\u{0}\"", "{\"study\": null}", "{\"study\": {\"a\": null}}",
        String(repeating: "{\"study\":", count: 5000), "{\"study\": {\"policies\": 1e999}}",
        "{\"shipped\": \"../../etc/passwd\"}", "event: end\ndata: {}\n\n",
      ]
      var count = 0
      for route in ["experiment", "figure", "watch", "game", "study"] {
        for body in bodies {
          let client = try #require(Client(port: port))
          client.send(post(route, body, headers))
          let answer = client.read()
          client.close()
          #expect(answer.hasPrefix("HTTP/1.1 4"), "\(route): \(body.prefix(40)): \(answer)")
          #expect(answer.contains("\"hint\":\""))
          count += 1
        }
      }
      #expect(count == 55)
      #expect(routes.slots.available == 2 && routes.moments.available == 4)
      try answers(port, headers)
    }
  }

  @Test("Headers that come too slowly are given up, and others are answered meanwhile")
  func slow() throws {
    try withServer(patience: .init(request: .milliseconds(300))) { port, headers, _, _ in
      let client = try #require(Client(port: port))
      client.send("GET / HTTP/1.1\r\n")
      let start = ContinuousClock.now
      var isTaken = true
      // A header every 50 ms would keep a server that waits for each of them for ever.
      while isTaken, ContinuousClock.now - start < .seconds(3) {
        isTaken = client.send("X-\(Int.random(in: 1...999_999)): a\r\n")
        usleep(50_000)
      }
      #expect(ContinuousClock.now - start < .seconds(2))
      try answers(port, headers)
      client.close()
    }
  }

  @Test("A header and a body that are too large are refused before they are read")
  func large() throws {
    try withServer { port, headers, _, _ in
      let client = try #require(Client(port: port))
      client.send("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 100_000))
      #expect(client.read().hasPrefix("HTTP/1.1 431 "))
      client.close()
      let other = try #require(Client(port: port))
      other.send("POST /api/study HTTP/1.1\r\n\(headers)Content-Length: 100000000\r\n\r\n")
      #expect(other.read().hasPrefix("HTTP/1.1 413 "))
      other.close()
      try answers(port, headers)
    }
  }

  @Test("Ten thousand quick requests are all answered, and memory stays")
  func many() throws {
    try withServer { port, headers, _, server in
      let before = try Memory.resident()
      let answered = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        for _ in 0..<1250 {
          guard let client = Client(port: port) else { continue }
          client.send("GET /icon.svg HTTP/1.1\r\n\(headers)\r\n")
          if client.read().hasPrefix("HTTP/1.1 200 ") {
            answered.add(1, ordering: .relaxed)
          }
          client.close()
        }
      }
      #expect(answered.load(ordering: .relaxed) == 10_000)
      #expect(try Memory.resident() - before < 100_000_000)
      #expect(wait(.seconds(2)) { server.connections == 0 })
      try answers(port, headers)
    }
  }

  @Test("A port in use gives the next free one, and only this machine is listened to")
  func ports() throws {
    let first = try ListeningSocket(port: 0)
    defer { first.end() }
    let second = try ListeningSocket(port: first.port)
    defer { second.end() }
    #expect(second.port > first.port)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(second.descriptor, $0, &length)
      }
    }
    #expect(code == 0)
    #expect(address.sin_addr.s_addr == UInt32(0x7F00_0001).bigEndian)
  }

  @Test("The end comes within two seconds, whatever goes on")
  func ending() throws {
    let explorer = try Explorer(port: 0)
    let parts = explorer.address.components(separatedBy: ["/", ":", "="])
    let port = try #require(UInt16(parts[4]))
    let headers = "Host: 127.0.0.1:\(port)\r\nX-Explorer-Token: \(parts.last ?? "")\r\n"
    let isEnded = Flag()
    let hasEnded = Flag()
    Thread.detachNewThread {
      explorer.run { isEnded.isSet }
      hasEnded.set()
    }
    let client = try #require(Client(port: port))
    client.send(post("experiment", ServerTests.long, headers))
    usleep(200_000)
    isEnded.set()
    #expect(wait(.seconds(2)) { hasEnded.isSet })
    client.close()
  }
}
