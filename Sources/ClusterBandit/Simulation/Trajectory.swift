/// What is kept of one replication: every metric at every checkpoint.
///
/// Memory is O(checkpoints), whatever the horizon and the number of arms.
public struct Trajectory: Sendable, Equatable {
  /// Rounds at which the metrics were taken, ascending; the last one is the horizon.
  public let rounds: [Int]
  /// The metrics at every checkpoint: ``Metric/curves``, then the optional ones that were kept.
  fileprivate private(set) var metrics = Metric.curves
  /// Values in the order checkpoint, then metric.
  public private(set) var values: [Double] = []
  /// Values at the horizon of the metrics that exist nowhere else, as in ``Metric/finals``.
  private var finals: [Double] = []
  /// The luck of the rewards at every checkpoint, where it is kept; else empty.
  public private(set) var luck: [LuckOfRewards] = []
  /// The numerical difficulties of the policy's factorizations.
  public internal(set) var notes = NumericalNotes()

  init(rounds: [Int]) {
    self.rounds = rounds
    values.reserveCapacity(rounds.count * metrics.count)
  }

  /// False if the replication was told to end before its horizon; see ``PlayControl``.
  public var isComplete: Bool { values.count == rounds.count * metrics.count }

  /// Appends the metrics of the next checkpoint, after so many rounds.
  mutating func append(_ totals: ReplicationTotals, rounds count: Int) {
    if values.isEmpty {
      metrics += Metric.optional.filter { !$0.value(totals, rounds: count).isNaN }
    }
    for metric in metrics { values.append(metric.value(totals, rounds: count)) }
    if let sums = totals.luck { luck.append(sums) }
    if isComplete { finals = Metric.finals.map { $0.value(totals, rounds: count) } }
  }

  /// Whether a metric was kept.
  public func has(_ metric: Metric) -> Bool { !metric.isOptional || metrics.contains(metric) }

  /// A metric at a checkpoint; one that exists at the horizon only is the same at all of them, and
  /// one that was not kept is NaN.
  public func value(_ metric: Metric, checkpoint: Int) -> Double {
    if let place = metrics.firstIndex(of: metric) {
      return values[checkpoint * metrics.count + place]
    }
    return Metric.finals.firstIndex(of: metric).map { finals[$0] } ?? .nan
  }

  /// A metric at the horizon.
  public func final(_ metric: Metric) -> Double { value(metric, checkpoint: rounds.count - 1) }
}

extension [Trajectory] {
  /// A metric at a checkpoint, of each replication.
  package func values(_ metric: Metric, checkpoint: Int) -> [Double] {
    guard let metrics = first?.metrics, let column = metrics.firstIndex(of: metric) else {
      return map { $0.value(metric, checkpoint: checkpoint) }
    }
    // Results call this for every metric at every checkpoint.
    let place = checkpoint * metrics.count + column
    var found: [Double] = []
    found.reserveCapacity(count)
    for replication in indices { found.append(self[replication].values[place]) }
    return found
  }
}
