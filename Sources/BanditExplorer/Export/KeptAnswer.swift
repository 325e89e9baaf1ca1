import Foundation
import Synchronization

/// A client that keeps what it is answered.
final class KeptAnswer: ResponseSink {
  private let bytes = Mutex<[UInt8]>([])
  private let isEnded: @Sendable () -> Bool

  init(_ isEnded: @escaping @Sendable () -> Bool) { self.isEnded = isEnded }

  var isGone: Bool { isEnded() }

  func write(_ more: [UInt8]) -> Bool {
    bytes.withLock { $0 += more }
    return !isGone
  }

  /// The status and the JSON of an answer; of a stream the last picture, or why there is none.
  func answer(of routes: Routes, to route: String, _ body: [UInt8]) -> (status: Int, json: String) {
    let response: Response
    do throws(Refusal) {
      response = try routes.question(route, body, for: self)
    } catch {
      return (error.status, JSON.text(error))
    }
    switch response.body {
    case .bytes(let bytes): return (response.status, String(decoding: bytes, as: UTF8.self))
    case .stream(let fill):
      fill(self)
      let text = bytes.withLock { String(decoding: $0, as: UTF8.self) }
      let events = text.components(separatedBy: "\n\n").map {
        $0.components(separatedBy: "\ndata: ")
      }
      if let picture = events.last(where: { $0.first == "event: picture" }), picture.count == 2 {
        return (200, picture[1])
      }
      let refusal = events.first { $0.first == "event: refused" }?.last
      return (422, refusal ?? JSON.text(Refusal.givenUp))
    }
  }
}
