/// What is kept of one replication: every metric at every checkpoint.
///
/// Memory is O(checkpoints), whatever the horizon and the number of arms.
public struct Trajectory: Sendable, Equatable {
  /// Rounds at which the metrics were taken, ascending; the last one is the horizon.
  public let rounds: [Int]
  /// Values in the order checkpoint, then metric as in ``Metric/curves``.
  public private(set) var values: [Double] = []
  /// Values at the horizon of the metrics that exist nowhere else, as in ``Metric/finals``.
  private var finals: [Double] = []
  /// ln BF at the checkpoints; empty unless evidence was kept.
  private var evidence: [Double] = []
  /// The numerical difficulties of the policy's factorizations.
  public internal(set) var notes = NumericalNotes()

  init(rounds: [Int]) {
    self.rounds = rounds
    values.reserveCapacity(rounds.count * Metric.curves.count)
  }

  /// False if the replication was told to end before its horizon; see ``PlayControl``.
  public var isComplete: Bool { values.count == rounds.count * Metric.curves.count }

  /// Appends the metrics of the next checkpoint, after so many rounds.
  mutating func append(_ totals: ReplicationTotals, rounds count: Int) {
    for metric in Metric.curves { values.append(metric.value(totals, rounds: count)) }
    if let factor = totals.logBayesFactor { evidence.append(factor) }
    if isComplete { finals = Metric.finals.map { $0.value(totals, rounds: count) } }
  }

  /// Whether a metric was kept.
  public func has(_ metric: Metric) -> Bool { !metric.isOptional || !evidence.isEmpty }

  /// A metric at a checkpoint; one that exists at the horizon only is the same at all of them, and
  /// one that was not kept is NaN.
  public func value(_ metric: Metric, checkpoint: Int) -> Double {
    if metric.isOptional { return has(metric) ? evidence[checkpoint] : .nan }
    return metric.isCurve
      ? values[checkpoint * Metric.curves.count + metric.index] : finals[metric.index]
  }

  /// A metric at the horizon.
  public func final(_ metric: Metric) -> Double { value(metric, checkpoint: rounds.count - 1) }
}

extension [Trajectory] {
  /// A metric at a checkpoint, of each replication.
  package func values(_ metric: Metric, checkpoint: Int) -> [Double] {
    guard metric.isCurve else { return map { $0.value(metric, checkpoint: checkpoint) } }
    // Results call this for every metric at every checkpoint.
    let place = checkpoint * Metric.curves.count + metric.index
    var found: [Double] = []
    found.reserveCapacity(count)
    for replication in indices { found.append(self[replication].values[place]) }
    return found
  }
}
