import Randomness

@testable import ClusterBandit

/// A call of a rule or strategy that notes what it is asked and told.
enum ProbeCall: Equatable, Sendable {
  case select(SelectionLevel, group: Int, clock: Int)
  case record(
    SelectionLevel, candidate: Int, group: Int, pulls: Double, alpha: Double, beta: Double)
  case update(arm: Int, cluster: Int, reward: Double, armPulls: Double)

  /// The log of the current test.
  @TaskLocal static var log = CallLog<ProbeCall>()
}

/// A rule that chooses what its script says and notes all calls.
struct ProbeRule: SelectionRule, ~Copyable {
  static let conventions = Conventions(
    unpulled: "", firstPulls: "", clock: "", rewards: "")
  static var variant: Variant { Variant("probe", "") }
  private let level: SelectionLevel
  private let log = ProbeCall.log
  private var script: [Double]

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.level = level
    script = arguments.numbers("script").reversed()
  }

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    log.note(.select(level, group: group, clock: clock))
    return Int(script.popLast() ?? .nan)
  }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    log.note(
      .record(
        level, candidate: candidate, group: group, pulls: estimate.pulls, alpha: estimate.alpha,
        beta: estimate.beta))
  }
}

/// A strategy whose estimates are recognisable and which notes all calls.
struct ProbeStrategy: ClusterStrategy, ~Copyable {
  static let conventions = Conventions(strategyUnpulled: "", ties: "", rewards: "")
  static var variant: Variant { Variant("probe", "") }
  private let log = ProbeCall.log

  init(arguments: Arguments, clustering: Clustering) {}

  func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: Double(10 + cluster), beta: 1, pulls: 0)
  }

  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    log.note(
      .update(arm: arm, cluster: cluster, reward: reward, armPulls: arms.pulls(of: arm)))
    return ClusterEstimate(alpha: Double(100 + arm), beta: 2, pulls: 50)
  }
}
