import TestSupport
import Testing

@testable import SampleStatistics

/// The reference values come from the incomplete beta function in 40-digit arithmetic; to four
/// digits they are those of the printed tables.
@Suite("Student's t")
struct StudentDistributionTests {
  private func isNear(_ value: Double, _ expected: Double, _ relative: Double = 1e-12) -> Bool {
    (value - expected).magnitude <= relative * expected.magnitude
  }

  static let quantiles: [(degrees: Int, five: Double, one: Double, millionth: Double)] = [
    (1, 12.7062047361747, 63.65674116287158, 636619.7723670577),
    (2, 4.302652729749464, 9.924843200918293, 999.9992499998437),
    (3, 3.18244630528371, 5.840909309733357, 130.154589558358),
    (5, 2.570581835636316, 4.032142983555228, 28.47847346298421),
    (10, 2.228138851986275, 3.169272672616951, 10.5164899569149),
    (30, 2.042272456301238, 2.749995653567225, 6.119075620384217),
    (39, 2.022690920036761, 2.707913183517662, 5.794287383003008),
    (99, 1.984216951586417, 2.626405457280828, 5.217164206649465),
    (400, 1.965912343229463, 2.58817608003474, 4.968895670335872),
    (999, 1.96234146113345, 2.580759637267637, 4.922320372366549),
  ]

  @Test("The quantiles are those of the tables", arguments: quantiles)
  func printed(_ row: (degrees: Int, five: Double, one: Double, millionth: Double)) {
    let student = StudentDistribution(degrees: row.degrees)
    #expect(isNear(student.quantile(twoSidedTail: 0.05), row.five))
    #expect(isNear(student.quantile(twoSidedTail: 0.01), row.one))
    #expect(isNear(student.quantile(twoSidedTail: 1e-6), row.millionth, 1e-10))
  }

  static let tails: [(degrees: Int, tails: [Double])] = [
    (1, [0.99936338043983888, 0.70483276469913345, 0.5, 0.2422378831816868, 0.10513691342250686]),
    (
      4,
      [
        0.99925000015624996, 0.64332996318186327, 0.37390096630005889, 0.066766544811988145,
        0.0038825370469605104,
      ]
    ),
    (
      25,
      [
        0.9992100525576513, 0.62144778519022857, 0.32689191269184122, 0.019343127569942697,
        2.8853276588988598e-6,
      ]
    ),
    (
      1000,
      [
        0.99920231501845273, 0.61718508083387481, 0.31755241808467231, 0.012578567801090797,
        2.7553691733774691e-9,
      ]
    ),
    (
      1_000_000,
      [
        0.99920211577164909, 0.61707518747237139, 0.31731074983357813, 0.012419489502163246,
        1.9738498123544347e-9,
      ]
    ),
  ]

  @Test("Tails agree with 40-digit arithmetic", arguments: tails)
  func agreement(_ row: (degrees: Int, tails: [Double])) {
    let student = StudentDistribution(degrees: row.degrees)
    for (t, expected) in zip([0.001, 0.5, 1, 2.5, 6], row.tails) {
      #expect((student.twoSidedTail(t) - expected).magnitude < 1e-13, "t = \(t)")
    }
  }

  @Test("With a billion degrees of freedom it is the normal law")
  func normalLimit() {
    let student = StudentDistribution(degrees: 1_000_000_000)
    #expect(isNear(student.quantile(twoSidedTail: 0.05), 1.959963984540054, 1e-8))
    #expect(isNear(student.quantile(twoSidedTail: 0.01), 2.575829303548901, 1e-8))
    for t in [0.1, 1.0, 3.0] {
      let normal = 2 * (1 - SpecialFunctions.normalCDF(t))
      #expect((student.twoSidedTail(t) - normal).magnitude < 1e-8)
    }
  }

  @Test("One and two degrees of freedom have closed forms")
  func closedForms() {
    for t in [1e-9, 0.3, 1.0, 1.0000001, 1.5, 40.0, 1e8] {
      let two = StudentDistribution(degrees: 2).twoSidedTail(t)
      #expect((two - (1 - t / (2 + t * t).squareRoot())).magnitude < 1e-14)
    }
    let cauchy = StudentDistribution(degrees: 1)
    #expect((cauchy.twoSidedTail(1) - 0.5).magnitude < 1e-15)
    #expect((cauchy.twoSidedTail(3.0.squareRoot()) - 1.0 / 3).magnitude < 1e-15)
    #expect((cauchy.twoSidedTail(1 / 3.0.squareRoot()) - 2.0 / 3).magnitude < 1e-15)
  }

  @Test("The tail falls from 1 to 0, and the quantile turns it round", arguments: [1, 7, 64, 5000])
  func inverse(_ degrees: Int) {
    let student = StudentDistribution(degrees: degrees)
    #expect(student.twoSidedTail(0) == 1)
    #expect(student.twoSidedTail(1e-200) == 1)
    #expect(student.twoSidedTail(.infinity) == 0)
    #expect(student.twoSidedTail(1e200) >= 0)
    #expect((0...1e-14).contains(student.twoSidedTail(1000) * (degrees > 7 ? 1 : 0)))
    var last = 1.0
    for step in 1...60 {
      let tail = student.twoSidedTail(0.1 * Double(step))
      #expect(tail < last)
      last = tail
      // Small tails are differences from 1 where ν exceeds t², so they know fewer digits.
      let back = student.quantile(twoSidedTail: tail)
      #expect((back - 0.1 * Double(step)).magnitude < 1e-13 / tail + 1e-12)
    }
  }

  @Test("ln(1 + x) and Γ(x + ½)/Γ(x) keep their digits")
  func parts() {
    #expect(logOnePlus(0) == 0)
    #expect(logOnePlus(1e-20) == 1e-20)
    #expect(isNear(logOnePlus(1e-9), 9.999999995000000003e-10, 4e-16))
    #expect(isNear(logOnePlus(0.5), 0.405465108108164382, 4e-16))
    #expect(isNear(logOnePlus(1e300), 690.775527898213705, 4e-16))
    #expect(logOnePlus(.infinity) == .infinity)
    for (x, ratio) in [
      (0.5, 0.56418958354775629), (1, 0.88622692545275801), (3.5, 1.8054066673528201),
      (31, 5.5453598719206846), (32, 5.6348011601774699), (500_000, 707.10660440987432),
    ] { #expect(isNear(gammaRatio(x), ratio, 2e-15), "x = \(x)") }
  }
}
