import Testing

@testable import BanditExplorer

@Suite("Reading requests")
struct RequestReaderTests {
  private func read(_ text: String) -> RequestReader.Progress {
    var reader = RequestReader()
    return reader.add(Array(text.utf8))
  }

  @Test("A request that comes byte by byte is the one that comes at once")
  func pieces() {
    let text = "POST /api/x?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nX-A:  b \r\n\r\nabc"
    let whole = Request(
      "POST", "/api/x", query: "a=b", headers: ["host": "h", "content-length": "3", "x-a": "b"],
      body: Array("abc".utf8))
    #expect(read(text) == .complete(whole))
    var reader = RequestReader()
    var outcomes: [RequestReader.Progress] = []
    for byte in text.utf8 { outcomes.append(reader.add([byte])) }
    #expect(outcomes.dropLast().allSatisfy { $0 == .incomplete })
    #expect(outcomes.last == .complete(whole))
  }

  @Test(
    "What is no request of the page is refused",
    arguments: [
      ("GET  / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/3\r\n\r\n", 400),
      ("GET http://a/ HTTP/1.1\r\n\r\n", 400), ("DELETE / HTTP/1.1\r\n\r\n", 405),
      ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA b: c\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", 413),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
    ])
  func refused(_ text: String, _ status: Int) {
    guard case .refused(let refusal) = read(text) else {
      Issue.record("was not refused")
      return
    }
    #expect(refusal.status == status)
  }

  @Test("Headers without end are refused once they are too long")
  func endless() {
    var reader = RequestReader()
    #expect(reader.add(Array("GET / HTTP/1.1\r\nA: ".utf8)) == .incomplete)
    let more = [UInt8](repeating: 65, count: RequestReader.mostHeaderBytes)
    #expect(reader.add(more) == .refused(.headersTooLarge))
  }

  @Test("Bytes that are no text are refused")
  func noText() {
    var reader = RequestReader()
    #expect(
      reader.add(Array("GET / HTTP/1.1\r\nA: ".utf8) + [0xFF, 13, 10, 13, 10])
        == .refused(.malformed))
  }
}
