import BanditExperiments
import Foundation

/// A run on a thread of its own that is ended as soon as whoever waits for it has left.
enum WatchedWork {
  /// Runs `work` and looks again and again whether the client is still there; `tick` is called
  /// meanwhile and once at the end.
  static func run(
    for sink: any ResponseSink, control: RunControl, _ work: @escaping @Sendable () -> Void,
    tick: () -> Void = {}
  ) {
    let running = DispatchGroup()
    running.enter()
    Thread.detachNewThread {
      work()
      running.leave()
    }
    // Short at first, for a small study is soon done, and never so long that a client is missed.
    var microseconds = 2_000
    while running.wait(timeout: .now() + .microseconds(microseconds)) == .timedOut {
      if sink.isGone { control.cancel() }
      tick()
      microseconds = min(microseconds + microseconds / 4, 40_000)
    }
    tick()
  }
}
