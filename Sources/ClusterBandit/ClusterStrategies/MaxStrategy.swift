/// MAX: the arm of highest posterior mean represents its cluster, r = a/(a + b) with a = A0 + s_i
/// and b = B0 + f_i of that arm.
///
/// Of arms with equal posterior means the most pulled one represents, so the choice does not
/// depend on labels; equal pulls then mean equal parameters. Drawback: the siblings' observations
/// are ignored. With `observed-only` an arm without pulls cannot represent: otherwise the prior
/// Beta(1, 1) of an unpulled arm pins r ≥ 1/2. A cluster without pulls has the prior as its
/// estimate. `plus-one` adds 1 to both parameters of the representative, as a published
/// replication does.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), the MAX strategy; `plus-one` after L. De Luisa,
/// "[Re] Thompson sampling for bandits with clustered arms", ReScience C (2022).
///
/// An update is O(1), or when the representative's mean fell O(|c|), O(log |c|) for large clusters;
/// 16 bytes a cluster, and less than 1 an arm of large ones.
public struct MaxStrategy: ClusterStrategy, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "max", "the arm of highest posterior mean: r = a/(a + b), a = A0 + s, b = B0 + f",
    [
      .defaulted(
        "prior", .numbers(.weight, count: 2), .numbers([1, 1]),
        "the prior [A0, B0] of every arm's posterior mean"),
      .defaulted(
        "observed-only", .flag, .flag(false), "whether only pulled arms may represent a cluster"),
      .defaulted(
        "plus-one", .flag, .flag(false),
        "whether 1 is added to both parameters of the representative"),
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    strategyUnpulled:
      "an arm as its prior, which may represent unless observed-only; a cluster as its prior",
    ties: "of equal posterior means the most pulled arm represents",
    rewards: "0 or 1, or normal ones of known standard deviation")

  /// The arm of highest posterior mean.
  public static func functional(_ arguments: Arguments) -> PosteriorFunctional? {
    .bestArm(observedOnly: arguments.flag("observed-only"))
  }

  /// A model has a prior of its own and no counts.
  public static func problems(
    with arguments: Arguments, use: StrategyUse
  ) -> [ArgumentProblem] {
    guard case .model(let model) = use else { return [] }
    let problems = arguments.problemsOfPrior(underModel: model)
    guard arguments.flag("plus-one") else { return problems }
    return problems + [
      ArgumentProblem(
        ["plus-one"], "plus-one is for counts, and the model keeps a posterior",
        hint: "leave it out, or leave model out")
    ]
  }

  private let clustering: Clustering
  private let order: PosteriorOrder
  private let extra: Double
  /// The representatives of large clusters.
  private var tree: PlayoffTree
  private var representatives: AlignedBuffer<Int>
  private var pulls: AlignedBuffer<Double>

  /// The number of arms in a cluster from which on a tree finds the representative.
  ///
  /// A tree adds a little to every pull and saves a walk over the cluster whenever the
  /// representative's mean fell: with 64 arms the two cost the same if that is one pull in 25.
  static let treeFrom = 64

  /// A strategy over clusters none of whose arms was pulled.
  public init(arguments: Arguments, clustering: Clustering) {
    self.init(arguments: arguments, clustering: clustering, treeFrom: Self.treeFrom)
  }

  /// The same, with trees over clusters of at least `treeFrom` arms.
  init(arguments: Arguments, clustering: Clustering, treeFrom: Int) {
    self.clustering = clustering
    let prior = arguments.numbers("prior")
    order = PosteriorOrder(
      a0: prior[0], b0: prior[1], observedOnly: arguments.flag("observed-only"))
    tree = PlayoffTree(groups: clustering, smallest: treeFrom)
    extra = arguments.flag("plus-one") ? 1 : 0
    representatives = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    pulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    for cluster in 0..<clustering.clusterCount {
      representatives[cluster] = clustering.offsets[cluster]
    }
  }

  /// Beta(A0, B0), plus one if asked.
  public func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: order.a0 + extra, beta: order.b0 + extra, pulls: 0)
  }

  /// The Beta posterior of the cluster's best arm.
  @inline(__always)
  public mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    let clusterPulls = pulls[cluster] + 1
    pulls[cluster] = clusterPulls
    var representative = representatives[cluster]
    if tree.isPlanted, tree.holds(cluster) {
      let order = order
      representative = tree.update(arm, group: cluster, rose: reward == 1) {
        order.beats($0, $1, arms)
      }
    } else if representative == arm {
      // Only a success surely keeps the arm in front.
      if reward != 1 { representative = best(of: cluster, arms) }
    } else if order.beats(arm, representative, arms) {
      representative = arm
    }
    representatives[cluster] = representative
    return estimate(representative, clusterPulls, arms)
  }

  /// Arms can be forgotten.
  public static var recounts: Bool { true }

  /// The Beta posterior of the arm that is the cluster's best one now.
  public mutating func recount(
    arm: Int, cluster: Int, morePulls: Double, moreSuccesses: Double,
    arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    pulls[cluster] += morePulls
    let order = order
    let representative =
      tree.isPlanted && tree.holds(cluster)
      ? tree.update(arm, group: cluster, rose: false) { order.beats($0, $1, arms) }
      : best(of: cluster, arms)
    representatives[cluster] = representative
    return estimate(representative, pulls[cluster], arms)
  }

  /// The Beta posterior of the arm that represents a cluster of so many pulls.
  @inline(__always)
  private func estimate(
    _ representative: Int, _ clusterPulls: Double, _ arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    let s = arms.sum(of: representative)
    let n = arms.pulls(of: representative)
    return ClusterEstimate(
      alpha: order.a0 + s + extra, beta: order.b0 + (n - s) + extra, pulls: clusterPulls)
  }

  private func best(of cluster: Int, _ arms: borrowing ArmStatistics) -> Int {
    let range = clustering.arms(of: cluster)
    var best = range.lowerBound
    for arm in range.dropFirst() where order.beats(arm, best, arms) { best = arm }
    return best
  }
}

/// The order of arms in which the first represents its cluster.
struct PosteriorOrder: Sendable {
  /// The prior's parameters.
  let a0: Double
  let b0: Double
  let observedOnly: Bool

  @inline(__always)
  private func posteriorMean(_ arm: Int, _ arms: borrowing ArmStatistics) -> Double {
    (a0 + arms.sum(of: arm)) / (a0 + b0 + arms.pulls(of: arm))
  }

  /// Higher posterior mean, then more pulls; an arm that may not represent beats none.
  @inline(__always)
  func beats(_ arm: Int, _ other: Int, _ arms: borrowing ArmStatistics) -> Bool {
    let n = arms.pulls(of: arm)
    let m = arms.pulls(of: other)
    if observedOnly {
      if n == 0 { return false }
      if m == 0 { return true }
    }
    let mean = posteriorMean(arm, arms)
    let otherMean = posteriorMean(other, arms)
    return mean > otherMean || (mean == otherMean && n > m)
  }
}
