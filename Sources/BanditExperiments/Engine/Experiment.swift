public import ClusterBandit
import Randomness

/// A plan with what is played: environments and policies made from catalogues.
public struct Experiment: Sendable {
  /// The plan.
  public internal(set) var plan: Plan
  /// One for each problem of the plan.
  public internal(set) var problems: [Problem]

  init(plan: Plan, problems: [Problem]) {
    self.plan = plan
    self.problems = problems
  }

  /// A problem, ready to be played.
  public struct Problem: Sendable {
    /// The problem as the plan has it; its label, horizon and batch.
    public internal(set) var plan: Plan.Problem
    /// Draws the instances.
    public internal(set) var environment: any Environment
    /// Rounds at which metrics are kept, ascending, ending with T.
    public internal(set) var checkpoints: [Int]
    /// The policies in the order of the plan.
    public let policies: [PreparedPolicy]
    /// Whether the evidence for the clusters is kept.
    var keepsEvidence = false
    /// α, where discounted sums are kept.
    var discount: Double?
    /// Whether the luck of the rewards is kept.
    var keepsLuck = false
    /// Which arm is recommended at the checkpoints.
    var recommendation: Recommendation?
    /// What a reader of its results must know.
    var remarks: [Remark] = []
    /// The environment with at most so many arms; nil where it cannot be had with fewer.
    var environmentWithFewerArms: @Sendable (Int) -> (any Environment)? = { _ in nil }

    /// The environment's label.
    public var label: String { plan.label }
    /// T.
    public var horizon: Int { plan.horizon }
    /// B.
    public var batch: Int { plan.batch }

    /// N.
    var armCount: Int { environment.shape.armCount }

    /// The problem with at most so many arms; nil if it has no more, or cannot be had with fewer.
    func with(armsAtMost limit: Int) -> Problem? {
      guard armCount > limit, let fewer = environmentWithFewerArms(limit) else { return nil }
      var problem = self
      problem.environment = fewer
      return problem
    }

    /// True if rounds have contexts.
    public var hasContexts: Bool { environment.shape.rewards.contextDimension > 0 }

    /// True if arms die and are replaced.
    public var hasMortalArms: Bool { environment.shape.hasMortalArms }

    /// True if every replication plays the same instance.
    public var isFixed: Bool { environment.isFixed && plan.permutation == .none }

    /// The instance that every policy plays in a replication.
    ///
    /// Draws from the replication's instance stream, and from its permutation stream if labels are
    /// permuted.
    func drawInstance(_ seeds: SeedTree, replication: UInt64) -> BanditInstance {
      var stream = seeds.stream(replication: replication, role: .instance)
      let instance = environment.drawInstance(horizon: horizon, using: &stream)
      guard plan.permutation != .none else { return instance }
      var dealing = seeds.stream(replication: replication, role: .permutation)
      return instance.permutingLabels(share: plan.permutation.share, using: &dealing)
    }
  }

  /// The experiment with another number of replications or another seed: it plays the same
  /// problems.
  public func with(replications: Int? = nil, seed: UInt64? = nil) -> Experiment {
    var changed = self
    changed.plan.replications = replications ?? plan.replications
    changed.plan.quickReplications = min(
      plan.quickReplications, changed.plan.replications)
    changed.plan.seed = seed ?? plan.seed
    return changed
  }

  /// A replication of a problem, ready to be played by one policy after the other.
  ///
  /// - Parameters:
  ///   - number: from 0.
  ///   - problem: the number of the problem in the plan.
  public func replication(
    _ number: Int, of problem: Problem
  ) throws(InsufficientMemory) -> Replication {
    try MemoryEstimate(with(replications: 1), jobs: 1).check()
    var replication = Replication(
      instance: problem.drawInstance(seeds, replication: UInt64(number)),
      horizon: problem.horizon, checkpoints: problem.checkpoints, seeds: seeds,
      number: UInt64(number), tables: .covering(horizon: problem.horizon), batch: problem.batch)
    replication.keepsEvidence = problem.keepsEvidence
    replication.discount = problem.discount
    replication.keepsLuck = problem.keepsLuck
    replication.recommendation = problem.recommendation
    return replication
  }

  /// What a reader of its results must know of how its policies play.
  public var remarks: [Remark] { Remark.merged(problems.flatMap(\.remarks)) }

  /// The seeds of all replications.
  var seeds: SeedTree { SeedTree(root: plan.seed) }

  /// True if some of its problems stand on BLAS or LAPACK: contexts, and normal priors with
  /// covariances.
  var needsLinearAlgebra: Bool {
    problems.contains { $0.hasContexts || $0.environment.shape.hasGaussianPrior }
  }
}
