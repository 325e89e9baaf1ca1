/// The pulls of a batch that wait for their rewards, and how to forget them.
///
/// While a batch is chosen, a pending pull counts as one that paid the arm's observed mean (0
/// before the first reward). The statistics of the arm are noted before they are changed, so that
/// they come back to the last bit when the rewards are there.
///
/// O(1) a pull; 32 bytes for each pending one, allocated in the first batch and kept.
struct AnticipatedPulls {
  /// What was known of an arm at some time.
  struct Entry {
    let arm: Int
    let totals: SIMD2<Double>
    let deviations: Double
  }

  private var entries: [Entry] = []

  /// Counts a pending pull of `arm` and returns what is expected to be known of the arm.
  mutating func record(
    _ arm: Int, in statistics: inout ArmStatistics
  ) -> CandidateEstimate {
    let before = AnticipatedPulls.entry(arm, in: statistics)
    entries.append(before)
    let totals = before.totals
    return statistics.record(arm, reward: totals.x > 0 ? totals.y / totals.x : 0)
  }

  /// Takes all pending pulls back, and hands out what each had made of its arm, the last first:
  /// what ``replace(_:in:forgetting:)`` needs.
  func lift(from statistics: inout ArmStatistics) -> [Entry] {
    entries.reversed().map { entry in
      let counted = AnticipatedPulls.entry(entry.arm, in: statistics)
      AnticipatedPulls.restore(entry, in: &statistics)
      return counted
    }
  }

  /// Counts pending pulls again that were lifted, but for those of `arm`, which is forgotten.
  mutating func replace(
    _ lifted: [Entry], in statistics: inout ArmStatistics, forgetting arm: Int
  ) {
    for counted in lifted.reversed() where counted.arm != arm {
      AnticipatedPulls.restore(counted, in: &statistics)
    }
    entries.removeAll { $0.arm == arm }
  }

  /// Takes all pending pulls back.
  mutating func forget(in statistics: inout ArmStatistics) {
    // From the last to the first, for an arm may have been anticipated more than once.
    for entry in entries.reversed() { AnticipatedPulls.restore(entry, in: &statistics) }
    entries.removeAll(keepingCapacity: true)
  }

  /// What is known of an arm.
  private static func entry(_ arm: Int, in statistics: borrowing ArmStatistics) -> Entry {
    Entry(
      arm: arm, totals: statistics.totals[arm],
      deviations: statistics.isBinary ? 0 : statistics.deviations[arm])
  }

  /// Makes it what is known of the arm again.
  private static func restore(_ entry: Entry, in statistics: inout ArmStatistics) {
    statistics.totals[entry.arm] = entry.totals
    if !statistics.isBinary { statistics.deviations[entry.arm] = entry.deviations }
  }
}

extension CandidateEstimate {
  /// The estimate after `pending` pulls more that paid the estimated mean.
  ///
  /// The mean stays; the counts grow, and a posterior variance v shrinks to v s²/(s² + pending v)
  /// with s² the variance of one reward, which is exact for normal posteriors.
  func anticipating(_ pending: Double) -> CandidateEstimate {
    var estimate = self
    estimate.pulls += pending
    if alpha + beta > 0 {
      estimate.alpha += pending * mean
      estimate.beta += pending * (1 - mean)
    }
    let total = variance + pending * posteriorVariance
    if total > 0 { estimate.posteriorVariance *= variance / total }
    return estimate
  }
}
