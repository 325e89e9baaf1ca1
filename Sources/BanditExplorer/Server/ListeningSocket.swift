import Foundation

/// A socket that waits for connections from this machine.
struct ListeningSocket: Sendable {
  let descriptor: Int32
  let port: UInt16

  /// How many ports are tried where the wanted one is in use.
  private static let attempts: UInt16 = 20

  /// Listens on 127.0.0.1 at a port, or at the next free one; 0 stands for any.
  init(port wanted: UInt16) throws(ListeningFailure) {
    var last = ListeningFailure(port: wanted, code: EADDRINUSE)
    for step in 0..<(wanted == 0 ? 1 : ListeningSocket.attempts) {
      let (port, isTooLarge) = wanted.addingReportingOverflow(step)
      if isTooLarge { break }
      do {
        self = try ListeningSocket(exactly: port)
        return
      } catch {
        last = error
        guard error.code == EADDRINUSE else { break }
      }
    }
    throw last
  }

  private init(exactly wanted: UInt16) throws(ListeningFailure) {
    let descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw ListeningFailure(port: wanted, code: errno) }
    func fail() -> ListeningFailure {
      let failure = ListeningFailure(port: wanted, code: errno)
      _ = close(descriptor)
      return failure
    }
    var yes: Int32 = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    // Never another interface: whoever is on the network has no business here.
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 128) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw fail() }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }

  /// The next connection; nil if none came in so many milliseconds.
  func next(within milliseconds: Int32) -> Int32? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    let accepted = accept(descriptor, nil, nil)
    guard accepted >= 0 else {
      // Where no descriptor is free the connection stays ready, and asking at once would spin.
      usleep(10_000)
      return nil
    }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    return accepted
  }

  /// Ends listening.
  func end() { _ = close(descriptor) }
}

/// Why nothing can listen at a port.
public struct ListeningFailure: Error, Sendable, CustomStringConvertible {
  /// The port that was wanted.
  public let port: UInt16
  let code: Int32

  /// What is wrong, and what to do.
  public var description: String {
    let reason = code == EADDRINUSE ? "it and the next ones are in use" : system
    return "cannot listen on 127.0.0.1:\(port): \(reason); choose another one, or --port 0 for any"
  }

  private var system: String { String(cString: strerror(code)).lowercased() }
}
