import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Gamma draws")
struct GammaTests {
  @Test("The constants of a shape are d = α − ⅓ and c = 1/√(9d)", arguments: [1, 1.5, 2, 5, 1e6])
  func constants(shape: Double) {
    let constants = GammaShape(shape: shape)
    #expect(abs(constants.d - (shape - 1.0 / 3)) <= shape.ulp)
    #expect(abs(9 * constants.d * constants.c * constants.c - 1) < 1e-15)
  }

  @Test(
    "Draws follow the gamma law, in distribution, mean and variance",
    arguments: [1, 1.5, 2, 5, 100, 1e6])
  func law(shape: Double) {
    // n = 10⁵. Distribution: a distance of 0.0175 is missed at most once in a million. Mean: a
    // bias of 0.031 √α, so a shape too large by 1/30 is seen at α = 1. Variance: a relative
    // error of 8.6 % at α = 1, of 4.4 % at large shapes.
    var stream = testStream(shape.bitPattern)
    let tables = ZigguratTables.shared
    let constants = GammaShape(shape: shape)
    let count = 100_000
    let draws = (0..<count).map { _ in stream.nextGamma(constants, tables) }
    var sum = 0.0
    var squares = 0.0
    for x in draws {
      sum += x - shape
      squares += (x - shape) * (x - shape)
    }
    let n = Double(count)
    let verdicts = [
      Verdict.kolmogorovSmirnov(draws, follow: .gamma(shape: shape), evaluations: 1024),
      Verdict.mean(sum / n, trueDeviation: shape.squareRoot(), count: count, is: 0),
      // The fourth central moment is 3α² + 6α.
      Verdict.mean(
        squares / n, trueDeviation: (2 * shape * shape + 6 * shape).squareRoot(), count: count,
        is: shape),
    ]
    for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
  }

  /// h(x) = x²/2 + d − dv + d ln v with v = (1 + cx)³, without cancellation.
  ///
  /// With z = cx and d = 1/(9c²) it is 3d (ln(1 + z) − z + z²/2 − z³/3), which starts with z⁴.
  private func logAcceptance(_ x: Double, _ c: Double) -> Double {
    let z = c * x
    let third = 1 / (3 * c * c)
    guard abs(z) < 0.1 else { return third * (log1p(z) - z * (1 - z * (0.5 - z / 3))) }
    var sum = 0.0
    for power in stride(from: 20, through: 4, by: -1) {
      sum = (power % 2 == 0 ? -1.0 : 1.0) / Double(power) + z * sum
    }
    return third * z * z * z * z * sum
  }

  /// How much of the grid violates 1 − κ c² x⁴ ≤ e^h(x): the greatest excess of the left side.
  private func squeezeExcess(_ kappa: Double, columns: Int, rows: Int) -> Double {
    var worst = -Double.infinity
    for row in 1...rows {
      // c² runs over (0, 1/6]; quadratic spacing looks closer at small c².
      let share = Double(row) / Double(rows)
      let c = (share * share / 6).squareRoot()
      // Beyond |x| = (κc²)^(−1/4) the squeeze accepts nothing.
      let reach = 1 / (kappa * c * c).squareRoot().squareRoot()
      let low = max(-1 / c, -reach)
      for column in 1..<columns {
        let x = low + (reach - low) * Double(column) / Double(columns)
        let squeeze = 1 - kappa * c * c * x * x * x * x
        worst = max(worst, squeeze - exp(logAcceptance(x, c)))
      }
    }
    return worst
  }

  @Test("The squeeze with 0.1986 never accepts what the exact test would reject")
  func squeezeInequality() {
    #expect(squeezeExcess(0.1986, columns: 1500, rows: 150) <= 1e-15)
  }

  @Test("The squeeze's constant is nearly the least: 0.1984 would violate the inequality")
  func squeezeTightness() {
    #expect(squeezeExcess(0.1984, columns: 1500, rows: 2) > 1e-4)
  }

  @Test(
    "An attempt is accepted exactly when ln u < h(x), squeeze or not",
    arguments: [1, 1.01, 1.05, 1.1, 1.5, 2, 5, 100])
  func acceptance(shape: Double) {
    // Attempts are placed on both sides of the exact boundary, at distances of about 10⁻⁴ in u: a
    // squeeze constant that oversteps the boundary by that much accepts a wrong attempt.
    var crafted = CraftedStream(testStream(shape.bitPattern), resolution: 1 << 14)
    let tables = ZigguratTables.shared
    let constants = GammaShape(shape: shape)
    let base = NormalTests.widths[0]
    var decided = (accepted: 0, rejected: 0)
    for step in -363...363 {
      let target = Double(step) / 100
      let first = normalWord(layer: 0, u: target / base)
      let boundary = exp(logAcceptance(target, constants.c))
      let starts =
        1 + constants.c * target <= 1e-6
        ? [crafted.stream(first: first)]
        : [
          crafted.stream(first: first, unitAbove: boundary + 2e-6),
          crafted.stream(first: first, unitBelow: boundary - 2e-6),
        ].compactMap { $0 }
      for start in starts {
        var attempt = start
        let x = attempt.nextNormal(tables)
        #expect(abs(x - target) < 1e-12)
        let root = 1 + constants.c * x
        var stream = start
        let draw = stream.nextGamma(constants, tables)
        if root <= 0 {
          // Nothing but the normal draw is consumed.
          #expect(draw == attempt.nextGamma(constants, tables))
          #expect(stream == attempt)
          continue
        }
        let u = attempt.nextUnit()
        if log(u) < logAcceptance(x, constants.c) {
          decided.accepted += 1
          #expect(stream == attempt, "x = \(x), u = \(u)")
          #expect(abs(draw / (constants.d * root * root * root) - 1) < 1e-14)
        } else {
          decided.rejected += 1
          #expect(draw == attempt.nextGamma(constants, tables), "x = \(x), u = \(u)")
          #expect(stream == attempt)
        }
      }
    }
    #expect(decided.accepted > 400)
    #expect(decided.rejected > (shape < 10 ? 150 : 10))
  }

  @Test("The share of accepted attempts is the method's: 95 % at shape 1, all but all at 100")
  func efficiency() {
    // The known shares are E[min(1, e^h(x)); x > −1/c], integrated numerically. n = 2·10⁴: a share
    // wrong by ten standard errors, 0.015 at shape 1, is missed once in a million.
    let tables = ZigguratTables.shared
    let known: [(Double, Double)] = [
      (1, 0.951_667_7), (2, 0.981_660_0), (5, 0.993_798_6), (100, 0.999_720_7),
    ]
    for (shape, share) in known {
      var stream = testStream(shape.bitPattern)
      let constants = GammaShape(shape: shape)
      var first = 0
      for _ in 0..<20_000 {
        var attempt = stream
        _ = attempt.nextNormal(tables)
        _ = attempt.nextUnit()
        _ = stream.nextGamma(constants, tables)
        if stream == attempt { first += 1 }
      }
      let verdict = Verdict.proportion(first, of: 20_000, is: share)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  /// Shapes with the digamma and trigamma function: the mean and variance of ln X.
  static let logMoments: [(shape: Double, mean: Double, variance: Double)] = [
    (0.01, -100.560_885_457_868_67, 10_001.621_213_528_313),
    (0.1, -10.423_754_940_411_076, 101.433_299_150_792_75),
    (0.5, -1.963_510_026_021_423_5, 4.934_802_200_544_679_3),
  ]

  @Test("Logarithms of draws below shape 1 follow their law, in distribution and mean")
  func logLaw() {
    // n = 10⁵: a distance of 0.0175 is missed at most once in a million, a bias of the mean of
    // 0.031 standard deviations as well.
    let tables = ZigguratTables.shared
    let count = 100_000
    for (shape, mean, variance) in GammaTests.logMoments {
      var stream = testStream(shape.bitPattern)
      let draws = (0..<count).map { _ in stream.nextLogGamma(shape: shape, tables) }
      let average = draws.reduce(0, +) / Double(count)
      let verdicts = [
        Verdict.kolmogorovSmirnov(draws, follow: .logGamma(shape: shape)),
        Verdict.mean(
          average, trueDeviation: variance.squareRoot(), count: count, is: mean),
      ]
      for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
    }
  }

  @Test("From shape 1 on the logarithm of a draw is that of the plain draw")
  func logFromOne() {
    let tables = ZigguratTables.shared
    for shape in [1, 1.5, 40] {
      var stream = testStream(shape.bitPattern)
      var plain = stream
      for _ in 0..<100 {
        let logarithm = stream.nextLogGamma(shape: shape, tables)
        #expect(
          logarithm == Elementary.log(plain.nextGamma(GammaShape(shape: shape), tables)))
      }
      #expect(stream == plain)
    }
  }
}
