import Randomness

/// How much a pull is expected to tell about which arm is the best.
///
/// With α_a the probability that arm a is the best, μ_i the mean of θ_i and M_{i|a} its mean if a
/// is the best.
enum InformationMeasure: Sendable {
  /// g_i = Σ_a α_a kl(M_{i|a}, μ_i): the mutual information of a 0/1 reward and the best arm.
  case entropy
  /// v_i = Σ_a α_a (M_{i|a} − μ_i)²: the variance of the mean that the best arm explains.
  case variance

  /// What is summed up over a; nothing less than 0.
  @inline(__always)
  func term(_ conditional: Double, _ mean: Double) -> Double {
    switch self {
    case .entropy: max(0, BernoulliDivergence.kl(conditional, mean))
    case .variance: (conditional - mean) * (conditional - mean)
    }
  }

  /// x ln x + (1 − x) ln(1 − x); 0 at both ends.
  @inline(__always)
  static func negentropy(_ x: Double) -> Double {
    guard x > 0, x < 1 else { return 0 }
    return x * Elementary.log(x) + (1 - x) * Elementary.log(1 - x)
  }

  /// The same of eight numbers.
  @inline(__always)
  static func negentropy(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let isEnd = (x .< .leastNormalMagnitude) .| (x .>= 1)
    let inside = x.replacing(with: 0.5, where: isEnd)
    let sum = inside * Elementary.log(inside) + (1 - inside) * Elementary.log(1 - inside)
    return sum.replacing(with: 0, where: isEnd)
  }
}

/// A posterior over all means in the form that information-directed sampling needs.
protocol InformationSource: ~Copyable, SendableMetatype {
  /// Works out regrets and gains of all arms.
  mutating func fill(_ table: inout InformationTable, using stream: inout RandomStream)

  /// Learns that a pull paid `reward`.
  mutating func update(arm: Int, reward: Double)

  /// Learns what a batch of pulls paid.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>)

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief

  /// The numerical difficulties of the posterior so far.
  var numericalNotes: NumericalNotes { get }
}
