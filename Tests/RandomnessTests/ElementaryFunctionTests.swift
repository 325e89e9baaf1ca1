import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Own logarithm and exponential")
struct ElementaryFunctionTests {
  #if arch(x86_64) && !os(Windows)
    /// The reference has 64 significant bits: an error of 1 unit is told from 1.001.
    typealias Wide = Float80
    static let bound = 1.0
  #else
    /// The platform's own functions may be wrong by a unit, too.
    typealias Wide = Double
    static let bound = 2.0
  #endif

  /// How many units in the last place `computed` is away from the reference.
  private func units(_ computed: Double, _ reference: Wide) -> Double {
    let rounded = Double(reference)
    if computed == rounded { return 0 }
    guard computed.isFinite else { return .infinity }
    // The greatest finite number stands for references that round to infinity.
    let ulp = Swift.min(rounded.magnitude, .greatestFiniteMagnitude).ulp
    return Double(abs(Wide(computed) - reference) / Wide(ulp))
  }

  private func worstLog(_ arguments: some Sequence<Double>) -> (units: Double, at: Double) {
    var worst = (units: 0.0, at: 1.0)
    for x in arguments {
      let error = units(Elementary.log(x), log(Wide(x)))
      if !(error <= worst.units) { worst = (error, x) }
    }
    return worst
  }

  private func worstExp(_ arguments: some Sequence<Double>) -> (units: Double, at: Double) {
    var worst = (units: 0.0, at: 0.0)
    for x in arguments {
      let error = units(Elementary.exp(x), exp(Wide(x)))
      if !(error <= worst.units) { worst = (error, x) }
    }
    return worst
  }

  // Each set below misses an error of more than the bound on a share q of its arguments with
  // probability (1 − q)^n; for n = 50 000 a share of 0.03 % is missed once in three million.

  @Test("Eight logarithms at once are the eight, to the bit")
  func octets() {
    var stream = testStream()
    var checked = 0
    for round in 0..<2000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 {
        let unit = stream.nextUnit()
        // Near 1, inside (0, 1), and over all normal numbers.
        x[lane] =
          switch round % 3 {
          case 0: 1 + (unit - 0.5) * 0x1p-20
          case 1: unit + 0x1p-60
          default: Double(sign: .plus, exponent: Int(2040 * unit) - 1020, significand: 1 + unit)
          }
      }
      let logs = Elementary.log(x)
      for lane in 0..<8 where logs[lane].bitPattern == Elementary.log(x[lane]).bitPattern {
        checked += 1
      }
    }
    #expect(checked == 16_000)
  }

  @Test("Eight exponentials at once are the eight, to the bit")
  func exponentialOctets() {
    var stream = testStream()
    var checked = 0
    for round in 0..<3000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 {
        let unit = 2 * stream.nextUnit() - 1
        // Near 0, around multiples of ½ ln 2, where rounding to a power of 2 changes, and over the
        // range.
        x[lane] =
          switch round % 3 {
          case 0: unit * 0x1p-20
          case 1: (Double(Int(1000 * unit)) + unit * 0x1p-50) * 0.34657359027997264
          default: 700 * unit
          }
      }
      if round < 8 { x[round] = [0, -0.0, 700, -700, 1, -1, 0.5, -0.5][round] }
      let values = Elementary.exp(x)
      for lane in 0..<8 where values[lane].bitPattern == Elementary.exp(x[lane]).bitPattern {
        checked += 1
      }
    }
    #expect(checked == 24_000)
  }

  @Test("The logarithm is within one unit for any positive finite number")
  func logEverywhere() {
    var stream = testStream()
    let worst = worstLog(
      (0..<50_000).map { _ in
        Double(bitPattern: 1 + stream.next() % (Double.infinity.bitPattern - 1))
      })
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The logarithm is within one unit between a quarter and four")
  func logNearOne() {
    var stream = testStream()
    let worst = worstLog((0..<100_000).map { _ in 0.25 * Elementary.exp(2.78 * stream.nextUnit()) })
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The logarithm is within one unit next to one, at every distance")
  func logAtOne() {
    var arguments: [Double] = []
    var above = 1.0
    var below = 1.0
    for _ in 0..<2000 {
      above = above.nextUp
      below = below.nextDown
      arguments += [above, below]
    }
    var stream = testStream()
    for _ in 0..<20_000 {
      let distance = Elementary.exp(-36 * stream.nextUnit())
      arguments += [1 + distance, 1 - 0.999 * distance]
    }
    let worst = worstLog(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The logarithm is within one unit for subnormal numbers")
  func logSubnormal() {
    var stream = testStream()
    var arguments = (0..<20_000).map { _ in
      Double(bitPattern: 1 + stream.next() % 0x000f_ffff_ffff_ffff)
    }
    arguments += (1...1000).map { Double(bitPattern: $0) }
    arguments += (0..<20_000).map { _ in
      Double(bitPattern: max(1, (stream.next() >> 12) >> (stream.next() % 52)))
    }
    let worst = worstLog(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The logarithm is within one unit at all powers of two and where the reduction switches")
  func logAtPowers() {
    var arguments: [Double] = []
    for exponent in -1074...1023 {
      let power =
        exponent < -1022
        ? Double(bitPattern: 1 << UInt64(exponent + 1074))
        : Double(sign: .plus, exponent: exponent, significand: 1)
      let root = power * 2.0.squareRoot()
      for x in [power, root] where x.isFinite {
        arguments += [x.nextDown, x, x.nextUp].filter { $0 > 0 && $0.isFinite }
      }
    }
    arguments.append(.greatestFiniteMagnitude)
    let worst = worstLog(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The logarithm of a power of two is the rounded multiple of ln 2")
  func logOfPowers() {
    for exponent in -1022...1023 {
      let x = Double(sign: .plus, exponent: exponent, significand: 1)
      let product = Double(exponent) * 0x1.62e42fefa39efp-1
      #expect(abs(Elementary.log(x) - product) <= product.ulp)
    }
  }

  @Test("The logarithm's special values are those of the standard")
  func logSpecialValues() {
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-0.0) == -.infinity)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(1).sign == .plus)
    for x: Double in [-1, -.infinity, .nan, -.leastNonzeroMagnitude, -.greatestFiniteMagnitude] {
      #expect(Elementary.log(x).isNaN)
    }
  }

  @Test("The exponential is within one unit over its whole range")
  func expEverywhere() {
    var stream = testStream()
    let worst = worstExp((0..<100_000).map { _ in -746 + 1456 * stream.nextUnit() })
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The exponential is within one unit near zero, at every distance")
  func expNearZero() {
    var stream = testStream()
    var arguments = (0..<50_000).map { _ in 4 * stream.nextUnit() - 2 }
    for _ in 0..<20_000 {
      let distance = Elementary.exp(-700 * stream.nextUnit())
      arguments += [distance, -distance]
    }
    let worst = worstExp(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The exponential is within one unit where the reduction switches")
  func expAtMultiples() {
    var arguments: [Double] = []
    for half in -2150...2047 {
      let x = Double(half) * 0.5 * 0x1.62e42fefa39efp-1
      arguments += [x.nextDown, x, x.nextUp]
    }
    let worst = worstExp(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The exponential is within one unit where the result is subnormal or overflows")
  func expAtTheEnds() {
    var stream = testStream()
    var arguments = (0..<20_000).map { _ in -745.2 + 38 * stream.nextUnit() }
    arguments += (0..<20_000).map { _ in 709 + stream.nextUnit() }
    var low = -745.133_219_101_941_1
    var high = 709.782_712_893_384
    for _ in 0..<100 {
      arguments += [low, high]
      low = low.nextDown
      high = high.nextUp
    }
    let worst = worstExp(arguments)
    #expect(worst.units <= ElementaryFunctionTests.bound, "at \(worst.at)")
  }

  @Test("The exponential's special values are those of the standard")
  func expSpecialValues() {
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(-0.0) == 1)
    #expect(Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(-.greatestFiniteMagnitude) == 0)
    #expect(Elementary.exp(-746) == 0)
    #expect(Elementary.exp(-745.2) == 0)
    #expect(Elementary.exp(.infinity) == .infinity)
    #expect(Elementary.exp(.greatestFiniteMagnitude) == .infinity)
    #expect(Elementary.exp(709.783) == .infinity)
    #expect(Elementary.exp(.nan).isNaN)
  }

  @Test("The exponential inverts the logarithm to the error of its argument")
  func inverse() {
    // The argument ln x is rounded to half a unit, which e^ln x magnifies by |ln x|.
    var stream = testStream()
    for _ in 0..<20_000 {
      let x = Double(bitPattern: 0x0010_0000_0000_0000 + stream.next() % (0x7fe << 52))
      let argument = Elementary.log(x)
      let relative = abs(Elementary.exp(argument) / x - 1)
      #expect(relative <= 2 * argument.ulp + 4 * Double.ulpOfOne, "at \(x)")
    }
  }

  /// Arguments and the bits of their logarithms, computed by an independent implementation in
  /// the same order of operations.
  static let frozenLogs: [(Double, UInt64)] = [
    (0x1p-1074, 0xc087_4385_446d_71c3), (0x3p-1040, 0xc086_7e32_15b8_cc55),
    (2.225_073_858_507_201_4e-308, 0xc086_232b_dd7a_bcd2), (1e-5, 0xc027_069e_2aa2_aa5b),
    (0.1, 0xc002_6bb1_bbb5_5515), (0.707_106_781_186_547_5, 0xbfd6_2e42_fefa_39f1),
    (0.707_106_781_186_547_6, 0xbfd6_2e42_fefa_39ee),
    (0.999_999_999_999_999_9, 0xbca0_0000_0000_0000),
    (1.000_000_000_000_000_2, 0x3caf_ffff_ffff_ffff),
    (1.414_213_562_373_095_1, 0x3fd6_2e42_fefa_39f0), (2, 0x3fe6_2e42_fefa_39ef),
    (2.718_281_828_459_045, 0x3ff0_0000_0000_0000), (10, 0x4002_6bb1_bbb5_5516),
    (1e10, 0x4037_069e_2aa2_aa5b), (1.797_693_134_862_315_7e308, 0x4086_2e42_fefa_39ef),
    // Other bits by Horner's rule.
    (0.7839, 0xbfcf_2a26_6a6a_29fa), (0.8079, 0xbfcb_4df8_9cee_8727),
    (0.9114, 0xbfb7_bfff_5f97_d476),
  ]

  /// Arguments and the bits of their exponentials.
  static let frozenExps: [(Double, UInt64)] = [
    (-745.133_219_101_941_1, 0x1), (-740, 0x55), (-708.5, 0x000e_6cf6_d088_97ac),
    (-100.25, 0x36e4_acd3_1e16_7ebb), (-1, 0x3fd7_8b56_362c_ef38),
    (-0.346_573_590_279_972_7, 0x3fe6_a09e_667f_3bcc), (-1e-10, 0x3fef_ffff_fff2_4190),
    (1e-17, 0x3ff0_0000_0000_0000), (0.1, 0x3ff1_aec7_b35a_00d4),
    (0.346_573_590_279_972_64, 0x3ff6_a09e_667f_3bcc),
    (0.346_573_590_279_972_7, 0x3ff6_a09e_667f_3bcd), (1, 0x4005_bf0a_8b14_5769),
    (2.5, 0x4028_5d6f_d931_e0bb), (100, 0x48f3_494a_9b17_1bf5),
    (709.782_712_893_384, 0x7fef_ffff_ffff_ff2a),
    // Other bits by Horner's rule.
    (-4.617, 0x3f84_3d39_1e4a_e295), (-4.583, 0x3f84_f069_e716_fc5f),
    (-4.527, 0x3f86_2529_3d7b_2737),
  ]

  @Test("The bits of logarithms and exponentials are frozen: the same on any machine")
  func frozenBits() {
    for (x, bits) in ElementaryFunctionTests.frozenLogs {
      #expect(Elementary.log(x).bitPattern == bits, "log of \(x)")
    }
    for (x, bits) in ElementaryFunctionTests.frozenExps {
      #expect(Elementary.exp(x).bitPattern == bits, "exp of \(x)")
    }
  }
}
