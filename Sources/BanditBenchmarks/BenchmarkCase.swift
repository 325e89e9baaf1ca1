/// Something whose speed is measured: a policy on a fixed instance, an operation, an experiment.
package struct BenchmarkCase: Sendable {
  /// The name on the command line.
  package let name: String
  /// The group that it belongs to.
  package let group: BenchmarkGroup
  /// What is done.
  let summary: String
  /// N, where there are arms.
  var arms: Int?
  /// B.
  var batch = 1
  /// What the microseconds are for.
  let unit: BenchmarkUnit
  /// The case beside which this one is to be read, if it is measured in the same run.
  var reference: String?
  /// Units in a sample, so that an outside command can be asked for as much work.
  var units: Double
  /// Floating-point operations of a unit, where they are known.
  var operations: Double?
  /// Bytes that a unit reads at least, where memory is the limit.
  var bytes: Double?
  /// Does it once.
  let sample: @Sendable () -> Sample
  /// Bytes that a running replication holds for each arm, measured in a process of its own.
  package var residentBytes: (@Sendable () -> Double)?

  /// What was measured once.
  struct Sample: Sendable {
    /// Microseconds for a unit: of CPU, or by the wall's clock for groups that use several cores.
    var microseconds: Double
    /// The mean reward of a pull or of a replication: shows that the work was done.
    var reward: Double?
    /// Microseconds of what the case is read beside, where the sample measures both.
    var reference: Double?
    /// The rate of dgemm at the case's size, in 10⁹ operations a second.
    var dgemm: Double?
  }
}

/// The groups of cases, in the order of the report.
package enum BenchmarkGroup: String, Sendable, CaseIterable, Encodable {
  /// Whole replications, recording included.
  case pulls
  /// Decisions over the number of arms.
  case growth
  /// Pulls over the size of a batch.
  case batches
  /// Operations of BLAS and LAPACK, and what stands on them.
  case blas
  /// One experiment over the number of workers.
  case jobs

  /// One line.
  package var summary: String {
    switch self {
    case .pulls: "whole replications, recording included"
    case .growth: "a decision after the first pulls, 10² to 10⁷ arms; T = kN: replications"
    case .batches: "a pull over the size of a batch"
    case .blas: "linear algebra and batch updates beside the dgemm rate and plain loops"
    case .jobs: "one experiment over the number of workers"
    }
  }
}

/// What a time is for.
package enum BenchmarkUnit: String, Sendable, Encodable {
  case pull
  case decision
  case operation
  case experiment
}

/// The samples of a case.
package struct BenchmarkMeasurement: Sendable {
  let benchmark: BenchmarkCase
  /// Microseconds for a unit, one for each run.
  let microseconds: [Double]
  /// Microseconds of what the case is read beside, one for each run, where samples measure it.
  let references: [Double]
  /// The rate of dgemm at the case's size, one for each run, where samples measure it.
  let dgemm: [Double]
  let reward: Double?
  let bytesPerArm: Double?
  /// Microseconds of an outside command's CPU time for a unit, one for each run.
  let against: [Double]

  var median: Double { Self.median(microseconds) }

  /// The median of the runs' ratios to another case: runs are interleaved, so the machine's speed
  /// cancels.
  func ratio(to other: [Double]) -> Double? {
    guard other.count == microseconds.count, !other.isEmpty else { return nil }
    return Self.median(zip(microseconds, other).map { $0 / $1 })
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
