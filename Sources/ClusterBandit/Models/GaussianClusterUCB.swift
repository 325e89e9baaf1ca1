import Randomness

/// `gaussian-cluster-ucb`: GP-UCB under the environment's normal prior, GP-BUCB in batches.
///
/// The highest m_i + c √β_t σ_i with the posterior mean m_i and standard deviation σ_i of θ_i, and
/// β_t = 2 ln(N t² π²/(6 δ)) in round t: with probability 1 − δ all means stay within √β_t σ_i in
/// all rounds. c = 1 is the proved width; the source's own experiments divide β by 5, which is c =
/// 0.447.
///
/// In a batch pulls that wait for their rewards are hallucinated: the covariance shrinks as if they
/// had paid, the mean stays. Only the variances of the pulled cluster change, and only they are
/// worked out; see ``PendingDowndates`` and ``PendingEffects``. The rewards of a batch are one
/// rank-b update of each cluster in it.
///
/// Source: N. Srinivas, A. Krause, S. M. Kakade and M. Seeger, "Information-theoretic regret bounds
/// for Gaussian process optimization in the bandit setting", IEEE Transactions on Information
/// Theory 58 (2012), theorem 1; T. Desautels, A. Krause and J. W. Burdick, "Parallelizing
/// exploration-exploitation tradeoffs in Gaussian process bandit optimization", JMLR 15 (2014),
/// algorithm 1.
///
/// Selection is O(N), an update O(n²) with a full covariance and O(n q²) with q shared effects.
/// Draws nothing but ties if they are `uniform`. Before the first pull arms of equal prior variance
/// tie. Choices repeat themselves on one machine with one thread of BLAS; elsewhere rounding may
/// differ.
struct GaussianClusterUCB<Posterior: ClusterPosterior & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let ties: TieBreak
  private let width: Double
  /// 2 ln(N π²/(6 δ)).
  private let constant: Double
  private var posterior: Posterior
  private var means: AlignedBuffer<Double>
  private var deviations: AlignedBuffer<Double>

  /// The policy over arms none of which was pulled.
  init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    ties = arguments.ties
    width = arguments.number("width")
    constant =
      2
      * Elementary.log(
        Double(setting.armCount) * Double.pi * Double.pi / (6 * arguments.number("delta")))
    posterior = Posterior(arguments, setting, needs: PosteriorNeeds(anticipation: true))
    means = AlignedBuffer(repeating: 0, count: setting.armCount)
    deviations = AlignedBuffer(repeating: 0, count: setting.armCount)
    for cluster in 0..<clustering.clusterCount { refresh(cluster) }
  }

  /// The highest upper bound.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let beta = constant + 4 * Elementary.log(Double(round))
    let scale = width * beta.squareRoot()
    return argmax(0..<means.count, ties: ties, using: &stream) {
      means[$0] + scale * deviations[$0]
    }
  }

  /// The variances of the arm's cluster shrink, the means stay.
  mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    posterior.anticipate(arm: arm, cluster: cluster)
    refreshDeviations(cluster)
  }

  /// Conditions the arm's cluster on the reward.
  mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    posterior.update(arm: arm, cluster: cluster, reward: reward)
    refresh(cluster)
  }

  /// Forgets what was hallucinated, then one update for each cluster of the batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    posterior.forgetAnticipated()
    posterior.update(arms: arms, rewards: rewards)
    var refreshed = -1
    for place in arms.indices {
      // Neighbours in a batch often share a cluster.
      let cluster = Int(clustering.clusterOfArm[Int(arms[place])])
      if cluster != refreshed { refresh(cluster) }
      refreshed = cluster
    }
  }

  private mutating func refresh(_ cluster: Int) {
    for arm in clustering.arms(of: cluster) { means[arm] = posterior.mean(of: arm) }
    refreshDeviations(cluster)
  }

  private mutating func refreshDeviations(_ cluster: Int) {
    for arm in clustering.arms(of: cluster) {
      deviations[arm] = posterior.anticipatedVariance(of: arm).squareRoot()
    }
  }

  /// The arm's posterior, hallucinated pulls aside.
  func belief(of arm: Int) -> Belief? { posterior.belief(of: arm) }
}

extension PolicyFamily {
  /// GP-UCB under the environment's normal prior.
  static let gaussianClusterUCB = PolicyFamily(
    name: "gaussian-cluster-ucb",
    summary: "GP-UCB: highest mean + c·sqrt(β)·sd under the environment's prior covariance",
    parameters: EnvironmentPrior.parameters + [
      .defaulted(
        "delta", .number(.closed(1e-15, 0.5)), .number(0.1),
        "δ, the probability that some bound fails: β = 2 ln(N t² π²/(6 δ))"),
      .defaulted(
        "width", .number(.closed(0, 1e15)), .number(1),
        "the width c ≥ 0 of the bonus c·sqrt(β)·sd; 1 is what is proved"),
      .ties,
    ],
    conventions: .gaussianClusterUCB,
    problems: { _, shape in EnvironmentPrior.problems("gaussian-cluster-ucb", shape) },
    prepare: { arguments, rewards in
      EnvironmentPrior.prepared(
        dense: PreparedPolicy(gaussian: rewards) { setting in
          GaussianClusterUCB<CovariancePosterior>(arguments: arguments, setting: setting)
        },
        effects: PreparedPolicy(gaussian: rewards) { setting in
          GaussianClusterUCB<EffectsPosterior>(arguments: arguments, setting: setting)
        })
    })
}
