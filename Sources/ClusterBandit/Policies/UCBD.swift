public import Randomness

/// UCB-D: optimism over the parameter that the arms of a cluster share.
///
/// The means of cluster c are known functions of one unknown number, θ_i = g_i(φ_c), see
/// ``SharedParameter``, so every pull of the cluster tells of φ_c. With
///
///     D_c(φ) = Σ_{i in c} n_i kl(μ̂_i, g_i(φ))
///
/// the parameters that are not ruled out are the ball { φ : D_c(φ) − min D_c ≤ ln t + c ln ln t },
/// a generalised likelihood ratio with the right side of KL-UCB, t being the pulls so far. The
/// index of an arm is the largest g_i in the ball, the index of a cluster that of its best arm, and
/// the arm of the highest index is pulled. Functions are monotone, so two roots say all: the ends
/// of the ball. A cluster without pulls comes first, with the arm that could pay most.
///
/// Whatever the number of arms, a cluster is explored as one number: regret grows as the clusters
/// times ln T. One arm in each cluster with g(φ) = φ on [0, 1] is KL-UCB.
///
/// In a batch a pending pull counts as one that paid g_i(φ̂): it narrows the ball and moves nothing.
///
/// Source: R. Singh, F. Liu, Y. Sun and N. Shroff, "Multi-armed bandits with dependent arms",
/// arXiv:2010.09478 (2020), for model and growth; the ball by a likelihood ratio and its radius are
/// choices made here.
///
/// Rewards in {0, 1}. Draws nothing but the order of first pulls and ties if they are `uniform`:
/// one index among equal clusters, one among equal arms. A round costs a best fit of the pulled
/// cluster and two roots for each cluster that may lead, O(|c|) for every step of a root; others
/// are passed over by their index at a later clock, O(1). 16 bytes an arm, 80 a cluster.
public struct UCBD: Policy, ~Copyable {
  /// The family in experiment files.
  static let family = PolicyFamily(
    name: "ucb-d",
    summary: "highest g_i(φ) with Σ n kl(mean, g(φ)) up to ln t + c·ln ln t above its least",
    parameters: [
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(0),
        "the weight c ≥ 0 of ln ln t: 0 in practice, 3 in proofs"),
      .ties,
    ],
    conventions: Conventions(
      unpulled: "its cluster comes first; with pulled siblings what they leave of its mean",
      firstPulls: "each cluster once: at random with ties uniform, in their order with ties first",
      clock: "t counts the pulls made so far", rewards: "0 or 1"),
    problems: { _, shape in UCBD.problems(shape) },
    prepare: { arguments, _ in
      var policy = PreparedPolicy(binary: { UCBD(arguments: arguments, setting: $0) })
      policy.bytesPerCluster = 80
      return policy
    })

  private let clustering: Clustering
  private let shared: SharedParameter
  private let exploration: DivergenceExploration
  private let ties: TieBreak
  private var unplayed: UnplayedQueue
  /// Successes and failures.
  private var counts: AlignedBuffer<SIMD2<Double>>
  private var fits: AlignedBuffer<ParameterFit>
  /// The ends of the ball.
  private var balls: AlignedBuffer<SIMD2<Double>>
  /// The index in this round; −∞ where the ceiling is enough.
  private var indices: AlignedBuffer<Double>
  /// The index at a later clock, and that clock.
  private var ceilings: AlignedBuffer<SIMD2<Double>>
  /// The cluster pulled last: it most likely still leads.
  private var latest = 0
  private var anticipated: [(arm: Int, counts: SIMD2<Double>, fit: ParameterFit)] = []

  /// The policy over arms none of which was pulled.
  ///
  /// The setting's instance must have shared parameters: the family refuses others.
  public init(arguments: Arguments, setting: PolicySetting) {
    guard let shared = setting.sharedParameter else {
      stop("ucb-d needs an instance whose means are known functions of a parameter")
    }
    let (arms, count) = (setting.armCount, setting.clustering.clusterCount)
    clustering = setting.clustering
    self.shared = shared
    exploration = DivergenceExploration(arguments, horizon: setting.horizon)
    ties = arguments.ties
    unplayed = UnplayedQueue(groups: .whole(count), ties: arguments.ties)
    counts = AlignedBuffer(repeating: .zero, count: arms)
    let range = shared.range
    let middle = 0.5 * (range.lowerBound + range.upperBound)
    fits = AlignedBuffer(repeating: ParameterFit(parameter: middle, loss: 0), count: count)
    balls = AlignedBuffer(repeating: SIMD2(range.lowerBound, range.upperBound), count: count)
    indices = AlignedBuffer(repeating: -.infinity, count: count)
    ceilings = AlignedBuffer(repeating: .zero, count: count)
  }

  /// The arm of highest index.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(0) {
      return best(in: unplayed.take(0, using: &stream), using: &stream)
    }
    compare(clock: round - 1)
    let cluster = argmax(0..<clustering.clusterCount, ties: ties, using: &stream) { indices[$0] }
    return best(in: cluster, using: &stream)
  }

  /// The same, with the indices of all clusters and of the chosen one's arms.
  public mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    let clusters = 0..<clustering.clusterCount
    if unplayed.isWaiting(0) {
      scores.clusters = .init(.unpulled, clusters)
    } else {
      let budget = budget(clock: round - 1)
      let all = clusters.map { index(of: $0, ball: ball(of: $0, budget: budget)) }
      scores.clusters = .init(.index, clusters) { all[$0] }
    }
    let arm = selectArm(round: round, using: &stream)
    let cluster = Int(clustering.clusterOfArm[arm])
    let arms = clustering.arms(of: cluster).map { bound($0, balls[cluster]) }
    let first = clustering.offsets[cluster]
    scores.arms = .init(.index, clustering.arms(of: cluster)) { arms[$0 - first] }
    return arm
  }

  private func best(in cluster: Int, using stream: inout RandomStream) -> Int {
    let ball = balls[cluster]
    return argmax(clustering.arms(of: cluster), ties: ties, using: &stream) { bound($0, ball) }
  }

  /// ln t + c ln ln t.
  private func budget(clock: Int) -> Double { exploration.budget(Double(max(clock, 1))) }

  private func ball(of cluster: Int, budget: Double) -> SIMD2<Double> {
    let ends = shared.ball(
      clustering.arms(of: cluster), counts, around: fits[cluster], radius: budget)
    return SIMD2(ends.lowerBound, ends.upperBound)
  }

  /// The largest g_i in a ball: g_i is monotone.
  private func bound(_ arm: Int, _ ball: SIMD2<Double>) -> Double {
    max(shared.mean(of: arm, at: ball.x), shared.mean(of: arm, at: ball.y))
  }

  private func index(of cluster: Int, ball: SIMD2<Double>) -> Double {
    var highest = -Double.infinity
    for arm in clustering.arms(of: cluster) { highest = max(highest, bound(arm, ball)) }
    return highest
  }

  /// Fills ``indices`` and ``balls`` of every cluster that may lead.
  private mutating func compare(clock: Int) {
    let budget = budget(clock: clock)
    balls[latest] = ball(of: latest, budget: budget)
    var best = index(of: latest, ball: balls[latest])
    indices[latest] = best
    for cluster in 0..<clustering.clusterCount where cluster != latest {
      if Double(clock) > ceilings[cluster].y {
        let later = self.budget(clock: 2 * clock)
        let ceiling = index(of: cluster, ball: ball(of: cluster, budget: later))
        ceilings[cluster] = SIMD2(ceiling, 2 * Double(clock))
      }
      // A margin wider than the error of a root: what is passed over cannot show in a choice.
      if ceilings[cluster].x < best - DivergenceIndex.margin {
        indices[cluster] = -.infinity
        continue
      }
      balls[cluster] = ball(of: cluster, budget: budget)
      indices[cluster] = index(of: cluster, ball: balls[cluster])
      best = max(best, indices[cluster])
    }
  }

  /// Counts the pull.
  public mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    counts[arm] += SIMD2(reward, 1 - reward)
    fits[cluster] = shared.fit(clustering.arms(of: cluster), counts)
    ceilings[cluster].y = 0
    latest = cluster
  }

  /// Counts the pull as one that paid what the best fit expects.
  public mutating func anticipate(arm: Int) {
    let cluster = Int(clustering.clusterOfArm[arm])
    let fit = fits[cluster]
    anticipated.append((arm, counts[arm], fit))
    update(arm: arm, reward: shared.mean(of: arm, at: fit.parameter))
  }

  /// Forgets what was anticipated, then counts the pulls.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for (arm, before, fit) in anticipated.reversed() {
      let cluster = Int(clustering.clusterOfArm[arm])
      (counts[arm], fits[cluster], ceilings[cluster].y) = (before, fit, 0)
    }
    anticipated.removeAll(keepingCapacity: true)
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's pulls and observed mean.
  public func belief(of arm: Int) -> Belief? {
    let (n, won) = (counts[arm].sum(), counts[arm].x)
    return Belief(pulls: n, mean: n > 0 ? won / n : nil, standardDeviation: nil)
  }

  /// 0/1 rewards, and means that are monotone functions of a parameter.
  private static func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    let binary = ArgumentProblem.unlessBinary(shape, "ucb-d bounds Bernoulli means")
    guard binary.isEmpty else { return binary }
    guard let shared = shape.sharedParameter else {
      return [
        ArgumentProblem(
          [], "ucb-d needs means that are known functions of a parameter, and these are none",
          hint: "use the environment shared-parameter, or kl-ucb or clus-ucb here")
      ]
    }
    guard let arm = shared.firstNotMonotone else { return [] }
    return [
      ArgumentProblem(
        [], "ucb-d needs monotone functions, and that of arm \(arm) rises and falls",
        hint: "give arm \(arm) a function that only rises or only falls, or use kl-ucb here")
    ]
  }
}
