/// What one pull did to a policy's beliefs about all arms.
public struct PullTrace: Sendable {
  /// The round, from 1.
  public let round: Int
  /// The arm that was pulled.
  public let arm: Int
  /// Its reward.
  public let reward: Double
  /// The beliefs before the pull's batch, nil for arms that the policy keeps nothing of and for
  /// those in ``newborn``: what was believed of the dead is nothing to them.
  public let before: [Belief?]
  /// The beliefs after the batch.
  public let after: [Belief?]
  /// The means of all arms in the round.
  public let means: [Double]
  /// The arms that took the place of a dead one since the batch before, in ascending order.
  public let newborn: [Int]
  /// What was compared to choose the arm; nothing is told of a batch of several pulls.
  public let scores: DecisionScores
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
      // The arms of the policy's batch may have died since the round that is shown.
      var living = LivingArms(replication.instance)
      let means = replication.instance.means.array
      var (before, after) = (beliefs(), beliefs())
      var newborn: Set<Int> = []
      replication.watch(policy, rounds: rounds, wantsBounds: true) { pull in
        if (pull.round - 1) % replication.batch == 0 {
          before = after
          after = beliefs()
          newborn = []
        }
        living?.advance(to: pull.round) { arm in
          newborn.insert(arm)
          before[arm] = nil
        }
        visit(
          PullTrace(
            round: pull.round, arm: pull.arm, reward: pull.reward, before: before, after: after,
            means: living?.means ?? means, newborn: newborn.sorted(), scores: pull.scores))
      }
    }
  }
}
