import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A Beta law and how often it takes part.
private typealias Part = (alpha: Double, beta: Double, copies: Double)

extension LogitQuadrature {
  /// The moments of the law with distribution function `distribution`.
  ///
  /// - Parameters:
  ///   - window: logits between which the function rises from 0 to 1, within ±700.
  ///   - width: a panel's width in the logit, at most about three standard deviations of the
  ///     logit and at most 2; wider where there is no room.
  ///   - distribution: the function at x.
  mutating func moments(
    over window: ClosedRange<Double>, width: Double, _ distribution: (Probability) -> Double
  ) -> UnitMoments {
    start(at: Probability(logit: window.lowerBound))
    let length = window.upperBound - window.lowerBound
    let count = max(1, min(room, Int((length / width).rounded(.up))))
    for panel in 1...count {
      addPanel(to: length * Double(panel) / Double(count))
      for k in 0..<Self.panelSize {
        values[(panelCount - 1) * Self.panelSize + k] = distribution(node(k))
      }
    }
    return moments()
  }
}

@Suite("Expected maximum of Beta variables")
struct ExpectedMaximumTests {
  private func moments(_ parts: [Part]) -> UnitMoments {
    var maximum = ExpectedMaximum(capacity: parts.count)
    for part in parts {
      let beta = BetaDistribution(alpha: part.alpha, beta: part.beta)
      maximum.add(beta, window: beta.window, copies: part.copies)
    }
    return maximum.moments()
  }

  /// The product of two polynomials with whole coefficients.
  private func product(_ p: [Int], _ q: [Int]) -> [Int] {
    var result = Array(repeating: 0, count: p.count + q.count - 1)
    for i in p.indices { for j in q.indices { result[i + j] += p[i] * q[j] } }
    return result
  }

  private func choose(_ n: Int, _ k: Int) -> Int {
    (0..<k).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }

  /// The distribution function of Beta(a, b) as a polynomial: Σ C(n, i) x^i (1 − x)^(n−i) over
  /// i ≥ a, n = a + b − 1.
  private func polynomial(_ a: Int, _ b: Int) -> [Int] {
    let n = a + b - 1
    var sum = Array(repeating: 0, count: n + 1)
    for i in a...n {
      for j in 0...(n - i) {
        sum[i + j] += choose(n, i) * choose(n - i, j) * (j.isMultiple(of: 2) ? 1 : -1)
      }
    }
    return sum
  }

  /// ∫ x^power G dx over [0, 1] as an exact fraction.
  private func integral(_ polynomial: [Int], power: Int) -> (numerator: Int, denominator: Int) {
    func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
    let denominator = (1...(polynomial.count + power)).reduce(1) { $0 / gcd($0, $1) * $1 }
    let numerator = polynomial.indices.reduce(0) {
      $0 + polynomial[$1] * (denominator / ($1 + 1 + power))
    }
    return (numerator, denominator)
  }

  static let whole: [[(Int, Int)]] = [
    [(3, 2), (2, 3), (1, 1)], [(1, 1)], [(1, 1), (1, 1), (1, 1), (1, 1)], [(5, 1), (1, 5)],
    [(4, 4), (3, 3), (2, 2)], [(1, 6), (6, 1)], [(2, 7)], [(1, 2), (1, 2), (1, 2), (2, 1)],
    [(3, 5), (5, 3), (1, 1), (1, 1)],
  ]

  @Test("Small whole parameters give the exact integrals of polynomials", arguments: whole)
  func exact(parts: [(Int, Int)]) {
    let g = parts.reduce([1]) { product($0, polynomial($1.0, $1.1)) }
    let (first, second) = (integral(g, power: 0), integral(g, power: 1))
    let mean = Double(first.denominator - first.numerator) / Double(first.denominator)
    let square = Double(second.denominator - 2 * second.numerator) / Double(second.denominator)
    let result = moments(parts.map { (Double($0.0), Double($0.1), 1) })
    #expect(abs(result.mean.value - mean) < 1e-11)
    #expect(abs(result.mean.complement - (1 - mean)) < 1e-11)
    #expect(abs(result.variance - (square - mean * mean)) < 1e-11)
  }

  @Test("Beta(3, 2), Beta(2, 3) and Beta(1, 1) have the maximum 101/140")
  func published() {
    let result = moments([(3, 2, 1), (2, 3, 1), (1, 1, 1)])
    #expect(abs(result.mean.value - 101.0 / 140) < 1e-12)
    #expect(abs(result.variance - 0.0270155638) < 5e-11)
  }

  @Test(
    "One law has its own moments, whatever its size",
    arguments: [
      (1, 1), (0.01, 0.01), (0.01, 5), (5, 0.01), (0.5, 30), (1, 1000), (1000, 1), (3, 7),
      (300, 700), (1e6, 3e6), (1e8, 1e8), (1e8, 1), (1, 1e8), (1e15, 1e15),
    ] as [(Double, Double)])
  func single(a: Double, b: Double) {
    let result = moments([(a, b, 1)])
    let law = BetaDistribution(alpha: a, beta: b)
    #expect(abs(result.mean.value - law.mean.value) < 1e-11)
    #expect(abs(result.variance / law.variance - 1) < 2e-9)
    let (alpha, beta) = result.beta
    #expect(abs(alpha / a - 1) < 1e-8 && abs(beta / b - 1) < 1e-8, "\(alpha) \(beta)")
  }

  @Test("m uniform variables have the mean m/(m + 1)", arguments: [1, 2, 7, 100, 10_000])
  func uniform(m: Double) {
    let result = moments([(1, 1, m)])
    let variance = m / ((m + 1) * (m + 1) * (m + 2))
    #expect(abs(result.mean.complement * (m + 1) - 1) < 1e-9)
    #expect(abs(result.variance / variance - 1) < 1e-8)
  }

  /// E[max] and the variance by Simpson's rule on a fine grid and another incomplete Beta function.
  private func simpson(_ parts: [Part], from low: Double, to high: Double) -> (Double, Double) {
    let n = 2000
    var (mean, square) = (low, low * low)
    let step = (high - low) / Double(n)
    for i in 0...n {
      let x = low + step * Double(i)
      let weight = step / 3 * (i == 0 || i == n ? 1 : i.isMultiple(of: 2) ? 2 : 4)
      var g = 1.0
      for part in parts {
        let f = SpecialFunctions.regularizedBeta(x, part.alpha, part.beta)
        for _ in 0..<Int(part.copies) { g *= f }
      }
      mean += weight * (1 - g)
      square += weight * 2 * x * (1 - g)
    }
    return (mean, square - mean * mean)
  }

  @Test("Laws of unlike widths agree with Simpson's rule")
  func simpsonsRule() {
    let cases: [([Part], Double, Double)] = [
      ([(121, 181, 1), (130, 176, 1), (100, 201, 1), (90, 211, 1), (141, 171, 1)], 0.2, 0.7),
      ([(300, 100, 1), (20, 30, 1), (10, 40, 1), (5, 25, 1), (2, 3, 4)], 0, 1),
      ([(3000, 1000, 1), (8, 4, 2)], 0.4, 1), ([(60, 40, 3), (6, 5, 1)], 0, 1),
    ]
    for (parts, low, high) in cases {
      let (mean, variance) = simpson(parts, from: low, to: high)
      let result = moments(parts)
      #expect(abs(result.mean.value - mean) < 1e-9, "\(parts)")
      #expect(abs(result.variance / variance - 1) < 2e-6, "\(parts)")
    }
  }

  @Test("Copies are single variables of the same law, and the order does not matter")
  func copies() {
    let together = moments([(5, 7, 3), (40, 60, 2), (1, 1, 2)])
    let apart = moments([
      (1, 1, 1), (5, 7, 1), (40, 60, 1), (5, 7, 1), (1, 1, 1), (40, 60, 1), (5, 7, 1),
    ])
    #expect(abs(together.mean.value - apart.mean.value) < 1e-12)
    #expect(abs(together.variance / apart.variance - 1) < 1e-9)
  }

  @Test("A law far below the best adds nothing, one far above is the maximum")
  func dominated() {
    let best = moments([(9000, 1000, 1)])
    let both = moments([(9000, 1000, 1), (1000, 9000, 1)])
    #expect(abs(both.mean.value - best.mean.value) < 1e-12)
    #expect(abs(both.variance / best.variance - 1) < 1e-8)
  }

  @Test("More pulls of laws that overlap keep the moments' accuracy", arguments: [2, 10, 300])
  func manyNarrow(m: Double) {
    // Compared with the general integration of the same power, on panels a quarter as wide.
    let law = BetaDistribution(alpha: 40_000, beta: 60_000)
    var quadrature = LogitQuadrature(panels: 128)
    let window = law.window
    let plain = quadrature.moments(
      over: window.low...window.high, width: (window.high - window.low) / 60
    ) { x in
      let f = law.tails(at: x).lower
      return f > 0 ? Elementary.exp(m * Elementary.log(f)) : 0
    }
    let result = moments([(40_000, 60_000, m)])
    #expect(abs(result.mean.value - plain.mean.value) < 1e-12)
    #expect(abs(result.variance / plain.variance - 1) < 1e-8)
  }

  @Test("A mixture is integrated through its own distribution function")
  func mixture() {
    // ¼ Beta(3, 5) + ¾ Beta(20, 10): mean and variance of the mixture.
    let (first, second) = (
      BetaDistribution(alpha: 3, beta: 5), BetaDistribution(alpha: 20, beta: 10)
    )
    var quadrature = LogitQuadrature(panels: 64)
    let low = min(first.window.low, second.window.low)
    let high = max(first.window.high, second.window.high)
    let result = quadrature.moments(over: low...high, width: 0.5) {
      0.25 * first.tails(at: $0).lower + 0.75 * second.tails(at: $0).lower
    }
    let (p, q) = (3.0 / 8, 2.0 / 3)
    let mean = 0.25 * p + 0.75 * q
    let variance =
      0.25 * (first.variance + (p - mean) * (p - mean))
      + 0.75 * (second.variance + (q - mean) * (q - mean))
    #expect(abs(result.mean.value - mean) < 1e-12)
    #expect(abs(result.variance - variance) < 1e-12)
  }
}
