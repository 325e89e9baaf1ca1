public import BanditExperiments
import Foundation

/// The explorer: a page on this machine whose numbers the engine computes.
///
/// It listens on 127.0.0.1 alone, answers only the page that it serves itself, and computes only for
/// whoever knows the token in its address.
public final class Explorer: Sendable {
  private let server: Server
  private let routes: Routes
  private let port: UInt16
  private let token: String

  /// Listens at a port, or at the next free one; nothing is answered before ``run(until:)``.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - catalogues: the kinds that studies may name.
  ///   - shipped: the files of the shipped experiments by their names.
  /// - Throws: ``ListeningFailure``.
  public init(
    port: UInt16, catalogues: Catalogues = .standard, shipped: [String: String] = [:]
  ) throws(ListeningFailure) {
    let socket = try ListeningSocket(port: port)
    let token = Explorer.newToken()
    let routes = Routes(
      gatekeeper: Gatekeeper(port: socket.port, token: token),
      shelf: StudyShelf(catalogues: catalogues, files: shipped))
    self.routes = routes
    self.port = socket.port
    self.token = token
    server = Server(socket) { routes.answer($0, for: $1) }
  }

  /// Where the page is, for a browser on this machine.
  public var address: String { "http://127.0.0.1:\(port)/?token=\(token)" }

  /// Answers until `isEnded` says so; then ends every run and returns within two seconds.
  public func run(until isEnded: @escaping @Sendable () -> Bool) {
    let (server, routes) = (server, routes)
    // Read before the page asks for it.
    Thread.detachNewThread { _ = routes.catalogue.value }
    Thread.detachNewThread {
      while !isEnded() { usleep(50_000) }
      server.end()
    }
    server.run()
  }

  /// 128 bits that no other page can guess.
  private static func newToken() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(system.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
