import Randomness

/// `gaussian-cluster-thompson`: draw the means of all arms from their joint normal posterior, take
/// the highest.
///
/// The prior is the environment's own, N(m0 1, Σ_c) for each cluster, s is known. In a batch every
/// pull takes its own draw, and all of them come from the state before the batch: m + L Z, one
/// dtrmm for each cluster and block of draws. A batch of rewards is one rank-b update of each
/// cluster in it.
///
/// Source: W. R. Thompson, Biometrika 25 (1933), with a joint normal posterior as in D. Russo and
/// B. Van Roy, "Learning to optimize via posterior sampling", Mathematics of Operations Research 39
/// (2014); a draw for each pull of a batch as in K. Kandasamy, A. Krishnamurthy, J. Schneider and
/// B. Póczos, "Parallelised Bayesian optimisation via Thompson sampling", AISTATS 2018.
///
/// A draw is O(n²) for each cluster of n arms and a factorization O(n³) for each one touched since
/// the last draw; with q shared effects O(n q) and O(q³). Draws one normal an arm, and q before
/// them for each cluster with effects; one index more at a tie. With K = N the arms are
/// independent; with K = 1 all covary.
///
/// Choices repeat themselves from a seed on one machine with one thread of BLAS; elsewhere rounding
/// may differ.
struct GaussianClusterThompson<Posterior: ClusterPosterior & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let ties: TieBreak
  private var posterior: Posterior

  /// The policy over arms none of which was pulled.
  ///
  /// - Parameter ties: how ties are broken, by default as the arguments say.
  init(arguments: Arguments, ties: TieBreak? = nil, setting: PolicySetting) {
    clustering = setting.clustering
    self.ties = ties ?? arguments.ties
    posterior = Posterior(arguments, setting, needs: PosteriorNeeds(draws: true))
  }

  /// The highest of one joint draw.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    posterior.draw(1, using: &stream)
    return posterior.highest(ofDraw: 0, ties: ties, using: &stream)
  }

  /// The highest of as many joint draws, in blocks of bounded memory.
  mutating func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream
  ) {
    var place = 0
    while place < arms.count {
      let count = min(posterior.drawLimit, arms.count - place)
      posterior.draw(count, using: &stream)
      for draw in 0..<count {
        arms[place] = Int32(
          truncatingIfNeeded: posterior.highest(ofDraw: draw, ties: ties, using: &stream))
        place += 1
      }
    }
  }

  /// Conditions the arm's cluster on the reward.
  mutating func update(arm: Int, reward: Double) {
    posterior.update(
      arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: reward)
  }

  /// One update for each cluster of the batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    posterior.update(arms: arms, rewards: rewards)
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief? { posterior.belief(of: arm) }

  /// The numerical difficulties of the factorizations for draws.
  var numericalNotes: NumericalNotes { posterior.numericalNotes }
}

extension ClusterPosterior where Self: ~Copyable {
  /// The arm's posterior, as traces show it.
  func belief(of arm: Int) -> Belief {
    let moments = posterior(of: arm)
    return Belief(
      pulls: pulls(of: arm), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}

extension PolicyFamily {
  /// Thompson sampling under the environment's normal prior.
  static let gaussianClusterThompson = PolicyFamily(
    name: "gaussian-cluster-thompson",
    summary: "highest joint draw of all means under the environment's prior covariance",
    parameters: EnvironmentPrior.parameters + [.ties],
    conventions: .jointThompson(rewards: "normal ones of known standard deviation"),
    problems: { _, shape in EnvironmentPrior.problems("gaussian-cluster-thompson", shape) },
    prepare: { arguments, rewards in
      ModelEntry.covariance.flat(arguments, arguments.ties, rewards)
    })
}
