import Randomness

/// Independent arms with Beta(1, 1) priors, in the form of a dependence model whose clusters say
/// nothing.
///
/// A shared draw takes nothing, an arm's draw one Beta. 48 bytes an arm.
struct IndependentBetas: DependenceModel, ~Copyable {
  /// `independent`.
  static var variant: Variant { ModelCatalogue.independent }

  private let clustering: Clustering
  private let tables: ZigguratTables
  private var pullCounts: AlignedBuffer<Double>
  private var successes: AlignedBuffer<Double>
  private var shapes: AlignedBuffer<BetaShape>

  /// The model over arms none of which was pulled.
  init(arguments: Arguments, setting: PolicySetting) {
    clustering = setting.clustering
    tables = .shared
    pullCounts = AlignedBuffer(repeating: 0, count: setting.armCount)
    successes = AlignedBuffer(repeating: 0, count: setting.armCount)
    shapes = AlignedBuffer(repeating: BetaShape(alpha: 1, beta: 1), count: setting.armCount)
  }

  /// Counts the pull.
  mutating func update(arm: Int, cluster: Int, reward: Double) {
    pullCounts[arm] += 1
    successes[arm] += reward
    let s = successes[arm]
    shapes[arm] = BetaShape(alpha: 1 + s, beta: 1 + (pullCounts[arm] - s))
  }

  /// Nothing is shared.
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream) {}

  /// Beta(1 + s_i, 1 + f_i).
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double {
    stream.nextBeta(shapes[arm], tables)
  }

  /// n_i.
  func pulls(of arm: Int) -> Double { pullCounts[arm] }

  /// Mean and variance of the arm's posterior.
  func posterior(of arm: Int) -> MeanAndVariance {
    let s = successes[arm]
    return MeanAndVariance(alpha: 1 + s, beta: 1 + (pullCounts[arm] - s))
  }

  /// Variances add.
  func average(of cluster: Int) -> MeanAndVariance {
    let range = clustering.arms(of: cluster)
    let share = 1 / Double(range.count)
    var average = MeanAndVariance(mean: 0, variance: 0)
    for arm in range {
      average.mean += share * posterior(of: arm).mean
      average.variance += share * share * posterior(of: arm).variance
    }
    return average
  }

  /// The moments as a Beta distribution.
  func candidate(
    _ moments: MeanAndVariance, pulls: Double, counts: PullCounting
  ) -> CandidateEstimate {
    moments.betaCandidate(pulls: pulls, counts: counts)
  }
}
