/// The totals of one replication at one round.
@frozen
public struct ReplicationTotals: Sendable, Equatable {
  /// Σ r.
  public var reward = 0.0
  /// Σ (μ* − μ_a).
  public var pseudoRegret = 0.0
  /// Pulls of optimal arms.
  public var bestArmPulls = 0
  /// Pulls of clusters holding an optimal arm.
  public var bestClusterPulls = 0

  /// Totals before the first round.
  @inlinable
  public init() {}
}

/// What is kept of one replication: every metric at every checkpoint, and whether it got stuck.
///
/// Memory is O(checkpoints), whatever the horizon and the number of arms.
public struct Trajectory: Sendable, Equatable {
  /// Rounds at which the metrics were taken, ascending; the last one is the horizon.
  public let rounds: [Int]
  /// Values in the order checkpoint, then metric as in ``Metric/curves``.
  public private(set) var values: [Double] = []
  /// 1 if the replication got stuck, else 0; see ``Metric/stuckFraction``.
  public internal(set) var stuck = 0.0
  /// The numerical difficulties of the policy's factorizations.
  public internal(set) var notes = NumericalNotes()

  init(rounds: [Int]) {
    self.rounds = rounds
    values.reserveCapacity(rounds.count * Metric.curves.count)
  }

  /// False if the replication was told to end before its horizon; see ``PlayControl``.
  public var isComplete: Bool { values.count == rounds.count * Metric.curves.count }

  /// Appends the metrics of the next checkpoint.
  mutating func append(_ totals: ReplicationTotals, round: Int, oracle: Oracle) {
    append(totals, round: round, oracleReward: Double(round) * oracle.mean)
  }

  /// Appends the metrics of the next checkpoint, where the oracle earned so much up to it.
  mutating func append(_ totals: ReplicationTotals, round: Int, oracleReward: Double) {
    let rounds = Double(round)
    values.append(totals.pseudoRegret)
    values.append(oracleReward - totals.reward)
    values.append(totals.reward)
    values.append(Double(totals.bestArmPulls) / rounds)
    values.append(Double(totals.bestClusterPulls) / rounds)
  }

  /// A metric at a checkpoint; ``Metric/stuckFraction`` is the same at all of them.
  public func value(_ metric: Metric, checkpoint: Int) -> Double {
    metric == .stuckFraction
      ? stuck : values[checkpoint * Metric.curves.count + metric.index]
  }

  /// A metric at the horizon.
  public func final(_ metric: Metric) -> Double { value(metric, checkpoint: rounds.count - 1) }
}
