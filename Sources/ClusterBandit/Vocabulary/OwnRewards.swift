import Randomness

/// How the arms of an instance pay where no reward model serves them all.
///
/// Such instances are played through one loop for all policies, a few nanoseconds a pull slower.
enum OwnRewards: RewardModel {
  /// Normal rewards with a standard deviation for each arm, in the clustering's order.
  case deviations([Double])
  /// Rewards that were logged.
  case logged(LoggedRewards)

  /// What nobody asks: the arm decides.
  func reward(mean: Double, using stream: inout RandomStream) -> Double { mean }

  /// A normal draw, or what the log holds, which draws nothing.
  func reward(
    ofArm arm: Int, round: Int, mean: Double, using stream: inout RandomStream
  ) -> Double {
    switch self {
    case .deviations(let deviations): mean + deviations[arm] * stream.nextNormal(.shared)
    case .logged(let log): log.reward(ofArm: arm, round: round)
    }
  }

  /// The same arms in another order.
  func reordered(_ order: [Int]) -> OwnRewards {
    switch self {
    case .deviations(let deviations): .deviations(order.map { deviations[$0] })
    case .logged(let log):
      .logged(
        LoggedRewards(log: log.log, rows: log.rows, columns: order.map { log.columns[$0] }))
    }
  }
}

/// The rows of a log in the order in which a replication plays them.
struct LoggedRewards: Sendable {
  let log: RewardLog
  /// The row of every round.
  let rows: [Int32]
  /// The column of every arm, in the clustering's order.
  let columns: [Int]

  /// What the log holds of an arm in the row of a round.
  @inline(__always)
  func reward(ofArm arm: Int, round: Int) -> Double {
    log.values[Int(rows[round - 1]) * log.columnCount + columns[arm]]
  }

  /// The mean of every arm over the rows that are played.
  var means: [Double] {
    var sums = Array(repeating: 0.0, count: columns.count)
    for row in rows {
      for (arm, column) in columns.enumerated() {
        sums[arm] += log.values[Int(row) * log.columnCount + column]
      }
    }
    return sums.map { $0 / Double(rows.count) }
  }
}
