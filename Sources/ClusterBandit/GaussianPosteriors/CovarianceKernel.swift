import LinearAlgebra
import Randomness

/// How the covariance of two arms falls with the distance of their features.
///
/// k(x, x′) depends on r = |x − x′| alone and is v where r = 0. Any n distinct vectors give a
/// positive definite matrix, if only just: of a smooth kernel the smallest eigenvalues soon fall
/// below the rounding errors of the entries.
///
/// Source: C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning", MIT
/// Press 2006, section 4.2.1.
enum CovarianceKernel: Sendable, Equatable {
  /// k = v exp(−r²/(2ℓ²)) (their equation 4.9 with the variance v).
  case squaredExponential(lengthScale: Double, variance: Double)
  /// The Matérn class at a half-integer ν: see ``Smoothness``.
  case matern(Smoothness, lengthScale: Double, variance: Double)

  /// ν of the Matérn class: functions are ⌈ν⌉ − 1 times differentiable.
  enum Smoothness: String, Sendable, CaseIterable {
    /// k = v exp(−r/ℓ), equation 4.18: paths of an Ornstein-Uhlenbeck process.
    case half = "1/2"
    /// k = v (1 + s) exp(−s) with s = √3 r/ℓ, equation 4.17.
    case threeHalves = "3/2"
    /// k = v (1 + s + s²/3) exp(−s) with s = √5 r/ℓ, equation 4.17.
    case fiveHalves = "5/2"
  }

  /// v.
  var variance: Double {
    switch self {
    case .squaredExponential(_, let variance), .matern(_, _, let variance): variance
    }
  }

  /// k at a squared distance r² ≥ 0.
  ///
  /// O(1). The exponential is ``Elementary/exp(_:)``, so the value has the same bits everywhere.
  func covariance(squaredDistance: Double) -> Double {
    switch self {
    case .squaredExponential(let lengthScale, let variance):
      return variance * Elementary.exp(-squaredDistance / (2 * lengthScale * lengthScale))
    case .matern(let smoothness, let lengthScale, let variance):
      let r = squaredDistance.squareRoot() / lengthScale
      switch smoothness {
      case .half:
        return variance * Elementary.exp(-r)
      case .threeHalves:
        let s = 3.0.squareRoot() * r
        return variance * (1 + s) * Elementary.exp(-s)
      case .fiveHalves:
        let s = 5.0.squareRoot() * r
        return variance * (1 + s + s * s / 3) * Elementary.exp(-s)
      }
    }
  }

  /// The covariance of n arms: Σ_ij = k(x_i, x_j), and `nugget` more on the diagonal.
  ///
  /// O(n² d).
  ///
  /// - Parameters:
  ///   - features: n vectors of d numbers, one after the other.
  ///   - dimension: d ≥ 1.
  ///   - nugget: what each arm varies by on its own, at least 0.
  func matrix(_ features: [Double], dimension: Int, nugget: Double) -> Matrix {
    let n = features.count / dimension
    var elements = Array(repeating: variance + nugget, count: n * n)
    for column in 0..<n {
      for row in (column + 1)..<max(n, column + 1) {
        var squares = 0.0
        for place in 0..<dimension {
          let gap = features[row * dimension + place] - features[column * dimension + place]
          squares += gap * gap
        }
        let entry = covariance(squaredDistance: squares)
        elements[column * n + row] = entry
        elements[row * n + column] = entry
      }
    }
    return Matrix(rows: n, columns: n, elements: elements)
  }
}

extension CovarianceKernel {
  private static let lengthScale = Parameter.defaulted(
    "length-scale", .number(.scale), .number(0.2), "ℓ, the distance over which arms are alike")
  private static let variance = Parameter.defaulted(
    "variance", .number(.scale), .number(1), "v, the variance of an arm's mean")

  /// The kernels that an environment may name.
  static let variants = [
    Variant(
      "squared-exponential", "v·exp(−|x−x′|²/(2ℓ²)): smooth in the features",
      [lengthScale, variance]),
    Variant(
      "matern", "the Matérn class, rough for 1/2: v·exp(−|x−x′|/ℓ), smoother for 3/2 and 5/2",
      [
        .defaulted(
          "smoothness", .choice(Smoothness.allCases.map(\.rawValue)),
          .word(Smoothness.fiveHalves.rawValue), "ν"),
        lengthScale, variance,
      ]),
  ]

  /// The kernel of a variant's name and arguments, or nil if the name is none of ``variants``.
  init?(_ name: String, _ arguments: Arguments) {
    switch name {
    case "squared-exponential":
      self = .squaredExponential(
        lengthScale: arguments.number("length-scale"), variance: arguments.number("variance"))
    case "matern":
      guard let smoothness = Smoothness(rawValue: arguments.word("smoothness")) else { return nil }
      self = .matern(
        smoothness, lengthScale: arguments.number("length-scale"),
        variance: arguments.number("variance"))
    default: return nil
    }
  }
}
