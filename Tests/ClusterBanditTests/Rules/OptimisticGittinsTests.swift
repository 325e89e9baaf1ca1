import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Optimistic Gittins indices")
struct OptimisticGittinsTests {
  /// The root of λ = (1 − α)p + α E max(λ, θ) by bisection, with E max(λ, θ) = λ + ∫_λ^1 P(θ > x)
  /// dx in 400 cells of Simpson's rule.
  private static func textbook(_ a: Double, _ b: Double, _ discount: Double) -> Double {
    let beta = BetaDistribution(alpha: a, beta: b)
    func tail(_ x: Double) -> Double {
      beta.tails(at: Probability(value: x, complement: 1 - x)).upper
    }
    var (low, high) = (a / (a + b), 1.0)
    for _ in 0..<45 {
      let index = 0.5 * (low + high)
      let width = (1 - index) / 400
      let sum = (0..<400).reduce(0.0) { sum, cell in
        let x = index + width * Double(cell)
        return sum + tail(x) + 4 * tail(x + 0.5 * width) + tail(x + width)
      }
      let value = (1 - discount) * a / (a + b) + discount * (index + width * sum / 6)
      if value > index { low = index } else { high = index }
    }
    return low
  }

  @Test(
    "The index solves its equation",
    arguments: [
      (1.0, 1.0, 0.9), (2, 1, 0.5), (1, 2, 0.99), (40, 12, 0.995), (3, 30, 0.9),
      (0.5, 0.5, 0.8),
    ])
  func equation(a: Double, b: Double, discount: Double) {
    let index = OptimisticGittins.index(
      BetaDistribution(alpha: a, beta: b), discount: discount)
    #expect((index - Self.textbook(a, b, discount)).magnitude < 2e-5)
    // From another start it is the same.
    let again = OptimisticGittins.index(
      BetaDistribution(alpha: a, beta: b), discount: discount, from: index - 1e-3)
    #expect((index - again).magnitude < 1e-13)
  }

  // Ten digits of another program; by hand (1 − √.1)/.9.
  @Test("Of Beta(1, 1) and α = .9 it is .7597469266, the upper bound of one pull of look-ahead")
  func known() {
    let index = OptimisticGittins.index(BetaDistribution(alpha: 1, beta: 1), discount: 0.9)
    #expect((index - 0.7597469266).magnitude <= 0.6e-10)
    #expect((index - (1 - 0.1.squareRoot()) / 0.9).magnitude < 1e-14)
    for (a, b, discount) in [(1.0, 1.0, 0.9), (3, 2, 0.99), (7, 30, 0.5)] {
      let bracket = GittinsBracket(alpha: a, beta: b, discount: discount, depth: 1)
      let own = OptimisticGittins.index(BetaDistribution(alpha: a, beta: b), discount: discount)
      #expect((bracket.upper - own).magnitude < 1e-13)
    }
  }

  private func reference(
    sizes: [Int], _ discount: @escaping (_ t: Double) -> Double
  ) -> ReferenceRule {
    ReferenceRule { seen, arm, t in
      let (s, n) = (seen.sums[arm], seen.pulls[arm])
      return OptimisticGittins.index(
        BetaDistribution(alpha: 1 + s, beta: 1 + n - s), discount: discount(t))
    }
  }

  @Test(
    "Each decision is that of all indices, with a discount and without",
    arguments: [[3], [4, 2, 9]])
  func decisions(sizes: [Int]) {
    let fixed = reference(sizes: sizes) { _ in 0.9 }.disagreement(
      with: RuleCase(OptimisticGittins.variant, ["discount": .number(0.9)]), sizes: sizes,
      rounds: 500, draw: testStream(UInt64(sizes.count)))
    #expect(fixed == nil)
    let growing = reference(sizes: sizes) { 1 - 1 / ($0 + 1 + 3) }.disagreement(
      with: RuleCase(OptimisticGittins.variant, ["c": .number(3)]), sizes: sizes, rounds: 500,
      draw: testStream(UInt64(sizes.count)))
    #expect(growing == nil)
  }

  @Test("The comparison notices another c")
  func decisionsCanFail() {
    let flaws = (0..<10 as Range<UInt64>).compactMap {
      reference(sizes: [4]) { 1 - 1 / ($0 + 1 + 30) }.disagreement(
        with: RuleCase(OptimisticGittins.variant, ["c": .number(3)]), sizes: [4], rounds: 500,
        draw: testStream($0))
    }
    #expect(!flaws.isEmpty)
  }

  @Test("Tails and excess are those of the distribution moved by one", arguments: [0.1, 0.5, 0.93])
  func excess(x: Double) {
    let point = Probability(value: x, complement: 1 - x)
    for (a, b) in [(1.0, 1.0), (0.3, 2), (12, 5), (700, 1300), (30_000, 30_000)] {
      let (tail, mean) = BetaDistribution(alpha: a, beta: b).excess(over: point)
      let own = BetaDistribution(alpha: a, beta: b).tails(at: point).upper
      let moved = BetaDistribution(alpha: a + 1, beta: b).tails(at: point).upper
      #expect((tail - own).magnitude < 1e-13)
      #expect((mean - (a / (a + b) * moved - x * own)).magnitude < 1e-13)
    }
    let beta = BetaDistribution(alpha: 2, beta: 3)
    let ends = [(0.0, 0.4), (1.0, 0.0)].map { value, mean in
      beta.excess(over: Probability(value: value, complement: 1 - value)).mean - mean
    }
    #expect(ends.allSatisfy { $0.magnitude < 1e-15 })
  }
}
