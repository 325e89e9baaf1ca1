public import ClusterBandit
import LinearAlgebra
import Randomness

/// A problem on which policies are tried.
public struct SampleProblem: Sendable, CustomStringConvertible {
  /// What is special about it.
  public let description: String
  /// Its arms.
  public let instance: BanditInstance

  /// What is known of it before it is drawn.
  public var shape: ProblemShape {
    var shape = ProblemShape(
      armCount: instance.armCount, clusterCount: instance.clustering.clusterCount,
      rewards: instance.rewards, hasGaussianPrior: instance.prior != nil)
    shape.sharedParameter = instance.sharedParameter
    return shape
  }

  /// Whether means tell the arms apart.
  var hasDistinctMeans: Bool { Set(instance.means.array).count == instance.armCount }

  /// One cluster, clusters of one arm each, clusters of unequal sizes, a single arm.
  static let groupings = [[7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 3], [1]]

  /// Seven means that differ from each other, as do their gaps to the best.
  static let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]

  /// Arms with means of their own in each grouping and each reward model, with priors and without,
  /// and arms whose means follow from one number for each cluster.
  public static let ordinary: [SampleProblem] =
    groupings.flatMap { sizes in
      models(sizes, exchangeable: false).map { model in
        SampleProblem(Array(means.prefix(sizes.reduce(0, +))), sizes, model)
      }
    } + [[7], [3, 1, 3], [1]].map(sharing)

  /// Arms that all have one mean, and rewards that never differ: every comparison is a tie.
  public static let ties: [SampleProblem] =
    [0.5, 0, 1].map {
      SampleProblem(Array(repeating: $0, count: 7), [3, 1, 3], Model(.bernoulli))
    } + [
      SampleProblem(
        Array(repeating: 0.5, count: 7), [3, 1, 3], Model(.gaussian(standardDeviation: 0)))
    ]

  /// Arms whose means depend on a context.
  public static let contextual: [SampleProblem] = groupings.map { sizes in
    var stream = SeedTree(root: 0).stream(
      replication: 0, role: .instance)
    let count = 2 * sizes.reduce(0, +)
    return SampleProblem(
      description: "clusters of \(sizes) arms, contexts of 2 numbers",
      instance: BanditInstance(
        contextual: ContextualModel(
          dimension: 2, parameters: (0..<count).map { _ in stream.nextNormal(.shared) }),
        clustering: Clustering(sizes: sizes)))
  }

  /// All of them.
  public static let all = ordinary + ties + contextual

  // MARK: making them

  /// 0/1 arms with θ = σ(a + b φ): a and b differ from arm to arm, φ from cluster to cluster.
  private static func sharing(_ sizes: [Int]) -> SampleProblem {
    let count = sizes.reduce(0, +)
    let clustering = Clustering(sizes: sizes)
    let shared = SharedParameter(
      intercepts: (0..<count).map { 0.25 * Double($0) - 0.75 },
      slopes: (0..<count).map { 1 - 0.25 * Double($0) }, isLogistic: true, range: -2...2,
      law: .uniform)
    let means = (0..<count).map { arm in
      shared.mean(of: arm, at: 0.75 - 0.6 * Double(clustering.clusterOfArm[arm]))
    }
    return SampleProblem(
      description: "clusters of \(sizes) arms that share a parameter",
      instance: BanditInstance(
        laidOut: means, clustering: clustering, rewards: .bernoulli, sharedParameter: shared))
  }

  /// How arms pay, and what is known of their means beforehand.
  struct Model: Sendable, CustomStringConvertible {
    let rewards: RewardDistribution
    let prior: GaussianPrior?
    let description: String

    init(_ rewards: RewardDistribution, prior: GaussianPrior? = nil, _ words: String = "") {
      self.rewards = rewards
      self.prior = prior
      description = "\(rewards)\(words)"
    }
  }

  init(_ means: [Double], _ sizes: [Int], _ model: Model) {
    self.init(
      description: "clusters of \(sizes) arms, means \(means), \(model)",
      instance: BanditInstance(
        laidOut: means, clustering: Clustering(sizes: sizes), rewards: model.rewards,
        prior: model.prior))
  }

  private init(description: String, instance: BanditInstance) {
    self.description = description
    self.instance = instance
  }

  /// Every reward model; Gaussian rewards also with a prior entry by entry and one of shared
  /// effects.
  ///
  /// - Parameter exchangeable: whether the prior treats the arms of a cluster alike.
  static func models(_ sizes: [Int], exchangeable: Bool) -> [Model] {
    let gaussian = RewardDistribution.gaussian(standardDeviation: 0.5)
    let dense = sizes.map { size in
      var covariance = Matrix(rows: size, columns: size)
      for row in 0..<size {
        for column in 0..<size {
          let distance = exchangeable ? 2 : (row - column).magnitude
          covariance[row, column] = row == column ? 1 : 0.75 / Double(1 << distance)
        }
      }
      return covariance
    }
    let effects = SharedEffects(
      count: 2,
      designs: sizes.map { size in
        Matrix(
          rows: size, columns: 2,
          elements: Array(repeating: 1, count: size)
            + (0..<size).map { exchangeable ? 0.5 : Double($0) / 2 - 0.75 })
      }, effectVariance: 0.5, ownVariance: 0.5)
    return [
      Model(.bernoulli), Model(gaussian),
      Model(gaussian, prior: GaussianPrior(mean: 0.5, structure: .dense(dense)), ", a prior"),
      Model(
        gaussian, prior: GaussianPrior(mean: 0.5, structure: .effects(effects)),
        ", a prior of effects"),
    ]
  }

  /// Six arms in clusters of two, one and three; and the same with other names for both.
  static func relabelled(_ model: Int) -> (original: SampleProblem, relabelled: SampleProblem) {
    func problem(_ means: [Double], _ sizes: [Int]) -> SampleProblem {
      SampleProblem(means, sizes, models(sizes, exchangeable: true)[model])
    }
    return (
      problem([0.25, 0.75, 0.5, 0.625, 0.375, 0.125], [2, 1, 3]),
      problem([0.125, 0.375, 0.625, 0.75, 0.25, 0.5], [3, 2, 1])
    )
  }
}
