import ClusterBandit
import Synchronization

/// How a run is watched and cancelled while it goes on.
///
/// Workers look at it between replications and inside long ones.
public final class RunControl: Sendable {
  /// What is heard of a run: the pulls done, those of the whole run, and the blocks finished.
  public struct Progress: Sendable, Hashable {
    /// The pulls done.
    public var pulls: Double
    /// The pulls of the whole run.
    public var totalPulls: Double
  }

  let play = PlayControl()
  private let total = Mutex(0.0)

  /// A control of a run that has not begun.
  public init() {}

  /// Asks the run to end: replications in play are given up, what is complete is kept.
  public func cancel() { play.cancel() }

  /// Whether somebody asked the run to end.
  public var isCancelled: Bool { play.isCancelled }

  /// How far the run is; may be asked at any time from any thread.
  public var progress: Progress {
    Progress(pulls: Double(play.pulls), totalPulls: total.withLock { $0 })
  }

  /// A run begins that makes so many pulls, after those that were made under this control before.
  func begin(totalPulls: Double) {
    let before = Double(play.pulls)
    total.withLock { $0 = before + totalPulls }
  }
}
