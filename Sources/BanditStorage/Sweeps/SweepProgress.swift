/// How far a sweep is, how fast, and how long it still takes.
package struct SweepProgress: Sendable {
  /// The blocks that are there.
  package private(set) var blocks = 0
  /// The share of all pulls that is done, from 0 to 1.
  package let share: Double
  /// The pulls a second of all who play now; nil if nobody does, or nothing is heard yet.
  package let rate: Double?
  /// The seconds that are left at that rate.
  package let secondsLeft: Double?
  /// The seconds of one shard after the other that are left, as estimated when it was planned.
  package private(set) var estimatedSeconds = 0.0

  /// What an inspection comes to.
  package init(_ inspection: SweepInspection) {
    let sweep = inspection.folder.sweep
    var (done, total, rate) = (0.0, 0.0, 0.0)
    for (shard, state) in inspection.states.enumerated() {
      let (count, pulls) = (sweep.places(of: shard).count, sweep.pulls(of: shard))
      let present = state.blocks(of: count)
      blocks += present
      total += pulls
      let part = Double(present) / Double(count)
      done += part * pulls
      estimatedSeconds += (1 - part) * sweep.seconds(of: shard)
      if case .running(let progress?) = state { rate += progress.rate ?? 0 }
    }
    share = total > 0 ? done / total : 0
    self.rate = rate > 0 ? rate : nil
    secondsLeft = rate > 0 ? (total - done) / rate : nil
  }
}

extension ShardState {
  /// The blocks that are there of so many.
  package func blocks(of count: Int) -> Int {
    switch self {
    case .missing, .refused: 0
    case .stopped(let blocks): min(blocks, count)
    case .running(let progress): min(progress?.blocks ?? 0, count)
    case .done: count
    }
  }
}
