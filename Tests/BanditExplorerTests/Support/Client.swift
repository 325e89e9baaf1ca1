import BanditExperiments
import Foundation

@testable import BanditExplorer

/// A client of a real server, which may misbehave.
struct Client {
  let descriptor: Int32

  init?(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      _ = Foundation.close(descriptor)
      return nil
    }
  }

  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) >= 0
  }

  /// All that comes until the server closes.
  func read() -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all += buffer[..<count]
    }
  }

  func close() { _ = Foundation.close(descriptor) }
}

/// A server with the routes of a page, running while `body` does.
func withServer<Outcome>(
  patience: Connection.Patience = .init(),
  _ body: (UInt16, String, Routes, Server) throws -> Outcome
) throws -> Outcome {
  let socket = try ListeningSocket(port: 0)
  let routes = Routes(
    gatekeeper: Gatekeeper(port: socket.port, token: Page.token),
    shelf: StudyShelf(catalogues: .standard, files: [:]), jobs: 1)
  let server = Server(socket, patience: patience) { routes.answer($0, for: $1) }
  Thread.detachNewThread { server.run() }
  defer { server.end() }
  let headers =
    "Host: 127.0.0.1:\(socket.port)\r\nX-Explorer-Token: \(Page.token)\r\n"
  return try body(socket.port, headers, routes, server)
}
