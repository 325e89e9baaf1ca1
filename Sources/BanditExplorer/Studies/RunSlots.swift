import Foundation
import Synchronization

/// Lets at most so many runs go on at once.
final class RunSlots: Sendable {
  private let free: Mutex<Int>

  init(_ count: Int) { free = Mutex(count) }

  /// The slots that are not taken.
  var available: Int { free.withLock { $0 } }

  /// Runs `body` in a slot; waits a little for one, because a run whose client has just left takes
  /// a moment to end.
  ///
  /// - Throws: ``Refusal/busy`` if none is free in time, or what `body` throws.
  func run<Outcome>(
    waiting patience: Duration = .seconds(2), _ body: () throws(Refusal) -> Outcome
  ) throws(Refusal) -> Outcome {
    let deadline = ContinuousClock.now + patience
    while !take() {
      guard ContinuousClock.now < deadline else { throw .busy }
      usleep(10_000)
    }
    defer { free.withLock { $0 += 1 } }
    return try body()
  }

  private func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }
}
