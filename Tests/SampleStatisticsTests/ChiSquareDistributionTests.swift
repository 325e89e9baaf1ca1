import Foundation
import Testing

@testable import SampleStatistics

@Suite("The χ² distribution")
struct ChiSquareDistributionTests {
  @Test(
    "Tail probabilities are those of tables",
    arguments: [
      // Abramowitz and Stegun, table 26.8: the points with these upper tails.
      (1, 3.84146, 0.05), (2, 9.21034, 0.01), (5, 11.0705, 0.05), (10, 2.55821, 0.99),
      (30, 59.7031, 0.001), (100, 67.3276, 0.995),
    ])
  func table(degrees: Int, point: Double, tail: Double) {
    let computed = ChiSquareDistribution(degrees: degrees).upperTail(point)
    #expect((computed - tail).magnitude < 1e-5 * max(tail, 1 - tail))
  }

  @Test("With two degrees of freedom the tail is exp(−x/2), with four (1 + x/2) times it")
  func closedForms() {
    var cases = 0
    for x in [0.01, 0.5, 1, 3, 4.1, 10, 50, 300] {
      let half = x / 2
      let two = ChiSquareDistribution(degrees: 2).upperTail(x)
      #expect((two / exp(-half) - 1).magnitude < 1e-12)
      let four = ChiSquareDistribution(degrees: 4).upperTail(x)
      #expect((four / (exp(-half) * (1 + half)) - 1).magnitude < 1e-12)
      cases += 1
    }
    #expect(cases == 8)
  }

  @Test("The tail is 1 at 0, 0 at infinity, and falls by the density's integral between")
  func ends() {
    let chi = ChiSquareDistribution(degrees: 7)
    #expect(chi.upperTail(0) == 1 && chi.upperTail(.infinity) == 0)
    // Simpson's rule over the density x^(5/2) e^(−x/2)/(2^(7/2) Γ(7/2)), Γ(7/2) = 15√π/8.
    func density(_ x: Double) -> Double {
      x * x * x.squareRoot() * exp(-x / 2)
        / (8 * 2.0.squareRoot() * 15 / 8 * Double.pi.squareRoot())
    }
    let (low, high, steps) = (2.0, 14.0, 2000)
    let width = (high - low) / Double(steps)
    var sum = density(low) + density(high)
    for step in 1..<steps {
      sum += (step.isMultiple(of: 2) ? 2 : 4) * density(low + Double(step) * width)
    }
    let integral = sum * width / 3
    #expect((chi.upperTail(low) - chi.upperTail(high) - integral).magnitude < 1e-12)
  }
}
