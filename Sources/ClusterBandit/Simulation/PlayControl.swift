import Synchronization

/// Counts the pulls of replications in play, and tells them to end.
///
/// A replication looks at it after every few rounds; how many adapts to the speed of the policy, so
/// that it costs nothing where pulls take nanoseconds and is in time where they take milliseconds.
public final class PlayControl: Sendable {
  private let cancelled = Atomic(false)
  private let count = Atomic(0)

  /// A control that lets everything go on.
  public init() {}

  /// Asks all replications in play to end; their trajectories are then not complete.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Whether replications were asked to end.
  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// The pulls so far, of all replications together.
  public var pulls: Int { count.load(ordering: .relaxed) }

  /// Notes pulls.
  public func add(pulls: Int) { count.wrappingAdd(pulls, ordering: .relaxed) }
}
