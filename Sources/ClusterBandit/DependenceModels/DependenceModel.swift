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

  /// Draws h_c from its posterior, for the draws of the cluster's arms that follow.
  mutating func drawShared(_ cluster: Int, using stream: inout RandomStream)

  /// Draws θ_i given the last shared draw, which was for the arm's cluster.
  func draw(_ arm: Int, using stream: inout RandomStream) -> Double

  /// n_i.
  func pulls(of arm: Int) -> Double

  /// Mean and variance of θ_i's posterior.
  func posterior(of arm: Int) -> Moments2

  /// Mean and variance of the posterior of the cluster's average, (1/m) Σ θ_i over its m arms.
  func average(of cluster: Int) -> Moments2

  /// Mean and variance of the posterior of the cluster's maximum, max_i θ_i; nil if the model cannot
  /// tell.
  ///
  /// One or many integrals; the memory for them is kept from the first call on.
  mutating func maximum(of cluster: Int) -> Moments2?

  /// What the model's factorisations met so far.
  var numericalNotes: NumericalNotes { get }

  /// The strategies that the model can serve.
  static var strategies: [ModelStrategy] { get }

  /// Mean, variance and pulls in the form that selection rules read.
  func candidate(_ moments: Moments2, pulls: Double, counts: CountRule) -> CandidateEstimate
}

extension DependenceModel where Self: ~Copyable {
  /// Nothing to report by default.
  public var numericalNotes: NumericalNotes { NumericalNotes() }

  /// One pull after the other.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>, clustering: Clustering) {
    for place in arms.indices {
      let arm = Int(arms[place])
      update(arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: rewards[place])
    }
  }
}

/// A mean and a variance.
@frozen
public struct Moments2: Sendable, Equatable {
  /// The mean.
  public var mean: Double
  /// The variance, at least 0.
  public var variance: Double

  /// Creates a pair.
  @inlinable @inline(__always)
  public init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }
}

/// What represents a cluster under a dependence model: a functional of its posterior.
public enum ModelStrategy: String, Sendable, CaseIterable {
  /// MEAN: the cluster's average.
  case mean
  /// MAX: the arm of highest posterior mean, of equal ones the most pulled.
  case max
  /// PMAX: the maximum over the cluster's arms.
  case pmax
}

extension Moments2 {
  /// The Beta distribution of these moments in the form that rules read: ν = r(1 − r)/v − 1,
  /// α = rν, β = (1 − r)ν.
  ///
  /// A variance of 0, or one that only two points could have, is moved inside by rounding's width.
  func betaCandidate(pulls: Double, counts: CountRule) -> CandidateEstimate {
    let r = min(max(mean, 1e-12), 1 - 1e-12)
    let nu = min(max(r * (1 - r) / max(variance, 1e-300) - 1, 1e-9), 1e15)
    return CandidateEstimate(
      pulls: counts == .matched ? nu : pulls, mean: mean, variance: mean * (1 - mean),
      alpha: r * nu, beta: (1 - r) * nu, posteriorVariance: variance)
  }
}
