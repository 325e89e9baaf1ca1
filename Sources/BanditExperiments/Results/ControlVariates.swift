import ClusterBandit

/// Pseudo-regrets less what the luck of their rewards explains: regression on control variates.
///
/// With P_i the pseudo-regret of replication i and X_i the three sums of `LuckOfRewards`, whose
/// means are exactly 0, the adjusted value is Y_i = P_i − β_{−i}·X_i, where β_{−i} are the slopes
/// of the least-squares fit of P on X (with an intercept) over the *other* replications of the
/// block. β_{−i} does not depend on replication i, so E Y_i = E P_i without bias, whatever the
/// policy.
/// The Y_i are all but uncorrelated: their mean and standard error are treated like those of any
/// other value. Where X explains the share R² of the variance of P, that of Y is about
/// (1 − R²)(1 + 3/(n − 5)) of it, n the replications of the block, at most 100.
///
/// A control that is constant over the others, up to rounding, has the slope 0. Blocks of fewer
/// than ``leastReplications`` are not adjusted: Y = P.
///
/// Sources: S. S. Lavenberg and P. D. Welch, Management Science 27 (1981), for the variance; A. N.
/// Avramidis and J. R. Wilson, "A splitting scheme for control variates", Operations Research
/// Letters 14 (1993), for slopes from other replications.
enum ControlVariates {
  /// Fewer replications than this are taken as they are.
  static let leastReplications = 10

  /// The adjusted pseudo-regrets of a block at every checkpoint, by replication; nil where no luck
  /// was kept.
  ///
  /// O(checkpoints · replications).
  static func adjusted(_ trajectories: [Trajectory]) -> [[Double]]? {
    guard let first = trajectories.first, !first.luck.isEmpty else { return nil }
    return first.luck.indices.map { checkpoint in
      adjusted(
        trajectories.values(.pseudoRegret, checkpoint: checkpoint),
        by: trajectories.map { $0.luck[checkpoint].values })
    }
  }

  /// Values less what controls with mean 0 explain of them.
  ///
  /// - Parameters:
  ///   - values: P_i.
  ///   - controls: X_i, as many numbers for each value.
  static func adjusted(_ values: [Double], by controls: [[Double]]) -> [Double] {
    guard values.count >= leastReplications, let width = controls.first?.count else {
      return values
    }
    let count = Double(values.count)
    let center = mean(values)
    let centers = (0..<width).map { place in mean(controls.map { $0[place] }) }
    let deviations = controls.map { control in zip(control, centers).map { $0 - $1 } }
    var all = NormalEquations(width: width)
    for (value, deviation) in zip(values, deviations) {
      all.add(deviation, value - center, weight: 1)
    }
    // Without one of n points the sums about the mean lose n/(n − 1) of its own products.
    let share = count / (count - 1)
    return values.indices.map { one in
      var others = all
      others.add(deviations[one], values[one] - center, weight: -share)
      let slopes = others.slopes(scale: all)
      return zip(slopes, controls[one]).reduce(values[one]) { $0 - $1.0 * $1.1 }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}

/// Σ x xᵀ and Σ x y of deviations from means.
private struct NormalEquations {
  /// A control whose deviations that are left, after those before it are taken out, are below this
  /// share of all its squares explains nothing more.
  private static let precision = 1e-10

  private let width: Int
  /// By rows.
  private var squares: [Double]
  private var products: [Double]

  init(width: Int) {
    self.width = width
    squares = Array(repeating: 0, count: width * width)
    products = Array(repeating: 0, count: width)
  }

  mutating func add(_ x: [Double], _ y: Double, weight: Double) {
    for row in 0..<width {
      products[row] += weight * x[row] * y
      for column in 0..<width { squares[row * width + column] += weight * x[row] * x[column] }
    }
  }

  /// The least-squares slopes, 0 for what depends on the controls before it: elimination in order,
  /// with pivots that are compared with the squares of `scale`.
  func slopes(scale: NormalEquations) -> [Double] {
    var (matrix, right) = (squares, products)
    var isUsed = Array(repeating: false, count: width)
    for pivot in 0..<width {
      let diagonal = matrix[pivot * width + pivot]
      guard diagonal > Self.precision * scale.squares[pivot * width + pivot] else { continue }
      isUsed[pivot] = true
      for row in pivot + 1..<width {
        let factor = matrix[row * width + pivot] / diagonal
        for column in pivot..<width {
          matrix[row * width + column] -= factor * matrix[pivot * width + column]
        }
        right[row] -= factor * right[pivot]
      }
    }
    var slopes = Array(repeating: 0.0, count: width)
    for row in (0..<width).reversed() where isUsed[row] {
      var rest = right[row]
      for column in row + 1..<width { rest -= matrix[row * width + column] * slopes[column] }
      slopes[row] = rest / matrix[row * width + row]
    }
    return slopes
  }
}
