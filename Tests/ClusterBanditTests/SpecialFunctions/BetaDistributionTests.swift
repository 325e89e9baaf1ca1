import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Beta distribution")
struct BetaDistributionTests {
  private func at(_ x: Double) -> Probability { Probability(value: x, complement: 1 - x) }

  // Computed from the power series with 34 digits. The pair at 20 000 stands on both sides of the
  // change from the continued fraction to the integral.
  static let known: [(Double, Double, Double, Double, Double)] = [
    (2, 3, 0.25, 0.26171875, 0.73828125),
    (1, 1, 0.3, 0.29999999999999999, 0.70000000000000001),
    (0.5, 0.5, 0.125, 0.23005345616261589, 0.76994654383738411),
    (0.01, 0.01, 0.75, 0.50541302574586087, 0.49458697425413913),
    (0.01, 5, 1e-09, 0.82988336201965302, 0.17011663798034698),
    (3, 0.25, 0.875, 0.20419514105897011, 0.79580485894102989),
    (1, 1000, 0.0078125, 0.99960757984218967, 0.00039242015781033211),
    (16, 36, 0.4375, 0.97433776551578042, 0.025662234484219579),
    (16, 36, 0.125, 0.00033297065765235409, 0.99966702934234765),
    (301, 701, 0.34375, 0.99830175414032318, 0.0016982458596768215),
    (5000.5, 2, 0.9990234375, 0.044442067264343639, 0.95555793273565636),
    (19999, 30000, 0.40625, 0.9978409494088475, 0.002159050591152499),
    (20001, 30000, 0.40625, 0.99776579235943407, 0.0022342076405659345),
    (20001, 30000, 0.39453125, 0.0061243567099238404, 0.99387564329007616),
    (1e6, 3e6, 0.2509765625, 0.999996709948341, 3.2900516589992882e-6),
    (1e7, 1e7, 0.5004, 0.99982669067423428, 0.00017330932576571695),
    (1e7, 1e7, 0.4996, 0.00017330932576538784, 0.99982669067423461),
    (1e7, 1e7, 0.50048828125, 0.99999371101717051, 6.2889828294895696e-6),
  ]

  @Test("Both tails are right to 13 digits of the smaller one", arguments: known)
  func tails(a: Double, b: Double, x: Double, lower: Double, upper: Double) {
    let (low, high) = BetaDistribution(alpha: a, beta: b).tails(at: at(x))
    let smaller = min(lower, upper)
    #expect(abs(low - lower) <= 1e-13 * smaller + 1e-16, "\(low)")
    #expect(abs(high - upper) <= 1e-13 * smaller + 1e-16, "\(high)")
    let mirrored = BetaDistribution(alpha: b, beta: a).tails(at: at(x).mirrored)
    #expect(abs(mirrored.upper - low) <= 1e-13 * smaller + 1e-16)
  }

  @Test("Whole parameters give the binomial sum, far into both tails")
  func binomial() {
    var stream = testStream()
    for _ in 0..<300 {
      let a = 1 + stream.nextIndex(below: 12)
      let b = 1 + stream.nextIndex(below: 12)
      let x = Double(1 + stream.nextIndex(below: 1023)) / 1024
      // P(X ≤ x) = P(Binomial(a + b − 1, x) ≥ a).
      let n = a + b - 1
      var (lower, upper) = (0.0, 0.0)
      var choose = 1.0
      for i in 0...n {
        var term = choose
        for _ in 0..<i { term *= x }
        for _ in i..<n { term *= 1 - x }
        if i >= a { lower += term } else { upper += term }
        choose *= Double(n - i) / Double(i + 1)
      }
      let tails = BetaDistribution(alpha: Double(a), beta: Double(b)).tails(at: at(x))
      // The sum over the more probable side has the rounding of a dozen numbers of order 1.
      let low = lower < upper ? 4e-14 * lower : 2e-15
      let high = lower < upper ? 2e-15 : 4e-14 * upper
      #expect(abs(tails.lower - lower) <= low && abs(tails.upper - upper) <= high)
    }
  }

  @Test("Far tails keep their relative accuracy")
  func farTails() {
    // Beta(1, b): (1 − x)^b; Beta(a, 1): x^a.
    let upper = BetaDistribution(alpha: 1, beta: 64).tails(at: at(0.75)).upper
    #expect(abs(upper / 0x1p-128 - 1) < 1e-13)
    let lower = BetaDistribution(alpha: 700, beta: 1).tails(at: at(0.5)).lower
    #expect(abs(lower / 0x1p-700 - 1) < 1e-12)
    #expect(BetaDistribution(alpha: 3, beta: 2).tails(at: at(0)) == (0, 1))
    #expect(BetaDistribution(alpha: 3, beta: 2).tails(at: at(1)) == (1, 0))
  }

  @Test("Density, mean and variance are those of the formula")
  func density() {
    // Beta(2, 3): 12 x (1 − x)², mean 2/5, variance 6/(25 · 6).
    let beta = BetaDistribution(alpha: 2, beta: 3)
    for x in [0.125, 0.5, 0.875] {
      #expect(abs(beta.density(at: at(x)) - 12 * x * (1 - x) * (1 - x)) < 1e-14)
    }
    #expect(abs(beta.variance - 0.04) < 1e-16)
    #expect(abs(beta.mean.value - 0.4) < 1e-16 && abs(beta.mean.complement - 0.6) < 1e-16)
    // Γ(½)² = π.
    let arcsine = BetaDistribution(alpha: 0.5, beta: 0.5)
    #expect(abs(arcsine.density(at: at(0.5)) - 2 / Double.pi) < 1e-14)
  }

  @Test(
    "A quantile has the tail that it was sought for",
    arguments: [
      (0.01, 0.01), (0.01, 3), (0.5, 0.5), (1, 1), (1, 40), (40, 1), (2.5, 0.25), (16, 36),
      (301, 701), (19_999, 30_000), (30_000, 19_999), (1e6, 3e6), (1e7, 150), (1e15, 1e15),
    ] as [(Double, Double)])
  func quantiles(a: Double, b: Double) {
    let beta = BetaDistribution(alpha: a, beta: b)
    for tail in [1e-12, 1e-6, 0.001, 0.05, 0.25, 0.5, 0.75, 0.9] {
      let y = beta.logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
      let x = Probability(logit: y)
      if abs(y) == 700 { continue }
      // The logit's own rounding moves the tail by its slope.
      let slope = Elementary.exp(beta.logWeight(at: x)) / tail
      #expect(
        abs(beta.tails(at: x).upper / tail - 1) < 1e-12 + 1e-15 * slope * (1 + abs(y)),
        "tail \(tail)")
    }
    // Levels whose complement is exact.
    for level in [0.125, 0.25, 0.5, 0.75, 0.875] {
      let y = beta.logitQuantile(upperTail: 1 - level, deviate: NormalDeviate.upper(1 - level))
      if abs(y) == 700 { continue }
      let x = Probability(logit: y).value
      // A quantile in the flat middle of two far peaks is known to the level's rounding only.
      let flat = 1e-15 / beta.density(at: Probability(logit: y))
      #expect(abs(beta.quantile(level) - x) <= 1e-13 * (1 + abs(y)) * x + flat, "level \(level)")
    }
    #expect(beta.quantile(0) == 0 && beta.quantile(1) == 1)
  }

  @Test("Known quantiles")
  func knownQuantiles() {
    #expect(abs(BetaDistribution(alpha: 2, beta: 1).quantile(0.25) - 0.5) < 1e-15)
    #expect(abs(BetaDistribution(alpha: 1, beta: 2).quantile(0.75) - 0.5) < 1e-15)
    #expect(abs(BetaDistribution(alpha: 7, beta: 7).quantile(0.5) - 0.5) < 1e-15)
    #expect(
      abs(BetaDistribution(alpha: 0.5, beta: 0.5).quantile(0.25) - 0.5 + 0.125.squareRoot()) < 1e-15
    )
  }

  @Test("Parameters at the ends of what counts and priors allow give numbers in finite time")
  func extremes() {
    for (a, b) in [(0.0, 0.0), (1e-300, 1e15), (1e15, 1e-6), (2e15, 2e15), (1e-6, 1)] {
      let beta = BetaDistribution(alpha: a, beta: b)
      for y in [-700.0, -30, 0, 30, 700] {
        let tails = beta.tails(at: Probability(logit: y))
        #expect((0...1).contains(tails.lower) && (0...1).contains(tails.upper), "\(a) \(b) \(y)")
      }
      for tail in [1e-300, 0.1, 0.9] {
        let y = beta.logitQuantile(upperTail: tail, deviate: NormalDeviate.upper(tail))
        #expect((-700...700).contains(y), "\(a) \(b) \(tail)")
      }
    }
  }
}
