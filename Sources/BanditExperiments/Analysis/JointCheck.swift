import ClusterBandit

/// What the means of a study say together.
///
/// Policies of a study share instances and rewards, so their means rise and fall together and n of
/// them are worth fewer independent ones.
public struct JointCheck: Sendable, Equatable {
  /// n: the published means, or the references, that are checked at the horizon.
  public let count: Int
  /// n²/Σ ρ_ij², ρ the correlations of what was measured: n if there are none, 1 if all are equal.
  ///
  /// It is (Σ λ)²/Σ λ² of the correlation matrix's eigenvalues λ.
  public let effectiveCount: Double
  /// d' C⁻¹ d, d the differences from the targets and C their covariance; nil where replications
  /// are too few to estimate it, infinite where differences contradict each other: two of one mean
  /// that are not equal.
  public let chiSquare: Double?
  /// The rank of C: the degrees of freedom.
  public let degrees: Int
  /// At most about the probability of a larger χ² if the program is right: C is estimated, which at
  /// the fifty replications a row that are asked for makes 0.001 of at most 0.0015, and beside
  /// references it is one of the larger spreads.
  public let probability: Double?

  /// The checks of means of one kind; nil if fewer than two can be taken together.
  ///
  /// The covariance of two differences is the correlation of the two measured means times their
  /// standard errors in the checks; a target's own error is taken as independent of the others',
  /// which is not known of published means.
  ///
  /// O(n² · replications + n³).
  ///
  /// - Parameters:
  ///   - checks: the checks of `result`.
  ///   - kind: `published` or `reference`.
  init?(_ checks: [Check], _ kind: Target.Kind, in result: ResultSet) {
    let rows = checks.filter { $0.kind == kind }.compactMap { check -> Row? in
      guard let mean = check.target.mean, !mean.isSpread, let error = check.standardError,
        let targetError = check.targetStandardError, let measured = check.measured,
        let cell = result.cell(mean.environment, mean.policy), mean.round == cell.horizon,
        let values = cell.values[check.isSteadier ? .pseudoRegret : mean.metric],
        values.count == result.plan.replications,
        let spread = Moments(values).standardDeviation, spread > 0
      else { return nil }
      // A reward falls as the pseudo-regret rises that stands in its place.
      let sign = check.isSteadier && mean.metric == .reward ? -1.0 : 1
      return Row(
        difference: sign * (measured - mean.mean), error: error, targetError: targetError,
        values: values, spread: spread)
    }
    guard rows.count >= 2, let replications = rows.first?.values.count else { return nil }
    count = rows.count
    var squares = 0.0
    var matrix: [[Double]] = []
    for (i, first) in rows.enumerated() {
      var line: [Double] = []
      for (j, second) in rows.enumerated() {
        let correlation = i == j ? 1 : first.correlation(second)
        squares += correlation * correlation
        line.append(correlation * first.error * second.error / (first.total * second.total))
      }
      line[i] = 1
      matrix.append(line)
    }
    effectiveCount = Double(count * count) / squares
    // Fewer replications than that estimate the covariance too badly to be inverted.
    guard replications >= 50 * count else {
      (chiSquare, degrees, probability) = (nil, 0, nil)
      return
    }
    let (sum, rank) = JointCheck.form(matrix, rows.map { $0.difference / $0.total })
    (chiSquare, degrees) = (sum, rank)
    probability = ChiSquareDistribution(degrees: rank).upperTail(sum)
  }

  /// x' A⁻¹ x and the rank of a correlation matrix A, by its Cholesky factor with pivots; rows that
  /// follow from others are left out if their x follows, too, and else no x is possible: infinite.
  static func form(_ matrix: [[Double]], _ vector: [Double]) -> (value: Double, rank: Int) {
    var (a, x) = (matrix, vector)
    var left = Array(vector.indices)
    var (value, rank) = (0.0, 0)
    while let pivot = left.max(by: { a[$0][$0] < a[$1][$1] }), a[pivot][pivot] > 1e-8 {
      let size = a[pivot][pivot]
      value += x[pivot] * x[pivot] / size
      rank += 1
      left.removeAll { $0 == pivot }
      for row in left {
        let factor = a[row][pivot] / size
        x[row] -= factor * x[pivot]
        for column in left { a[row][column] -= factor * a[pivot][column] }
      }
    }
    // What A leaves of these rows is below the size of the pivots, 1e-8, and x below its root.
    return (left.contains { x[$0].magnitude > 1e-3 } ? .infinity : value, rank)
  }

  /// One check.
  private struct Row {
    let difference: Double
    /// The standard error of the measured mean.
    let error: Double
    let targetError: Double
    let values: [Double]
    let spread: Double

    /// The standard error of the difference.
    var total: Double { (error * error + targetError * targetError).squareRoot() }

    func correlation(_ other: Row) -> Double {
      let (mean, otherMean) = (Moments(values).mean, Moments(other.values).mean)
      var sum = 0.0
      for (x, y) in zip(values, other.values) { sum += (x - mean) * (y - otherMean) }
      return sum / (Double(values.count - 1) * spread * other.spread)
    }
  }
}

extension JointCheck {
  /// What it says, in a line; `subject` in the plural: "published values".
  func text(_ subject: String) -> String {
    let worth =
      "\(count) \(subject) at the horizon are worth \(fixed(effectiveCount, 1)) independent ones"
    guard let chiSquare, let probability else { return worth }
    return worth + "; together χ² = \(fixed(chiSquare, 1)) on \(degrees), "
      + (probability < 0.001 ? "P < 0.001" : "P = \(fixed(probability, 3))")
  }
}
