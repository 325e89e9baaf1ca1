import BanditExperiments
import Foundation
import Synchronization

/// Sends server-sent events.
struct EventStream: Sendable {
  let sink: any ResponseSink

  /// Sends an event of a kind with a value as JSON; false if the client is gone.
  @discardableResult
  func send(_ kind: String, _ value: some Encodable) -> Bool {
    sink.write(Array("event: \(kind)\ndata: \(JSON.text(value))\n\n".utf8))
  }

  /// Sends what was refused.
  func send(_ refusal: Refusal) { send("refused", refusal) }
}

/// A run on a thread of its own that is ended as soon as whoever waits for it has left.
final class WatchedWork: Sendable {
  private let isDone = Atomic(false)

  /// Runs `work` and looks `every` so often whether the client is still there; `tick` is called
  /// meanwhile.
  func run(
    for sink: any ResponseSink, control: RunControl, every pause: Duration = .milliseconds(40),
    _ work: @escaping @Sendable () -> Void, tick: () -> Void
  ) {
    Thread.detachNewThread { [self] in
      work()
      isDone.store(true, ordering: .releasing)
    }
    let microseconds = UInt32(pause / .microseconds(1))
    var elapsed: UInt32 = 0
    while !isDone.load(ordering: .acquiring) {
      // Short at first: the first picture of a small study is there in milliseconds.
      let step = min(microseconds, max(2_000, elapsed / 4))
      usleep(step)
      elapsed += step
      if sink.isGone { control.cancel() }
      tick()
    }
    tick()
  }
}
