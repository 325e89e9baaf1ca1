import ClusterBandit
import Foundation

/// The density of an arm's posterior by its mean and variance: Beta for 0/1 rewards, else normal.
struct PosteriorDensity {
  private let mean: Double
  private let deviation: Double
  /// α and β; nil for a normal density.
  private let shape: (alpha: Double, beta: Double)?

  /// Nil where the variance is 0, or too large for a Beta density.
  init?(_ moments: MeanAndVariance, isBinary: Bool) {
    guard moments.variance > 0, moments.variance.isFinite else { return nil }
    mean = moments.mean
    deviation = moments.variance.squareRoot()
    guard isBinary else {
      shape = nil
      return
    }
    let strength = mean * (1 - mean) / moments.variance - 1
    guard strength > 0, mean > 0, mean < 1 else { return nil }
    shape = (mean * strength, (1 - mean) * strength)
  }

  /// The values between which densities are shown: 0 to 1, or four deviations about the means.
  static func range(_ all: [PosteriorDensity]) -> ClosedRange<Double> {
    guard !all.isEmpty, all.allSatisfy({ $0.shape == nil }) else { return 0...1 }
    let low = all.map { $0.mean - 4 * $0.deviation }.min() ?? 0
    let high = all.map { $0.mean + 4 * $0.deviation }.max() ?? 1
    return low...max(high, low + 1e-9)
  }

  /// The density, with points enough where it is high.
  func curve(within ends: ClosedRange<Double>) -> (x: [Double], y: [Double]) {
    let length = ends.upperBound - ends.lowerBound
    let wide = (0...80).map { step -> Double in
      ends.lowerBound + length * (Double(step) + 0.5) / 81
    }
    let close = (-40...40).map { step -> Double in mean + deviation * Double(step) / 8 }
      .filter { ends.contains($0) }
    let edges = [ends.lowerBound, ends.upperBound].filter { value(at: $0).isFinite }
    let places = Set(wide + close + edges).sorted()
    return (places, places.map { value(at: $0) })
  }

  func value(at place: Double) -> Double {
    guard let (alpha, beta) = shape else {
      let z = (place - mean) / deviation
      return exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot())
    }
    guard place > 0, place < 1 else {
      // By its shape at its end; shapes that come from moments are near 1, and not 1.
      let (own, other) = place > 0 ? (beta, alpha) : (alpha, beta)
      return (own - 1).magnitude < 1e-6 ? other : own > 1 ? 0 : .infinity
    }
    let constant = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
    return exp(constant + (alpha - 1) * log(place) + (beta - 1) * log1p(-place))
  }
}
