import Randomness

/// `mixture`: Thompson sampling that samples its model, too.
///
/// The models are those of ``ClusterEvidence`` and equally likely at first: clusters as they are
/// labeled, one cluster of all arms, independent arms. In every round one is drawn with the
/// probability that the rewards leave it, which is proportional to their marginal likelihood under
/// it; then all means are drawn from its posterior, and the highest is pulled. It is a draw from
/// the posterior of the whole: labels that say nothing lose their weight as the evidence against
/// them grows.
///
/// With K = 1 the first two models are one; with K = N the first has a prior of its own for every
/// arm. In a batch every pull takes its own draw.
///
/// Source: Thompson (1933); for weights by evidence J. A. Hoeting, D. Madigan, A. E. Raftery and
/// C. T. Volinsky, "Bayesian model averaging", Statistical Science 14 (1999).
///
/// Selection is O(N + K), an update O(1024). Draws one word for the model and what that draws, one
/// index more at a tie. 4.5 kB a cluster, 40 bytes an arm.
struct MixtureThompson: Policy {
  private let ties: TieBreak
  private let evidence: ClusterEvidence

  /// The policy over arms none of which was pulled.
  init(ties: TieBreak, setting: PolicySetting) {
    self.ties = ties
    evidence = ClusterEvidence(setting)
  }

  /// The highest of one draw from the mixture.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let weights = evidence.weights
    let place = stream.nextUnit()
    if place < weights.clustered {
      return evidence.highestOfClusteredDraw(ties: ties, using: &stream)
    }
    if place < weights.clustered + weights.pooled {
      return evidence.highestOfPooledDraw(ties: ties, using: &stream)
    }
    return evidence.highestOfIndependentDraw(ties: ties, using: &stream)
  }

  /// Weighs the models by the reward, and tells them.
  mutating func update(arm: Int, reward: Double) { evidence.update(arm: arm, reward: reward) }

  /// The arm's posterior: that of the mixture.
  func belief(of arm: Int) -> Belief? {
    let moments = evidence.posterior(of: arm)
    return Belief(
      pulls: evidence.whole.pulls(of: arm), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}

extension PolicyFamily {
  /// Thompson sampling over three models of the clusters.
  static let mixture = PolicyFamily(
    name: "mixture", aliases: ["mixture-thompson"],
    summary: "Thompson sampling with clusters, with one cluster or without, by their evidence",
    parameters: [.ties], conventions: .jointThompson(rewards: "0 or 1"),
    problems: { _, shape in
      ArgumentProblem.unlessBinary(
        shape, "mixture weighs models of 0/1 rewards",
        hint: "use gaussian-hierarchical-thompson here")
    },
    prepare: { arguments, _ in
      var policy = PreparedPolicy(binary: { setting in
        MixtureThompson(ties: arguments.ties, setting: setting)
      })
      policy.bytesPerCluster = HierarchicalBetaBinomial.bytesPerCluster
      return policy
    })
}
