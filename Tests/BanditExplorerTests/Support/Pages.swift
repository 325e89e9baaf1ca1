import BanditExperiments
import Foundation
import Synchronization

@testable import BanditExplorer

/// Routes as a page of this machine sees them, without a socket.
struct Page {
  static let token = "0123456789abcdef"
  static let port: UInt16 = 4321

  var routes: Routes

  init(files: [String: String] = [:]) {
    routes = Routes(
      gatekeeper: Gatekeeper(port: Page.port, token: Page.token),
      shelf: StudyShelf(catalogues: .standard, files: files), jobs: 2)
  }

  /// The headers that the page's own requests have.
  static let headers = [
    "host": "127.0.0.1:\(port)", "origin": "http://127.0.0.1:\(port)",
    "sec-fetch-site": "same-origin", "x-explorer-token": token,
  ]

  /// Asks a question; `body` is JSON.
  func ask(_ name: String, _ body: String) -> Answer {
    var request = Request("POST", "/api/\(name)", headers: Page.headers)
    request.body = Array(body.utf8)
    return Answer(routes.answer(request, for: Recorder()))
  }

  /// Opens a path.
  func open(_ path: String, headers: [String: String] = headers) -> Answer {
    Answer(routes.answer(Request("GET", path, headers: headers), for: Recorder()))
  }
}

/// An answer as a client reads it, a stream to its end.
struct Answer {
  let status: Int
  let head: String
  let text: String

  init(_ response: Response) {
    status = response.status
    head = String(decoding: response.head, as: UTF8.self)
    switch response.body {
    case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
    case .stream(let fill):
      let sink = Recorder()
      fill(sink)
      text = String(decoding: sink.bytes, as: UTF8.self)
    }
  }

  /// The answer as JSON.
  var object: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
  }

  /// The events of a stream of one kind, each as its JSON.
  func events(_ kind: String) -> [String] {
    text.components(separatedBy: "\n\n").compactMap { event in
      let lines = event.components(separatedBy: "\n")
      guard lines.count == 2, lines[0] == "event: \(kind)", lines[1].hasPrefix("data: ") else {
        return nil
      }
      return String(lines[1].dropFirst(6))
    }
  }

  /// The pictures of a stream; numbers are read to their last bit.
  func pictures() throws -> [SentPicture] {
    try events("picture").map { try JSON.value(SentPicture.self, Array($0.utf8)) }
  }
}

/// What a page reads of a picture.
struct SentPicture: Decodable {
  struct Row: Decodable {
    let policy: String
    let mean: Double
    let standardError: Double?
  }

  struct Pair: Decodable {
    let environment: String
    let figure: Figure?
    let mean: Double
    let low, high: Double?
    let better: String
    let sentence: String
  }

  struct Figure: Decodable {
    struct Panel: Decodable {
      let left: Double
    }

    let svg, csv: String
    let panels: [Panel]
  }

  let replications: Int
  let rows: [Row]
  let pairs: [Pair]
  let figure: Figure
}

/// Keeps what a stream sends, and leaves when told to.
final class Recorder: ResponseSink {
  private let state = Mutex((bytes: [UInt8](), isGone: false))

  var bytes: [UInt8] { state.withLock(\.bytes) }
  var isGone: Bool { state.withLock(\.isGone) }

  func write(_ bytes: [UInt8]) -> Bool {
    state.withLock { state in
      state.bytes += bytes
      return !state.isGone
    }
  }

  func leave() { state.withLock { $0.isGone = true } }
}
