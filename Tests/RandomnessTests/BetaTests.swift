import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Beta draws")
struct BetaTests {
  struct Parameters: Sendable, CustomTestStringConvertible {
    let alpha: Double
    let beta: Double
    var testDescription: String { "Beta(\(alpha), \(beta))" }
    var index: UInt64 { alpha.bitPattern &+ beta.bitPattern &* 3 }
  }

  static let ordinary = [
    (1, 1), (2, 5), (5, 2), (0.5, 0.5), (0.1, 3), (3, 0.4), (1, 0.9), (50, 30), (1e5, 1e5),
  ].map { Parameters(alpha: $0, beta: $1) }

  private func draws(_ parameters: Parameters, _ count: Int, _ stream: inout RandomStream)
    -> [Double]
  {
    let shape = BetaShape(alpha: parameters.alpha, beta: parameters.beta)
    let tables = ZigguratTables.shared
    return (0..<count).map { _ in stream.nextBeta(shape, tables) }
  }

  @Test("Draws follow the beta law, in distribution, mean and variance", arguments: ordinary)
  func law(parameters: Parameters) {
    // n = 8·10⁴. Distribution: a distance of 0.0196 is missed at most once in a million. Mean: a
    // bias of 0.034 standard deviations. Variance: 9.7 standard errors, a relative 5 % for (50, 30)
    // and 17 % for (0.1, 3).
    var stream = testStream(parameters.index)
    let count = 80_000
    let draws = draws(parameters, count, &stream)
    #expect(draws.allSatisfy { (0...1).contains($0) })
    let (alpha, beta) = (parameters.alpha, parameters.beta)
    let total = alpha + beta
    let mean = alpha / total
    let variance = mean * (beta / total) / (total + 1)
    let verdicts = [
      Verdict.kolmogorovSmirnov(draws, follow: .beta(alpha, beta)),
      Verdict.mean(of: draws, is: mean),
      Verdict.mean(of: draws.map { ($0 - mean) * ($0 - mean) }, is: variance),
    ]
    for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
  }

  @Test("Draws with parameters of a thousandth follow the beta law, down to 1e-300")
  func tinyParameters() {
    // Half of the mass lies within 1e-300 of either end and rounds, so the distribution is compared
    // at cuts. n = 10⁵: a distance of 0.017 is missed at most once in a million.
    let parameters = Parameters(alpha: 1e-3, beta: 1e-3)
    var stream = testStream()
    let draws = draws(parameters, 100_000, &stream)
    let cuts = [1e-300, 1e-200, 1e-100, 1e-30, 1e-10, 0.01, 0.5, 0.99, 1 - 1e-10]
    let verdicts = [
      Verdict.kolmogorovSmirnov(draws, follow: .beta(1e-3, 1e-3), at: cuts),
      Verdict.mean(of: draws, is: 0.5),
      // P(0.01 < X < 0.99): 460 draws expected; a proportion wrong by a half is seen.
      Verdict.proportion(
        draws.count { $0 > 0.01 && $0 <= 0.99 }, of: draws.count,
        is: SpecialFunctions.regularizedBeta(0.99, 1e-3, 1e-3)
          - SpecialFunctions.regularizedBeta(0.01, 1e-3, 1e-3)),
    ]
    for verdict in verdicts { #expect(verdict.holds, "\(verdict)") }
  }

  static let extreme = [
    (1e-10, 1e-10), (1e-300, 1e-300), (0x1p-1030, 0x3p-1030), (0x1p-1074, 0x1p-1074),
    (0x1p-1073, 0x1p-1074),
    (0x1p-1074, 1), (1, 0x1p-1074), (1e-300, 1e300), (0.5, 1e15), (1e15, 0.5), (3e-307, 1e-307),
  ].map { Parameters(alpha: $0, beta: $1) }

  @Test("Draws with extreme parameters are never NaN and have the right mean", arguments: extreme)
  func extremeParameters(parameters: Parameters) {
    // With parameters this small the draw is 0 or 1 but for rounding, so the mean is a proportion;
    // n = 2·10⁴ sees a bias of 0.035 at ½.
    var stream = testStream(parameters.index)
    let draws = draws(parameters, 20_000, &stream)
    #expect(draws.allSatisfy { (0...1).contains($0) })
    let mean = parameters.alpha / (parameters.alpha + parameters.beta)
    if parameters.alpha < 1e-9, parameters.beta < 1e-9 {
      #expect(draws.allSatisfy { $0 < 1e-6 || $0 > 1 - 1e-6 })
      let verdict = Verdict.proportion(draws.count { $0 > 0.5 }, of: draws.count, is: mean)
      #expect(verdict.holds, "\(verdict)")
    } else {
      #expect(abs(draws.reduce(0, +) / 20_000 - mean) < 1e-12)
    }
  }

  @Test("Exchanged parameters give the mirrored law, above 1 and below", arguments: ordinary)
  func mirrored(parameters: Parameters) {
    // n = 10⁴ each: a distance of 0.094 between the laws is missed at most once in a million.
    var stream = testStream(parameters.index)
    let plain = draws(parameters, 10_000, &stream)
    let swapped = draws(
      Parameters(alpha: parameters.beta, beta: parameters.alpha), 10_000, &stream)
    // Doubles are denser next to 0 than next to 1; a common grid makes the roundings equal.
    let verdict = Verdict.kolmogorovSmirnov(
      plain.map { ($0 * 0x1p40).rounded() },
      sameLawAs: swapped.map { ((1 - $0) * 0x1p40).rounded() })
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A draw from parameters of at least 1 is X/(X + Y) of two gamma draws")
  func construction() {
    let tables = ZigguratTables.shared
    var stream = testStream()
    var gammas = stream
    let shape = BetaShape(alpha: 3, beta: 1)
    for _ in 0..<200 {
      let x = gammas.nextGamma(GammaShape(shape: 3), tables)
      let y = gammas.nextGamma(GammaShape(shape: 1), tables)
      #expect(stream.nextBeta(shape, tables) == x / (x + y))
    }
    #expect(stream == gammas)
  }

  @Test("The constants of two shapes are those of each of them")
  func shapes() {
    var stream = testStream()
    for _ in 0..<500 {
      let (a, b) = (1 + 1 / stream.nextOpenUnit(), 1 + 50 * stream.nextUnit())
      let shape = BetaShape(alpha: a, beta: b)
      let (first, second) = (GammaShape(shape: a), GammaShape(shape: b))
      #expect(shape.alpha.d == first.d && shape.alpha.c == first.c)
      #expect(shape.beta.d == second.d && shape.beta.c == second.c)
    }
    for (a, b) in [(0.5, 3), (3, 0.5), (0.1, 0.2)] {
      let shape = BetaShape(alpha: a, beta: b)
      #expect(shape.alpha.d == a && shape.alpha.c.isNaN && shape.beta.d == b && shape.beta.c.isNaN)
    }
  }
}
