import Randomness
private import Synchronization

/// The index policy over clusters: pulls the arm that goes with the cluster of the highest index.
///
/// The index of a cluster is the highest rate that any way of pulling its arms can reach, with what
/// each pull tells of siblings; see ``ClusterBracket``. Of every cluster a bracket is kept, and
/// only the pulled cluster's changes. As long as another cluster's bracket reaches above the lower
/// bound of the leader, the widest in question is looked ahead further, until a look-ahead would
/// have more than `states` states: then lower bounds are compared. The arm is that of the deepest
/// look-ahead into the leader.
///
/// Optimal for independent arms, where it is ``Gittins``. For arms that tell of each other the
/// cluster is a superprocess, and the policy is a policy: hardly worse than the best one under the
/// hierarchical model, visibly where the sibling's answer decides everything. Two arms whose means
/// are (0, .1) with probability .85 and else (1, .7) are such with α = ½: alone in their cluster
/// they have the index 6/23 = .260870 by the first arm, whose failure leaves .1 for ever, and
/// the policy earns .385; by the second arm first .410309 are earned.
///
/// In a batch all pulls are those of the state before it.
///
/// Source: S. Pandey, D. Chakrabarti and D. Agarwal, "Multi-armed bandit problems with dependent
/// arms", ICML 2007, section 3; see ``ClusterBracket``.
///
/// A choice is O(K) and, where the table does not know them, a few look-aheads of O(states × arms ×
/// 512) multiplications. Draws nothing but ties if they are `uniform`: one index among equal
/// clusters, one among equal arms.
struct ClusterGittins: Policy, ~Copyable {
  private let clustering: Clustering
  private let ties: TieBreak
  private let table: ClusterIndexTable
  /// Successes and failures.
  private var counts: AlignedBuffer<SIMD2<Double>>
  /// By cluster: the counts of its arms, the largest first unless arms have functions of their own.
  private var states: [[SIMD2<Double>]]
  private var brackets: [ClusterBracket]

  /// The policy over arms none of which was pulled.
  init(clustering: Clustering, ties: TieBreak, table: ClusterIndexTable) {
    self.clustering = clustering
    self.ties = ties
    self.table = table
    counts = AlignedBuffer(repeating: .zero, count: clustering.armCount)
    states = clustering.sizes.map { Array(repeating: .zero, count: $0) }
    brackets = states.map { table.bracket(of: $0, deeperThan: 0) }
  }

  /// The arm of the cluster with the highest index.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let best = leader()
    let state = states[best]
    let cluster = argmax(0..<states.count, ties: ties, using: &stream) {
      states[$0] == state ? 1 : 0
    }
    guard table.prior.areArmsAlike else {
      return clustering.offsets[cluster] + brackets[best].arm
    }
    let count = state[brackets[best].arm]
    return argmax(clustering.arms(of: cluster), ties: ties, using: &stream) {
      counts[$0] == count ? 1 : 0
    }
  }

  /// The same, with the index of each cluster: at least what the policy compares and, where bounds
  /// are wanted, at most what would be if all means were told after a look-ahead.
  mutating func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    let arm = selectArm(round: round, using: &stream)
    var choice = DecisionScores.Choice(.index, states.indices) { brackets[$0].lower }
    if scores.wantsBounds {
      choice.upper = states.indices.map { table.upperBound(of: states[$0], brackets[$0]) }
    }
    scores.clusters = choice
    return arm
  }

  /// A cluster whose index is highest, looking ahead as far as that takes and fits.
  private mutating func leader() -> Int {
    while true {
      var leader = 0
      for cluster in brackets.indices where brackets[cluster].lower > brackets[leader].lower {
        leader = cluster
      }
      let lower = brackets[leader].lower
      var widest: Int?
      var width = 0.0
      for cluster in brackets.indices
      where brackets[cluster].upper > lower && states[cluster] != states[leader] {
        let own = brackets[cluster].upper - brackets[cluster].lower
        if own > width || widest == nil { (widest, width) = (cluster, own) }
      }
      guard let rival = widest else {
        if brackets[leader].isSettled { return leader }
        deepen(leader)
        continue
      }
      deepen(brackets[leader].upper - lower > width ? leader : rival)
    }
  }

  /// Looks further ahead in a cluster and in those that are like it.
  private mutating func deepen(_ cluster: Int) {
    let state = states[cluster]
    let bracket = table.bracket(of: state, deeperThan: brackets[cluster].depth)
    for other in states.indices where states[other] == state { brackets[other] = bracket }
  }

  /// Counts the pull.
  mutating func update(arm: Int, reward: Double) {
    counts[arm] += SIMD2(reward, 1 - reward)
    let cluster = Int(clustering.clusterOfArm[arm])
    states[cluster] = clustering.arms(of: cluster).map { counts[$0] }
    if table.prior.areArmsAlike { states[cluster].sort { ($0.x, $0.y) > ($1.x, $1.y) } }
    brackets[cluster] = table.bracket(of: states[cluster], deeperThan: 0)
  }

  /// Pulls and the posterior's mean and deviation.
  func belief(of arm: Int) -> Belief? {
    let siblings = clustering.arms(of: Int(clustering.clusterOfArm[arm]))
    let moments = table.prior.moments(
      of: arm - siblings.lowerBound, siblings.map { counts[$0] })
    return Belief(
      pulls: counts[arm].sum(), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}

extension PolicyFamily {
  /// The index policy over clusters.
  static let clusterGittins = PolicyFamily(
    name: "cluster-gittins",
    summary: "the arm of the cluster with the highest index, by look-ahead, for Σ α^(t−1) r_t",
    parameters: [
      .discount,
      .defaulted(
        "model",
        .component([HierarchicalBetaBinomial.variant, ModelCatalogue.independent, sharedFunctions]),
        .defaultVariant(HierarchicalBetaBinomial.variant),
        "how arms of a cluster depend on each other"),
      .defaulted(
        "states", .integer(10...100_000), .integer(300),
        "the most states of a look-ahead; one pull ahead is always looked"),
      .ties,
    ],
    conventions: Conventions(
      unpulled: "what its siblings' pulls leave of its prior", firstPulls: "none",
      clock: "none: an index is the same in every round", rewards: "0 or 1"),
    problems: { arguments, shape in
      let binary = ArgumentProblem.unlessBinary(shape, "cluster-gittins has Beta posteriors")
      guard binary.isEmpty else { return binary }
      let (name, own) = arguments.variant("model")
      if name == sharedFunctions.name { return sharedProblems(shape) }
      guard name == HierarchicalBetaBinomial.variant.name else { return [] }
      return HierarchicalBetaBinomial.problems(with: own, shape: shape).map {
        $0.under("model")
      }
    },
    prepare: { arguments, _ in
      let (discount, ties) = (arguments.number("discount"), arguments.ties)
      let (name, own) = arguments.variant("model")
      let states = arguments.integer("states")
      if name == sharedFunctions.name {
        let tables = SharedIndexTable(discount: discount, most: states)
        var policy = PreparedPolicy(binary: { setting in
          ClusterGittins(clustering: setting.clustering, ties: ties, table: tables.table(setting))
        })
        policy.bytesPerCluster = 96 * states
        return policy
      }
      guard name == HierarchicalBetaBinomial.variant.name else {
        let table = GittinsTable(discount: discount)
        return PreparedPolicy(binary: { setting in
          Gittins(
            priors: Array(repeating: .uniform, count: setting.armCount), ties: ties, table: table)
        })
      }
      let table = ClusterIndexTable(
        prior: ClusterPrior(hierarchical: own.numbers("cohesion")), discount: discount,
        most: states)
      var policy = PreparedPolicy(binary: { setting in
        ClusterGittins(clustering: setting.clustering, ties: ties, table: table)
      })
      policy.bytesPerCluster = 96 * states
      return policy
    })

  /// The functions of a shared parameter as a model.
  private static let sharedFunctions = Variant(
    "shared-parameter", "θ = g(φ) with the environment's known g and one φ for each cluster")

  /// Functions that are those of every cluster.
  private static func sharedProblems(_ shape: ProblemShape) -> [ArgumentProblem] {
    guard let shared = shape.sharedParameter else {
      return [
        ArgumentProblem(
          ["model"], "the means of this environment are no known functions of a parameter",
          hint: "use the environment shared-parameter, or model: hierarchical here")
      ]
    }
    guard shared.copies != shape.clusterCount else { return [] }
    return [
      ArgumentProblem(
        ["model"], "the clusters of this environment have functions of their own",
        hint: "give the functions of one cluster, which stand for all, or use ucb-d here")
    ]
  }
}

/// The table of a prepared policy: made by the replication that comes first, used by all.
private final class SharedIndexTable: Sendable {
  private let discount: Double
  private let most: Int
  private let made = Mutex<(shared: SharedParameter, table: ClusterIndexTable)?>(nil)

  init(discount: Double, most: Int) { (self.discount, self.most) = (discount, most) }

  /// The indices under the functions of the setting's instance.
  func table(_ setting: PolicySetting) -> ClusterIndexTable {
    guard let shared = setting.sharedParameter else {
      stop("model: shared-parameter needs an instance whose means are functions of a parameter")
    }
    return made.withLock { made in
      if let made, made.shared == shared { return made.table }
      let prior = ClusterPrior(shared, arms: setting.clustering.size(of: 0))
      let table = ClusterIndexTable(prior: prior, discount: discount, most: most)
      made = (shared, table)
      return table
    }
  }
}
