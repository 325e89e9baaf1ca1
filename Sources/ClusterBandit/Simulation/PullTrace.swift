/// What one pull did to a policy's beliefs about all arms.
public struct PullTrace: Sendable {
  /// The round, from 1.
  public let round: Int
  /// The arm that was pulled.
  public let arm: Int
  /// Its reward.
  public let reward: Double
  /// The beliefs before the pull's batch, nil for arms that the policy keeps nothing of.
  public let before: [Belief?]
  /// The beliefs after the batch.
  public let after: [Belief?]
}

extension PreparedPolicy {
  /// A way to play slowly: the replication, the rounds, and who looks.
  public typealias Tracing = @Sendable (Replication, Int, (PullTrace) -> Void) -> Void

  /// Plays that many rounds slowly and shows what each pull did; nil where nothing can be shown.
  ///
  /// The pulls are those of ``play(_:)``: the same streams from their starts. The pulls of a batch
  /// share the beliefs before and after it. O(N) a batch.
  public var trace: Tracing? {
    guard let boxed else { return nil }
    return { replication, rounds, visit in
      let policy = boxed(replication)
      func beliefs() -> [Belief?] {
        (0..<replication.instance.armCount).map { policy.belief(of: $0) }
      }
      var (before, after) = (beliefs(), beliefs())
      replication.watch(policy, rounds: rounds) { pull in
        if (pull.round - 1) % replication.batch == 0 {
          before = after
          after = beliefs()
        }
        visit(
          PullTrace(
            round: pull.round, arm: pull.arm, reward: pull.reward, before: before, after: after))
      }
    }
  }
}
