import Synchronization

/// What probes were asked and told, in order.
final class CallLog<Call: Sendable>: Sendable {
  private let calls = Mutex<[Call]>([])

  func note(_ call: Call) { calls.withLock { $0.append(call) } }

  /// The calls since the last time.
  func take() -> [Call] {
    calls.withLock { calls in
      let taken = calls
      calls = []
      return taken
    }
  }
}
