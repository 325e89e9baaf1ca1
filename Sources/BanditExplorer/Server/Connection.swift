import Foundation
import Synchronization

/// One client: a request comes in, an answer goes out, and that is all.
final class Connection: ResponseSink {
  /// How long a whole request may take to come, and a client to take bytes.
  struct Patience: Sendable {
    var request: Duration = .seconds(5)
    var writing: Duration = .seconds(5)
  }

  private let descriptor: Int32
  private let patience: Patience
  private let isEnding: @Sendable () -> Bool
  private let hasFailed = Atomic(false)

  init(_ descriptor: Int32, _ patience: Patience, isEnding: @escaping @Sendable () -> Bool) {
    self.descriptor = descriptor
    self.patience = patience
    self.isEnding = isEnding
  }

  /// The request; nil if the client left before it was complete.
  func readRequest() throws(Refusal) -> Request? {
    let deadline = ContinuousClock.now + patience.request
    var reader = RequestReader()
    var buffer = [UInt8](repeating: 0, count: 8192)
    while true {
      guard isReady(POLLIN, until: deadline) else {
        if isEnding() { return nil }
        throw .tooSlow
      }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      switch reader.add(Array(buffer[..<count])) {
      case .incomplete: continue
      case .complete(let request): return request
      case .refused(let refusal): throw refusal
      }
    }
  }

  /// Sends bytes; false if the client is gone or does not take them.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    guard !hasFailed.load(ordering: .relaxed) else { return false }
    let deadline = ContinuousClock.now + patience.writing
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(
          descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        )
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN || errno == EINTR {
        guard isReady(POLLOUT, until: deadline) else { return fail() }
      } else {
        return fail()
      }
    }
    return true
  }

  private func fail() -> Bool {
    hasFailed.store(true, ordering: .relaxed)
    return false
  }

  /// Whether the client closed its side, or the server ends.
  var isGone: Bool {
    if hasFailed.load(ordering: .relaxed) || isEnding() { return true }
    var state = pollfd(fd: descriptor, events: Int16(POLLIN | Connection.hangUp), revents: 0)
    guard poll(&state, 1, 0) > 0 else { return false }
    return Int32(state.revents) & (Connection.hangUp | POLLHUP | POLLERR) != 0
  }

  /// POLLRDHUP, which the system's headers hide.
  private static let hangUp: Int32 = 0x2000

  /// Waits until the socket is ready; false if it is not in time, or the server ends.
  private func isReady(_ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    var state = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while !isEnding() {
      let left = (deadline - ContinuousClock.now) / .milliseconds(1)
      guard left > 0 else { return false }
      if poll(&state, 1, Int32(min(left.rounded(.up), 100))) > 0 { return true }
    }
    return false
  }

  /// Says that no more comes, takes what the client still sends, so that it is not told of a broken
  /// connection before it has read the answer, and ends.
  func end() {
    shutdown(descriptor, Int32(SHUT_WR))
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let deadline = ContinuousClock.now + .milliseconds(200)
    while isReady(POLLIN, until: deadline), recv(descriptor, &buffer, buffer.count, 0) > 0 {}
    _ = close(descriptor)
  }
}
