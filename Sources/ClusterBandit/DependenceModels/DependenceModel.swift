public import Randomness

/// How the arms of a cluster depend on each other: a posterior over all of them at once.
///
/// θ_i ~ φ(· | h_c) with h_c shared by the arms of cluster c, and clusters are independent. A pull
/// of one arm moves the posterior of every arm of its cluster, pulled or not, and of no other. Any
/// policy can stand on a model: draws from the joint posterior serve Thompson sampling, moments of
/// arms, of the cluster's average and of its maximum serve rules and cluster strategies.
///
/// Source: S. Pandey, D. Chakrabarti and D. Agarwal, "Multi-armed bandit problems with dependent
/// arms", ICML 2007, section 2: the posterior of θ_i is proportional to
/// φ(θ_i | h) θ_i^s_i (1 − θ_i)^f_i with h shared.
public protocol DependenceModel: ~Copyable, SendableMetatype {
  /// Name, parameters and formula, as experiments and listings have them.
  static var variant: Variant { get }

  /// What is wrong with the arguments for a problem of this shape, with an empty path where the
  /// model cannot stand on it at all; nothing, by default.
  static func problems(with arguments: Arguments, shape: ProblemShape) -> [ArgumentProblem]

  /// What the model keeps of each cluster beyond a few counts, for the estimate of memory; 0 by
  /// default.
  static var bytesPerCluster: Int { get }

  /// The model over arms none of which was pulled.
  init(arguments: Arguments, setting: PolicySetting)

  /// Learns that a pull of `arm`, of cluster `cluster`, paid `reward`.
  ///
  /// Touches nothing but that cluster.
  mutating func update(arm: Int, cluster: Int, reward: Double)

  /// Learns what a batch of pulls paid.
  ///
  /// By default one pull after the other.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>, clustering: Clustering)

  /// Whether the model can ``forget(arm:)``; false by default.
  static var forgetsArms: Bool { get }

  /// Forgets an arm: another one stands in its place, drawn from the same h_c.
  ///
  /// What the dead arm told of h_c stays: it was a draw from it as the newborn is. Never called of
  /// a model that cannot.
  mutating func forget(arm: Int)

  /// Draws h_c from its posterior, for the draws of the cluster's arms that follow.
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream)

  /// Draws θ_i given the last shared draw, which was for the arm's cluster.
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double

  /// Draws the means of all arms of a cluster `count` times, each time from the posterior, and
  /// hands each to `body` with the number of its draw and its arm.
  ///
  /// By default one draw after the other.
  mutating func drawMeans(
    of cluster: Int, arms: Range<Int>, count: Int, using stream: inout RandomStream,
    _ body: (_ draw: Int, _ arm: Int, _ mean: Double) -> Void)

  /// n_i.
  func pulls(of arm: Int) -> Double

  /// Mean and variance of θ_i's posterior.
  func posterior(of arm: Int) -> MeanAndVariance

  /// Mean and variance of the posterior of the cluster's average, (1/m) Σ θ_i over its m arms.
  func average(of cluster: Int) -> MeanAndVariance

  /// Mean and variance of the posterior of the cluster's maximum, max_i θ_i; nil, the default, if
  /// the model cannot tell.
  ///
  /// One or many integrals; the memory for them is kept from the first call on.
  mutating func maximum(of cluster: Int) -> MeanAndVariance?

  /// The numerical difficulties of the model's factorizations so far.
  var numericalNotes: NumericalNotes { get }

  /// Whether the model can tell a cluster's maximum; false by default.
  static var hasMaximum: Bool { get }

  /// Mean, variance and pulls in the form that selection rules read.
  func candidate(_ moments: MeanAndVariance, pulls: Double, counts: PullCounting)
    -> CandidateEstimate
}

extension DependenceModel where Self: ~Copyable {
  /// Nothing is wrong by default.
  public static func problems(
    with arguments: Arguments, shape: ProblemShape
  ) -> [ArgumentProblem] { [] }

  /// A few counts by default.
  public static var bytesPerCluster: Int { 0 }

  /// A model keeps what it was told by default, and is refused where it must not.
  public static var forgetsArms: Bool { false }

  /// Stops the program by default.
  public mutating func forget(arm: Int) { fatalError("the model cannot forget arm \(arm)") }

  /// Nothing to report by default.
  public var numericalNotes: NumericalNotes { NumericalNotes() }

  /// The maximum is not known by default.
  public static var hasMaximum: Bool { false }

  /// The maximum is not known by default.
  public mutating func maximum(of cluster: Int) -> MeanAndVariance? { nil }

  /// One draw after the other.
  public mutating func drawMeans(
    of cluster: Int, arms: Range<Int>, count: Int, using stream: inout RandomStream,
    _ body: (_ draw: Int, _ arm: Int, _ mean: Double) -> Void
  ) {
    for number in 0..<count {
      drawShared(cluster, using: &stream)
      for arm in arms { body(number, arm, draw(arm, using: &stream)) }
    }
  }

  /// One pull after the other.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>, clustering: Clustering) {
    for place in arms.indices {
      let arm = Int(arms[place])
      update(arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: rewards[place])
    }
  }
}
