import Randomness

/// What is known of arms whose means follow from one number: every cluster c has an unknown
/// parameter φ_c, and the mean of arm i of it is θ_i = g_i(φ_c) with g_i known.
///
/// Parameters lie in a range, which is cut into pieces by a grid; a single piece where functions
/// are no tables. Inside a piece the mean of an arm is σ(x) or x itself with x linear in φ, so the
/// negative log-likelihood of any 0/1 rewards is convex in φ there, see `ParameterFit`.
///
/// The functions belong to the problem and are no secret: a policy may use them, as it may use the
/// clusters. Where labels are permuted they speak of other arms.
///
/// Source: R. Singh, F. Liu, Y. Sun and N. Shroff, "Multi-armed bandits with dependent arms",
/// arXiv:2010.09478 (2020), the model.
public struct SharedParameter: Sendable, Equatable {
  /// The ends of the pieces, ascending, at least two.
  public let grid: [Double]
  /// N.
  public let armCount: Int
  /// How many clusters have the same functions, where all have; 1 where functions are given for
  /// every arm.
  public let copies: Int
  /// How parameters are drawn.
  public let law: Law
  /// Whether x is a log-odds.
  let isLogistic: Bool
  /// By piece and arm: x at the lower end of the piece, and its slope; of one cluster's arms where
  /// they stand for several.
  private let lines: [SIMD2<Double>]
  /// The arms that have lines.
  private let own: Int

  /// The law of a cluster's parameter.
  public enum Law: Sendable, Equatable {
    /// Uniform in the range.
    case uniform
    /// The same values in every replication, one for each cluster.
    case given([Double])
    /// One of some values, with probabilities that sum to 1.
    case among([Double], probabilities: [Double])
  }

  /// g_i(φ) = σ(a_i + b_i φ), or a_i + b_i φ, which must stay in [0, 1].
  ///
  /// O(N).
  ///
  /// - Parameters:
  ///   - intercepts: a_i, in the order of the clustering: of all arms, or of one cluster's.
  ///   - slopes: b_i.
  ///   - isLogistic: whether the mean is σ(a_i + b_i φ), or the line itself.
  ///   - range: where parameters lie.
  ///   - law: what parameters are drawn from.
  ///   - copies: for how many clusters these functions stand.
  public init(
    intercepts: [Double], slopes: [Double], isLogistic: Bool, range: ClosedRange<Double>, law: Law,
    copies: Int = 1
  ) {
    demand(
      intercepts.count == slopes.count && !slopes.isEmpty && range.lowerBound < range.upperBound,
      "every arm needs an intercept and a slope, and parameters a range")
    grid = [range.lowerBound, range.upperBound]
    own = slopes.count
    armCount = own * copies
    self.copies = copies
    self.law = law
    self.isLogistic = isLogistic
    lines = zip(intercepts, slopes).map { SIMD2($0 + $1 * range.lowerBound, $1) }
  }

  /// Tabulated functions: g_i(φ) is linear between the points of a grid.
  ///
  /// O(N × points).
  ///
  /// - Parameters:
  ///   - values: g_i at the points of the grid, in [0, 1], in the order of the clustering: of all
  ///     arms, or of one cluster's.
  ///   - grid: strictly ascending, at least two points.
  ///   - law: what parameters are drawn from.
  ///   - copies: for how many clusters these functions stand.
  public init(values: [[Double]], grid: [Double], law: Law, copies: Int = 1) {
    demand(
      !values.isEmpty && grid.count > 1 && values.allSatisfy { $0.count == grid.count },
      "every arm needs a value at every point of the grid")
    self.grid = grid
    own = values.count
    armCount = own * copies
    self.copies = copies
    self.law = law
    isLogistic = false
    lines = (0..<grid.count - 1).flatMap { piece in
      values.map {
        SIMD2($0[piece], ($0[piece + 1] - $0[piece]) / (grid[piece + 1] - grid[piece]))
      }
    }
  }

  /// Where parameters lie.
  public var range: ClosedRange<Double> { grid[0]...grid[grid.count - 1] }

  /// g_i(φ), for φ in the range.
  ///
  /// O(log pieces).
  public func mean(of arm: Int, at parameter: Double) -> Double {
    var (low, high) = (0, grid.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if grid[middle] <= parameter { low = middle } else { high = middle }
    }
    let line = line(of: arm, piece: low)
    let x = line.x + line.y * (parameter - grid[low])
    return isLogistic ? SharedParameter.logistic(x) : min(max(x, 0), 1)
  }

  /// x of an arm at the lower end of a piece, and its slope.
  @inline(__always)
  func line(of arm: Int, piece: Int) -> SIMD2<Double> {
    lines[piece &* own &+ (copies == 1 ? arm : arm % own)]
  }

  /// σ(x) = 1/(1 + e^−x).
  private static func logistic(_ x: Double) -> Double {
    let e = Elementary.exp(-x.magnitude)
    return x >= 0 ? 1 / (1 + e) : e / (1 + e)
  }

  /// The first arm whose function both rises and falls, or nil if all are monotone.
  ///
  /// O(N × pieces).
  public var firstNotMonotone: Int? {
    (0..<own).first { arm in
      let slopes = stride(from: arm, to: lines.count, by: own).map { lines[$0].y }
      return slopes.contains { $0 > 0 } && slopes.contains { $0 < 0 }
    }
  }

  /// The parameters of `count` clusters.
  ///
  /// Draws one uniform for each, none if they are given.
  func parameters(count: Int, using stream: inout RandomStream) -> [Double] {
    switch law {
    case .given(let values): return values
    case .uniform:
      let width = range.upperBound - range.lowerBound
      return (0..<count).map { _ in
        min(range.lowerBound + width * stream.nextUnit(), range.upperBound)
      }
    case .among(let values, let probabilities):
      return (0..<count).map { _ in
        var left = stream.nextUnit()
        for (value, probability) in zip(values, probabilities) {
          left -= probability
          if left < 0 { return value }
        }
        // Rounding may leave a little; a value of probability 0 is never drawn.
        return values[probabilities.lastIndex { $0 > 0 } ?? 0]
      }
    }
  }
}
