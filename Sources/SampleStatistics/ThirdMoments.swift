/// The moments of a sample with its skewness, and the interval of the mean that goes by it.
///
/// Adding and merging are exact up to rounding; both are O(1).
///
/// Source: P. Pébay, "Formulas for robust, one-pass parallel computation of covariances and
/// arbitrary-order statistical moments", Sandia report SAND2008-6212 (2008), equations 2.1 and 2.2
/// for p = 3.
public struct ThirdMoments: Sendable, Hashable {
  /// Count, mean and spread: the same bits as without the skewness.
  public private(set) var moments = Moments()
  /// Σ (x − mean)³.
  public private(set) var cubedDeviations = 0.0

  /// The empty sample.
  public init() {}

  /// The sample of some values, added in their order.
  public init(_ values: [Double]) {
    for value in values { add(value) }
  }

  /// Adds one value.
  public mutating func add(_ value: Double) {
    let count = Double(moments.count + 1)
    let delta = value - moments.mean
    let share = delta / count
    cubedDeviations +=
      delta * share * share * (count - 1) * (count - 2) - 3 * share * moments.squaredDeviations
    moments.add(value)
  }

  /// Adds another sample.
  public mutating func merge(_ other: ThirdMoments) {
    guard other.moments.count > 0 else { return }
    guard moments.count > 0 else {
      self = other
      return
    }
    let (a, b) = (Double(moments.count), Double(other.moments.count))
    let share = (other.moments.mean - moments.mean) / (a + b)
    cubedDeviations +=
      other.cubedDeviations + share * share * share * a * b * (a - b) * (a + b)
      + 3 * share * (a * other.moments.squaredDeviations - b * moments.squaredDeviations)
    moments.merge(other.moments)
  }

  /// The sample skewness γ̂ = √n Σ(x − x̄)³ / (Σ(x − x̄)²)^{3/2}, between −√n and √n; 0 for a
  /// sample without spread.
  public var skewness: Double {
    let squares = moments.squaredDeviations
    guard squares > 0, cubedDeviations != 0 else { return 0 }
    let most = Double(moments.count).squareRoot()
    let skewness = most * (cubedDeviations / (squares * squares.squareRoot()))
    return max(-most, min(skewness, most))
  }

  /// Where |γ̂| is more than so many √n, the interval of the mean is corrected.
  ///
  /// The coverage of the t interval falls short by about γ²/n times z (z⁴ + 2z² − 3) φ(z)/9, which
  /// is a quarter at 95 % (Hall 1992b, section 2.6, without the kurtosis): by one percent here.
  public static let skewnessLimit = 0.2
  /// Fewer values than these do not tell their skewness, and keep Student's interval.
  public static let leastCount = 20

  /// Whether `interval(level:)` is corrected for skewness.
  public var isSkewed: Bool {
    moments.count >= ThirdMoments.leastCount
      && skewness.magnitude > ThirdMoments.skewnessLimit * Double(moments.count).squareRoot()
  }

  /// The interval of the mean: Student's, or where ``isSkewed`` Hall's; nil for fewer than two
  /// values.
  ///
  /// On skewed regrets Hall's covers more than Student's; `compare --coverage` measures it. No
  /// interval knows of what no replication has shown: of an event with probability q, 1/q
  /// replications are blind more than every third time.
  ///
  /// - Parameter level: the confidence, between 0 and 1.
  package func interval(level: Double) -> PairedComparison.Interval? {
    guard moments.count >= 2 else { return nil }
    return interval(quantile: ThirdMoments.quantile(moments.count, level: level))
  }

  /// The quantile of Student's t with which the ends of an interval are made.
  package static func quantile(_ count: Int, level: Double) -> Double {
    StudentDistribution(degrees: count - 1).quantile(twoSidedTail: 1 - level)
  }

  /// The same with the quantile of n − 1 degrees of freedom at hand.
  package func interval(quantile: Double) -> PairedComparison.Interval {
    isSkewed ? hallInterval(quantile: quantile) : studentInterval(quantile: quantile)
  }

  /// x̄ ± t s/√n.
  package func studentInterval(quantile: Double) -> PairedComparison.Interval {
    let error = moments.standardError ?? .infinity
    return PairedComparison.Interval(
      low: moments.mean - quantile * error, high: moments.mean + quantile * error)
  }

  /// x̄ + γ̂ s/(6n) ± t s/√n: Johnson's interval, moved to the side of the tail.
  ///
  /// Source: N. J. Johnson, "Modified t tests and confidence intervals for asymmetrical
  /// populations", Journal of the American Statistical Association 73 (1978), equation 2.8.
  package func johnsonInterval(quantile: Double) -> PairedComparison.Interval {
    let error = moments.standardError ?? .infinity
    let center = moments.mean + skewness * error / (6 * Double(moments.count).squareRoot())
    return PairedComparison.Interval(
      low: center - quantile * error, high: center + quantile * error)
  }

  /// [x̄ − T(t) s/√n, x̄ − T(−t) s/√n] with T the inverse of Hall's transformation.
  ///
  /// T(y) = (3/a) ((1 + a (y − a/6))^{1/3} − 1) with a = γ̂/√n turns the quantiles of Student's t
  /// to those of a studentized mean of skewed values, monotone for any a; for a = 0 it changes
  /// nothing.
  ///
  /// Source: P. Hall, "On the removal of skewness by transformation", Journal of the Royal
  /// Statistical Society B 54 (1992), equation 2.4, with Student's quantiles for the normal ones.
  package func hallInterval(quantile: Double) -> PairedComparison.Interval {
    let error = moments.standardError ?? .infinity
    let a = skewness / Double(moments.count).squareRoot()
    func inverse(_ y: Double) -> Double {
      // (c − 1) = (c³ − 1)/(c² + c + 1), which does not cancel for small a.
      let shifted = y - a / 6
      let root = cubeRoot(1 + a * shifted)
      return 3 * shifted / (root * root + root + 1)
    }
    return PairedComparison.Interval(
      low: moments.mean - inverse(quantile) * error,
      high: moments.mean - inverse(-quantile) * error)
  }
}
