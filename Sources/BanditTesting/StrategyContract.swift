public import ClusterBandit
import Randomness

/// What two-level policies rely on in a cluster strategy.
///
///     #expect(StrategyContract(MyStrategy.self).violations().isEmpty)
///
/// Every arguments are tried over clusters of one arm, of three and of four, on 0/1 rewards that
/// differ and that are all the same.
public struct StrategyContract<Strategy: ClusterStrategy & ~Copyable>: Sendable {
  /// What a strategy promises.
  public enum Clause: String, CaseIterable, Sendable {
    /// Names are in kebab-case and unique, the summary is one line, every parameter has a meaning,
    /// and every default is a value of its parameter's type.
    case parameters
    /// What the strategy refuses it refuses with a message, a hint and the path of a parameter of
    /// its own, whether it works on counts, for a rule that needs distributions, or on a model.
    case refusals
    /// With its defaults it can work on counts.
    case playable
    /// The estimate is a Beta posterior: α and β are finite, at least 0, and so is its mean.
    case estimate
    /// The estimate counts all pulls of the cluster, and none before the first.
    case pulls
    /// The same pulls give the same estimates.
    case repeatable
    /// The estimate depends on the pulls of its own cluster alone.
    case clusterAlone = "cluster-alone"
    /// Other names for the arms of a cluster change nothing, not even in the last bit.
    ///
    /// To be waived by a strategy that tells arms apart by their order.
    case relabelling
  }

  private let variant: Variant
  private let arguments: [Arguments]
  private let waived: Set<Clause>
  private let seed: UInt64
  private let clustering = Clustering(sizes: [1, 4, 3])

  /// The contract of a strategy.
  ///
  /// - Parameters:
  ///   - _: the kind that is checked.
  ///   - variant: name and parameters, the strategy's own by default.
  ///   - arguments: what is tried; by default ``SampleArguments/variations(of:)``.
  ///   - waived: clauses that this strategy does not promise.
  ///   - seed: the root of the seed tree of all pulls.
  public init(
    _: Strategy.Type, variant: Variant = Strategy.variant, arguments: [Arguments]? = nil,
    waiving waived: Set<Clause> = [], seed: UInt64 = 1
  ) {
    self.variant = variant
    self.arguments = arguments ?? SampleArguments.variations(of: variant.parameters)
    self.waived = waived
    self.seed = seed
  }

  /// The clauses that do not hold, with the cases in which they do not; empty if all is well.
  public func violations() -> [ContractViolation] { report().violations }

  /// Looks at every clause in every case.
  public func report() -> ContractReport {
    var examination = Examination(waiving: waived, seed: seed)
    examination.check(.parameters, of: variant.name) {
      ParameterChecks.complaint(
        name: variant.name, summary: variant.summary, variant.parameters)
    }
    for (index, arguments) in arguments.enumerated() {
      let subject = variant.name + SampleArguments.describe(arguments)
      for use in Self.uses {
        examination.check(.refusals, of: "\(subject) for \(use)") {
          ParameterChecks.complaint(
            Strategy.problems(with: arguments, use: use), variant.parameters)
        }
      }
      let isRefused = !Strategy.problems(with: arguments, use: Self.uses[0]).isEmpty
      if index == 0 {
        examination.check(.playable, of: subject) { isRefused ? "refused" : nil }
      }
      if isRefused {
        examination.report.refused.append(subject)
        continue
      }
      for mean in [0.4, 0, 1] { check(arguments, mean, &examination) }
    }
    return examination.report
  }

  private static var uses: [StrategyUse] {
    [.counts(distributionsFor: nil), .counts(distributionsFor: "a rule"), .model("hierarchical")]
  }

  private func check(
    _ arguments: Arguments, _ mean: Double, _ examination: inout Examination<Clause>
  ) {
    let subject =
      "\(variant.name)\(SampleArguments.describe(arguments)) on arms of mean \(mean)"
    let pulls = pulls(mean)
    let all = estimates(arguments, pulls)
    examination.check(.estimate, of: subject) { improper(all) }
    examination.check(.pulls, of: subject) { miscounted(all) }
    examination.check(.repeatable, of: subject) {
      isSame(estimates(arguments, pulls), all) ? nil : "the same pulls give other estimates"
    }
    // What follows compares estimates.
    guard examination.holds(.repeatable) else { return }
    for cluster in 0..<clustering.clusterCount {
      examination.check(.clusterAlone, of: "\(subject), cluster \(cluster)") {
        let own = pulls.filter { clustering.clusterOfArm[$0.arm] == cluster }
        return isSame([estimates(arguments, own)[cluster]], [all[cluster]])
          ? nil : "pulls of other clusters change the estimate"
      }
    }
    examination.check(.relabelling, of: subject) {
      let renamed = pulls.map { pull in
        let arms = clustering.arms(of: Int(clustering.clusterOfArm[pull.arm]))
        return (arm: arms.lowerBound + arms.upperBound - 1 - pull.arm, reward: pull.reward)
      }
      return isSame(estimates(arguments, renamed), all)
        ? nil : "the arms in the opposite order give other estimates"
    }
  }

  /// Sixty pulls of random arms.
  private func pulls(_ mean: Double) -> [(arm: Int, reward: Double)] {
    var stream = SeedTree(root: seed).stream(replication: 0, role: .reward)
    return (0..<60).map { _ in
      (
        stream.nextIndex(below: clustering.armCount),
        BernoulliRewards().reward(mean: mean, using: &stream)
      )
    }
  }

  /// The estimates of every cluster, before its first pull and after each.
  private func estimates(
    _ arguments: Arguments, _ pulls: [(arm: Int, reward: Double)]
  ) -> [[ClusterEstimate]] {
    var strategy = Strategy(arguments: arguments, clustering: clustering)
    var arms = ArmStatistics(count: clustering.armCount, isBinary: true)
    var estimates: [[ClusterEstimate]] = []
    for cluster in 0..<clustering.clusterCount {
      estimates.append([strategy.initialEstimate(of: cluster)])
    }
    for (arm, reward) in pulls {
      _ = arms.record(arm, reward: reward)
      let cluster = Int(clustering.clusterOfArm[arm])
      estimates[cluster].append(
        strategy.update(arm: arm, cluster: cluster, reward: reward, arms: arms))
    }
    return estimates
  }

  /// Equality bit by bit: NaN is no difference, it is a matter of another clause.
  private func isSame(_ first: [[ClusterEstimate]], _ second: [[ClusterEstimate]]) -> Bool {
    func bits(_ estimates: [[ClusterEstimate]]) -> [[UInt64]] {
      estimates.map { $0.flatMap { [$0.alpha, $0.beta, $0.pulls].map(\.bitPattern) } }
    }
    return bits(first) == bits(second)
  }

  private func improper(_ estimates: [[ClusterEstimate]]) -> String? {
    for (cluster, estimates) in estimates.enumerated() {
      for (pulls, estimate) in estimates.enumerated() {
        let isProper =
          estimate.alpha.isFinite && estimate.alpha >= 0 && estimate.beta.isFinite
          && estimate.beta >= 0 && estimate.mean.isFinite
        if !isProper { return "cluster \(cluster) after \(pulls) pulls: \(estimate)" }
      }
    }
    return nil
  }

  private func miscounted(_ estimates: [[ClusterEstimate]]) -> String? {
    for (cluster, estimates) in estimates.enumerated() {
      for (pulls, estimate) in estimates.enumerated() where estimate.pulls != Double(pulls) {
        return "cluster \(cluster) after \(pulls) pulls: \(estimate.pulls) are counted"
      }
    }
    return nil
  }
}
