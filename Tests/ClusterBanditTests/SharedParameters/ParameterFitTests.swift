import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The best fit of a shared parameter")
struct ParameterFitTests {
  private static let example = SharedParameter(
    intercepts: [0, -0.5, 0.5], slopes: [1, 0.5, -1], isLogistic: true, range: -4...4,
    law: .uniform)

  private func counts(_ pulls: [(n: Double, s: Double)]) -> AlignedBuffer<SIMD2<Double>> {
    AlignedBuffer(pulls.map { SIMD2($0.s, $0.n - $0.s) })
  }

  /// D(φ) from its definition.
  private func divergence(
    _ shared: SharedParameter, _ pulls: [(n: Double, s: Double)], at phi: Double
  ) -> Double {
    pulls.enumerated().reduce(0) { sum, arm in
      let (index, (n, s)) = arm
      return n == 0 ? sum : sum + n * BernoulliDivergence.kl(s / n, shared.mean(of: index, at: phi))
    }
  }

  // Worked out by another program: bisection over the range.
  @Test("Three arms of log-odds: fit, ball and the largest means in it")
  func example() {
    let pulls: [(n: Double, s: Double)] = [(10, 7), (5, 2), (3, 1)]
    let counts = counts(pulls)
    let fit = Self.example.fit(0..<3, counts)
    // By bisection of the slope; the other program's minimum, .8600013881, is flat to 1e-8.
    #expect(abs(fit.parameter - 0.8600013743818858) < 1e-12)
    #expect(abs(fit.parameter - 0.8600013881) < 2e-8)
    #expect(abs(divergence(Self.example, pulls, at: fit.parameter) - 0.1071474090) < 1e-10)
    let ball = Self.example.ball(0..<3, counts, around: fit, radius: log(100))
    #expect(abs(ball.lowerBound + 0.7919898614) < 5e-11)
    #expect(abs(ball.upperBound - 2.8285956517) < 5e-11)
    let indices = (0..<3).map { arm in
      max(
        Self.example.mean(of: arm, at: ball.lowerBound),
        Self.example.mean(of: arm, at: ball.upperBound))
    }
    for (index, value) in zip(indices, [0.9442016603, 0.7138788251, 0.7844838034]) {
      #expect(abs(index - value) < 5e-11)
    }
    // The ball about 0, D ≤ ln t, is a narrower one.
    let narrow = Self.example.ball(
      0..<3, counts, around: fit,
      radius: log(100) - divergence(Self.example, pulls, at: fit.parameter))
    #expect(abs(narrow.lowerBound + 0.7724475) < 5e-8)
    #expect(abs(narrow.upperBound - 2.8014447) < 5e-8)
  }

  @Test("By hand: one arm with g = φ has its mean as the fit, and KL-UCB's ball")
  func identity() {
    let shared = SharedParameter(
      intercepts: [0], slopes: [1], isLogistic: false, range: 0...1, law: .uniform)
    var checked = 0
    for (n, s) in [(1.0, 0.0), (1, 1), (4, 1), (50, 15), (1000, 999)] {
      let counts = counts([(n, s)])
      let fit = shared.fit(0..<1, counts)
      #expect(abs(fit.parameter - s / n) < 1e-12)
      for radius in [0.1, 1, 6.9] {
        let ball = shared.ball(0..<1, counts, around: fit, radius: radius)
        let index = BernoulliDivergence.upperBound(s / n, within: radius / n)
        let mirrored = 1 - BernoulliDivergence.upperBound(1 - s / n, within: radius / n)
        #expect(abs(ball.upperBound - index) < 1e-12)
        #expect(abs(ball.lowerBound - mirrored) < 1e-12)
        checked += 1
      }
    }
    #expect(checked == 15)
    let counts = counts([(4, 1)])
    let fit = shared.fit(0..<1, counts)
    #expect(shared.ball(0..<1, counts, around: fit, radius: 0) == fit.parameter...fit.parameter)
  }

  @Test("Without pulls the fit is the middle and the ball the range")
  func nothing() {
    let counts = counts([(0, 0), (0, 0), (0, 0)])
    let fit = Self.example.fit(0..<3, counts)
    #expect(fit.parameter == 0 && fit.loss == 0)
    #expect(Self.example.ball(0..<3, counts, around: fit, radius: 0.1) == -4...4)
  }

  /// 20 001 places of the range; a table's loss has several valleys, and its ball several parts.
  @Test("Fit and ball are those of a fine grid, for every form of functions", arguments: 0..<30)
  func fineGrid(number: Int) {
    var stream = testStream(UInt64(number))
    let (shared, arms) = drawn(number, using: &stream)
    let pulls = (0..<arms).map { _ -> (n: Double, s: Double) in
      let n = Double(stream.nextIndex(below: 12))
      return (n, n == 0 ? 0 : Double(stream.nextIndex(below: Int(n) + 1)))
    }
    guard pulls.contains(where: { $0.n > 0 }) else { return }
    let counts = counts(pulls)
    let (low, high) = (shared.range.lowerBound, shared.range.upperBound)
    let width = (high - low) / 20_000
    let places = (0...20_000).map { low + width * Double($0) }
    let values = places.map { divergence(shared, pulls, at: $0) }
    let least = values.min() ?? 0
    let fit = shared.fit(0..<arms, counts)
    let own = divergence(shared, pulls, at: fit.parameter)
    #expect(own <= least + 1e-9 * max(1, least))
    let radius = 0.5 + 2 * stream.nextUnit()
    let ball = shared.ball(0..<arms, counts, around: fit, radius: radius)
    let within = places.indices.filter { values[$0] <= own + radius }
    guard let first = within.first, let last = within.last else {
      Issue.record("no place is within")
      return
    }
    #expect(
      ball.lowerBound <= places[first] + 1e-9 && ball.lowerBound > places[first] - 1.01 * width)
    #expect(ball.upperBound >= places[last] - 1e-9 && ball.upperBound < places[last] + 1.01 * width)
  }

  private func drawn(
    _ number: Int, using stream: inout RandomStream
  ) -> (SharedParameter, arms: Int) {
    let arms = 1 + number % 4
    switch number % 3 {
    case 0:
      return (
        SharedParameter(
          intercepts: (0..<arms).map { _ in 2 * stream.nextUnit() - 1 },
          slopes: (0..<arms).map { _ in 4 * stream.nextUnit() - 2 }, isLogistic: true,
          range: -3...2, law: .uniform), arms
      )
    case 1:
      let ends = (0..<arms).map { _ in (stream.nextUnit(), stream.nextUnit()) }
      return (
        SharedParameter(
          intercepts: ends.map(\.0), slopes: ends.map { $0.1 - $0.0 }, isLogistic: false,
          range: 0...1, law: .uniform), arms
      )
    default:
      let grid = [0, 0.1, 0.5, 0.6, 2, 2.5]
      return (
        SharedParameter(
          values: (0..<arms).map { _ in grid.map { _ in 0.01 + 0.98 * stream.nextUnit() } },
          grid: grid, law: .uniform), arms
      )
    }
  }
}
