/// MEAN: the cluster is one big arm, r = (A0 + Σs)/(A0 + B0 + Σn).
///
/// Its Beta parameters are α = A0 + Σs and β = B0 + Σf, its variance is
/// r(1 − r)/(A0 + B0 + Σn + 1); the literature's v = r(1 − r)/(Σn + A0 + B0) is the same up to the
/// last + 1. With A0 = B0 = 0, allowed under index rules, r is the observed mean of the cluster.
/// Drawback: one bad sibling drags the cluster down.
///
/// Source: Pandey, Chakrabarti and Agarwal (2007), the MEAN strategy.
///
/// An update is O(1); 16 bytes a cluster.
public struct MeanStrategy: ClusterStrategy, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "mean", "the cluster as one arm: r = (A0 + Σs)/(A0 + B0 + Σn)",
    [
      .defaulted(
        "prior", .numbers(.closed(0, 1e15), count: 2), .numbers([1, 1]),
        "the prior [A0, B0] of the cluster's estimate"),
      .optional(
        "variance", .choice(["known", "estimated"]), absent: "known",
        "under normal rewards, what the cluster's posterior takes for the variance of one: that of "
          + "the noise, or (σ² + Σ(r − mean)²)/n, in which arms that differ are seen"),
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    strategyUnpulled: "a cluster as its prior: r = A0/(A0 + B0), and 0 with the prior [0, 0]",
    ties: "none: all arms count",
    rewards: "0 or 1, or normal ones of known standard deviation")

  /// The cluster's average.
  public static func functional(_ arguments: Arguments) -> PosteriorFunctional? { .average }

  /// A prior of 0 is no distribution, and a model has a prior of its own.
  public static func problems(
    with arguments: Arguments, use: StrategyUse
  ) -> [ArgumentProblem] {
    guard !arguments.estimatesVariance else {
      return [
        ArgumentProblem(
          ["variance"], "variance: estimated is for normal rewards without a model",
          hint: "leave it out here")
      ]
    }
    switch use {
    case .model(let model): return arguments.problemsOfPrior(underModel: model)
    case .counts(nil): return []
    case .counts(let rule?):
      guard arguments.numbers("prior").contains(0) else { return [] }
      return [
        ArgumentProblem(
          ["prior"], "a prior of 0 leaves \(rule) without a distribution",
          hint: "give two numbers above 0, for example prior: [1, 1]")
      ]
    }
  }

  private let a0: Double
  private let b0: Double
  private var successes: AlignedBuffer<Double>
  private var pulls: AlignedBuffer<Double>

  /// A strategy over clusters none of whose arms was pulled.
  public init(arguments: Arguments, clustering: Clustering) {
    let prior = arguments.numbers("prior")
    a0 = prior[0]
    b0 = prior[1]
    successes = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    pulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
  }

  /// Beta(A0, B0).
  public func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: a0, beta: b0, pulls: 0)
  }

  /// Beta(A0 + Σs, B0 + Σf).
  @inline(__always)
  public mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    let s = successes[cluster] + reward
    let n = pulls[cluster] + 1
    successes[cluster] = s
    pulls[cluster] = n
    return ClusterEstimate(alpha: a0 + s, beta: b0 + (n - s), pulls: n)
  }

  /// Arms can be forgotten.
  public static var recounts: Bool { true }

  /// Beta(A0 + Σs, B0 + Σf) of the counts as they are now.
  public mutating func recount(
    arm: Int, cluster: Int, morePulls: Double, moreSuccesses: Double,
    arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    successes[cluster] += moreSuccesses
    pulls[cluster] += morePulls
    let (s, n) = (successes[cluster], pulls[cluster])
    return ClusterEstimate(alpha: a0 + s, beta: b0 + (n - s), pulls: n)
  }
}

extension Arguments {
  /// Whether MEAN estimates the variance of normal rewards.
  var estimatesVariance: Bool { values["variance"] == .word("estimated") }
}
