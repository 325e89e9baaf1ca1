import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Own sine")
struct SineTests {
  typealias Wide = ElementaryFunctionTests.Wide

  /// How many units in the last place the sine is away from the reference, at worst.
  private func worst(_ angles: some Sequence<Double>) -> (units: Double, at: Double) {
    var worst = (units: 0.0, at: 0.0)
    for x in angles {
      let computed = Elementary.sin(x)
      let reference = sin(Wide(x))
      #expect(computed.magnitude <= 1, "at \(x)")
      let error =
        computed == Double(reference)
        ? 0 : Double(abs(Wide(computed) - reference) / Wide(Double(reference).ulp))
      if !(error <= worst.units) { worst = (error, x) }
    }
    return worst
  }

  // A share of 0.03 % of wrong values is missed once in three million sets of 50 000.

  @Test("The sine is within one unit", arguments: [0.8, 2, 27, 1024])
  func everywhere(range: Double) {
    var stream = testStream(UInt64(range))
    let worst = worst((0..<50_000).map { _ in range * (2 * stream.nextUnit() - 1) })
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The sine is within one unit next to multiples of π/2 and where the reduction switches")
  func atMultiples() {
    var angles: [Double] = []
    for quarter in 1...1303 {
      // An odd number of quarters of π is where the reduction switches.
      var (below, above) = (Double(quarter) * .pi / 4, Double(quarter) * .pi / 4)
      for _ in 0..<8 {
        angles += [below, above, -above]
        (below, above) = (below.nextDown, above.nextUp)
      }
    }
    let worst = worst(angles.filter { $0.magnitude <= 1024 })
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The sine is within one unit near zero, at every distance, and odd to the bit")
  func nearZero() {
    var stream = testStream()
    var angles = [Double.leastNonzeroMagnitude, .leastNormalMagnitude]
    angles += (0..<20_000).map { _ in Elementary.exp(-700 * stream.nextUnit()) }
    angles += (0..<20_000).map { _ in Elementary.exp(6.9 * stream.nextUnit()) }
    let worst = worst(angles)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
    for x in angles {
      #expect(Elementary.sin(-x).bitPattern == (-Elementary.sin(x)).bitPattern, "at \(x)")
    }
  }

  @Test("The sine's special values are those of the standard")
  func specialValues() {
    #expect(Elementary.sin(0).bitPattern == 0)
    #expect(Elementary.sin(-0.0).sign == .minus && Elementary.sin(-0.0) == 0)
    #expect(Elementary.sin(.pi / 2) == 1 && Elementary.sin(-.pi / 2) == -1)
    for x in [Double.infinity, -.infinity, .nan] { #expect(Elementary.sin(x).isNaN) }
  }

  /// Angles and the bits of their sines, computed by an independent implementation in the same
  /// order of operations.
  static let frozen: [(Double, UInt64)] = [
    (1e-300, 0x01a5_6e1f_c2f8_f359),
    (0.1, 0x3fb9_8eae_cb8b_cb2c),
    (0.7853981633974483, 0x3fe6_a09e_667f_3bcc),
    (0.7853981633974484, 0x3fe6_a09e_667f_3bcd),
    (1.0, 0x3fea_ed54_8f09_0cee),
    (2.356194490192345, 0x3fe6_a09e_667f_3bcd),
    (3.141592653589793, 0x3ca1_a626_3314_5c07),
    (5.5, 0xbfe6_93c9_4e0a_b057),
    (6.283185307179586, 0xbcb1_a626_3314_5c07),
    (13.0, 0x3fda_e404_4881_c506),
    (22.0, 0xbf82_20a2_9f6e_b9f4),
    (26.999999999999996, 0x3fee_9aa1_b0e5_ba39),
    (-20.420352248333657, 0xbff0_0000_0000_0000),
    (355.0, 0xbeff_9bd0_307d_1de3),
    (710.5, 0x3fde_afc6_5d3b_2565),
    (1024.0, 0xbfc4_4ad2_614e_80ab),
  ]

  @Test("The bits of sines are frozen: the same on any machine")
  func frozenBits() {
    for (x, bits) in SineTests.frozen {
      #expect(Elementary.sin(x).bitPattern == bits, "at \(x)")
    }
  }
}
