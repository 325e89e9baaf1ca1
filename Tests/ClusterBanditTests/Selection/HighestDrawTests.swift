import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The highest of many draws")
struct HighestDrawTests {
  /// A level may be compared with Chernoff's bound before proposals are made only where that bound
  /// is no smaller than the proposals' mass.
  ///
  /// Otherwise levels that can be accepted would be cut off.
  @Test("Chernoff's bound lies above the mass of the proposals wherever levels are filtered")
  func massBelowBound() {
    var largest = 0.0
    for alpha in stride(from: -1.0, through: 6, by: 0.5).map({ pow(10, $0) }) {
      for beta in stride(from: -1.0, through: 6, by: 0.5).map({ pow(10, $0) }) {
        let posterior = BetaDistribution(alpha: alpha, beta: beta)
        let centre = log(alpha / beta)
        for step in 1...60 {
          // Logits from close above the mean's to far beyond it.
          let x = Probability(logit: centre + pow(10, Double(step) / 10 - 4))
          let slope = posterior.drift(at: x)
          guard slope > 0, x.complement > 0 else { continue }
          let bound = posterior.deviance(at: x, drift: slope)
          guard bound >= BetaThompsonByClass.vacuous else { continue }
          largest = max(largest, exp(posterior.logWeight(at: x) + bound) / slope)
        }
      }
    }
    #expect(largest < 1 && largest > 0.5, "\(largest)")
  }

  /// Parameters, and how many draws.
  struct Case: Sendable, CustomTestStringConvertible {
    let alpha: Double
    let beta: Double
    let m: Int
    var testDescription: String { "largest of \(m) from Beta(\(alpha), \(beta))" }

    init(_ alpha: Double, _ beta: Double, _ m: Int) {
      (self.alpha, self.beta, self.m) = (alpha, beta, m)
    }

    /// P(max ≤ x) at a logit.
    func cdf(_ logit: Double) -> Double {
      let x = 1 / (1 + exp(logit))
      let upper = SpecialFunctions.regularizedBeta(x, beta, alpha)
      return exp(Double(m) * log1p(-upper))
    }
  }

  static let cases = [
    Case(1, 1, 1), Case(1, 1, 1_000_000), Case(1, 4.5, 1), Case(1, 4.5, 300), Case(7, 1, 1),
    Case(7, 1, 20_000), Case(0.5, 1, 40), Case(1, 0.5, 40), Case(2.5, 3.5, 1), Case(2.5, 3.5, 8),
    Case(2.5, 3.5, 9), Case(2.5, 3.5, 100_000), Case(0.5, 0.5, 1), Case(0.5, 0.5, 50),
    Case(0.3, 4, 2), Case(0.2, 9, 1000), Case(3, 0.4, 5), Case(300, 20, 3), Case(3000, 20_000, 70),
    Case(4e5, 6e5, 12), Case(1.1, 0.1, 1), Case(0.1, 0.1, 3),
  ]

  private static func logit(_ x: Probability) -> Double {
    Elementary.log(x.value) - Elementary.log(x.complement)
  }

  @Test("It has the law of the largest, F to the power m", arguments: cases)
  func largest(case c: Case) {
    let posterior = BetaDistribution(alpha: c.alpha, beta: c.beta)
    var stream = testStream(UInt64(c.m) &+ UInt64(1000 * c.alpha))
    let draws = (0..<6000).map { _ in
      Self.logit(posterior.largest(of: c.m, .shared, using: &stream))
    }
    let verdict = Verdict.kolmogorovSmirnov(
      draws, follow: Law(c.testDescription, cdf: c.cdf), evaluations: 300)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test(
    "Exceeding a value has its exact probability, and what exceeds it its exact law",
    arguments: cases, [0.003, 0.06, 0.4, 0.6, 0.99])
  func beyond(case c: Case, probability: Double) {
    let posterior = BetaDistribution(alpha: c.alpha, beta: c.beta)
    let logit = posterior.logit(ofLargest: c.m, level: probability)
    let below = c.cdf(logit)
    #expect(abs(1 - below - probability) < 1e-8)
    var stream = testStream(UInt64(c.m) &+ UInt64(1000 * c.alpha + 7 * probability))
    let x = Probability(logit: logit)
    var draws: [Double] = []
    // A second proposal matters most for few draws.
    let trials = (2...12).contains(c.m) ? 20_000 : 4000
    for _ in 0..<trials {
      let level = stream.nextOpenUnit()
      let larger = posterior.largest(of: c.m, beyond: x, level: level, using: &stream)
      if let larger {
        #expect(
          larger.isAbove(x) && larger.complement > 0
            && abs(larger.value + larger.complement - 1) < 1e-15)
        draws.append(Self.logit(larger))
      }
    }
    let share = Verdict.proportion(draws.count, of: trials, is: probability)
    #expect(share.holds, "\(share)")
    guard draws.count > 100 else { return }
    let law = Law(c.testDescription) { max(0, c.cdf($0) - below) / (1 - below) }
    let verdict = Verdict.kolmogorovSmirnov(draws, follow: law, evaluations: 200)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("The tail of each draw undoes the power, also next to 0 and 1")
  func tails() {
    for m in [1, 2, 3, 1000, 1_000_000_000] {
      for v in [1e-300, 1e-18, 1e-9, 0.001, 0.3, 0.5, 0.9, 1 - 1e-12] {
        let tail = BetaDistribution.tail(v, ofEach: m)
        let exact = -expm1(log1p(-v) / Double(m))
        #expect(abs(tail - exact) <= 4e-16 * exact, "\(v) \(m)")
      }
    }
  }
}
