import Foundation

/// A distribution on the real line with an exact distribution function.
public struct Law: Sendable, CustomStringConvertible {
  /// The law's name and parameters.
  public let description: String
  /// F(x) = P(X ≤ x).
  public let cdf: @Sendable (Double) -> Double

  /// A law given by its distribution function.
  public init(_ description: String, cdf: @escaping @Sendable (Double) -> Double) {
    self.description = description
    self.cdf = cdf
  }

  /// The uniform law on [0, 1].
  public static let uniform = Law("Uniform(0, 1)") { min(max($0, 0), 1) }

  /// The normal law.
  public static func normal(mean: Double = 0, standardDeviation: Double = 1) -> Law {
    Law("Normal(mean \(mean), s.d. \(standardDeviation))") {
      SpecialFunctions.normalCDF(($0 - mean) / standardDeviation)
    }
  }

  /// The law of X given X > `start` for X standard normal.
  public static func normalTail(beyond start: Double) -> Law {
    let mass = erfc(start / 2.0.squareRoot())
    return Law("Normal beyond \(start)") {
      $0 <= start ? 0 : 1 - erfc($0 / 2.0.squareRoot()) / mass
    }
  }

  /// The gamma law with density proportional to x^(shape − 1) e^(−x / scale).
  public static func gamma(shape: Double, scale: Double = 1) -> Law {
    Law("Gamma(shape \(shape), scale \(scale))") {
      SpecialFunctions.regularizedGammaP(shape, $0 / scale)
    }
  }

  /// The law of ln X for X from Gamma(`shape`, 1), also where X itself underflows.
  public static func logGamma(shape: Double) -> Law {
    Law("ln Gamma(shape \(shape))") { t in
      // Below e^−40 the series of P(a, x) is x^a / Γ(a + 1) to double precision.
      t < -40
        ? exp(shape * t - SpecialFunctions.logGamma(shape + 1))
        : SpecialFunctions.regularizedGammaP(shape, exp(t))
    }
  }

  /// The beta law.
  public static func beta(_ alpha: Double, _ beta: Double) -> Law {
    Law("Beta(\(alpha), \(beta))") { SpecialFunctions.regularizedBeta($0, alpha, beta) }
  }
}
