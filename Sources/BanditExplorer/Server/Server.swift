import Foundation
import Synchronization

/// Answers connections, each on a thread of its own, and at most so many at once.
///
/// It works on sockets of the system: all that a client may send, and the time that it may take, is
/// bounded here.
final class Server: Sendable {
  /// The most connections at once; more are told so.
  static let mostConnections = 64

  private let socket: ListeningSocket
  private let patience: Connection.Patience
  private let answer: @Sendable (Request, any ResponseSink) -> Response
  private let ending = Atomic(false)
  private let open = Atomic(0)

  /// A server at a socket.
  ///
  /// - Parameter answer: the answer to a request; what is computed for it may be given up when the
  ///   client, by then, is gone.
  init(
    _ socket: ListeningSocket, patience: Connection.Patience = .init(),
    answer: @escaping @Sendable (Request, any ResponseSink) -> Response
  ) {
    self.socket = socket
    self.patience = patience
    self.answer = answer
  }

  /// The connections that are open.
  var connections: Int { open.load(ordering: .acquiring) }

  /// Takes connections until ``end()``; then waits until all have ended, for at most a second.
  func run() {
    while !ending.load(ordering: .acquiring) {
      guard let descriptor = socket.next(within: 50) else { continue }
      let connection = Connection(descriptor, patience) { [self] in
        ending.load(ordering: .acquiring)
      }
      let isOneTooMany =
        open.add(1, ordering: .acquiringAndReleasing).newValue
        > Server.mostConnections
      Thread.detachNewThread { [self] in
        serve(connection, isOneTooMany: isOneTooMany)
        open.subtract(1, ordering: .acquiringAndReleasing)
      }
    }
    socket.end()
    let deadline = ContinuousClock.now + .seconds(1)
    while connections > 0, ContinuousClock.now < deadline { usleep(5_000) }
  }

  /// Ends ``run()`` and all answers that are under way.
  func end() { ending.store(true, ordering: .releasing) }

  private func serve(_ connection: Connection, isOneTooMany: Bool) {
    defer { connection.end() }
    let response: Response
    var isHead = false
    do throws(Refusal) {
      if isOneTooMany { throw Refusal.tooManyConnections }
      guard let request = try connection.readRequest() else { return }
      isHead = request.method == "HEAD"
      response = answer(request, connection)
    } catch {
      response = Response(error)
    }
    guard connection.write(response.head), !isHead else { return }
    switch response.body {
    case .bytes(let bytes): connection.write(bytes)
    case .stream(let fill): fill(connection)
    }
  }
}
