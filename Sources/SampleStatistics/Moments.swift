/// Count, mean, sum of squared deviations and extremes of a sample.
///
/// Adding follows Welford's recurrence, merging Chan, Golub and LeVeque's formula; both are stable.
/// They round differently for different orders, so results are reproducible only because blocks
/// are fixed and merged in a fixed order.
///
/// Source: B. P. Welford, Technometrics 4 (1962); T. F. Chan, G. H. Golub and R. J. LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
public struct Moments: Sendable, Hashable, Codable {
  /// n.
  public private(set) var count = 0
  /// The sample mean; 0 for an empty sample.
  public private(set) var mean = 0.0
  /// Σ (x − mean)².
  public private(set) var squaredDeviations = 0.0
  /// The smallest value; +∞ for an empty sample.
  public private(set) var minimum = Double.infinity
  /// The largest value; −∞ for an empty sample.
  public private(set) var maximum = -Double.infinity

  private enum CodingKeys: String, CodingKey {
    case count = "n"
    case mean
    case squaredDeviations = "m2"
    case minimum = "min"
    case maximum = "max"
  }

  /// The empty sample.
  public init() {}

  /// The sample of some values, added in their order.
  public init(_ values: [Double]) {
    for value in values { add(value) }
  }

  /// A sample that was reduced before; not empty.
  package init(
    count: Int, mean: Double, squaredDeviations: Double, minimum: Double, maximum: Double
  ) {
    self.count = count
    self.mean = mean
    self.squaredDeviations = squaredDeviations
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Adds one value.
  ///
  /// O(1).
  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / Double(count)
    squaredDeviations += delta * (value - mean)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Adds another sample.
  ///
  /// O(1).
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count + other.count)
    let delta = other.mean - mean
    let share = Double(other.count) / total
    mean += delta * share
    squaredDeviations += other.squaredDeviations + delta * delta * Double(count) * share
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The sample standard deviation, sqrt(Σ(x − mean)²/(n − 1)); nil for fewer than two values.
  public var standardDeviation: Double? {
    count < 2 ? nil : (squaredDeviations / Double(count - 1)).squareRoot()
  }

  /// The standard error of the mean, s/√n; nil for fewer than two values.
  public var standardError: Double? {
    standardDeviation.map { $0 / Double(count).squareRoot() }
  }
}
