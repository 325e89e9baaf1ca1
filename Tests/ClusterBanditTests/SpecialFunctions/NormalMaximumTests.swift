import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Independent normal variables.
private typealias Laws = [(mean: Double, deviation: Double)]

@Suite("Maximum of normal variables")
struct NormalMaximumTests {
  private func moments(_ laws: Laws) -> MeanAndVariance {
    var maximum = NormalMaximum(capacity: laws.count)
    for law in laws { maximum.add(mean: law.mean, variance: law.deviation * law.deviation) }
    return maximum.moments()
  }

  /// Gauss–Legendre quadrature of 1 − ΠF and ΠF about the highest mean, on panels that are at most
  /// as wide as each standard deviation within nine of its mean.
  private func quadrature(_ laws: Laws) -> MeanAndVariance {
    let pivot = laws.map(\.mean).max() ?? 0
    let low = laws.map { $0.mean - 9 * $0.deviation }.max() ?? 0
    let high = laws.map { $0.mean + 12 * $0.deviation }.max() ?? 0
    let cuts = laws.flatMap { law in (-9...12).map { law.mean + Double($0) * law.deviation } }
    let ends = ([low, pivot, high] + cuts.filter { $0 > low && $0 < high }).sorted()
    let rule = GaussLegendre.sixteen
    var (first, second) = (0.0, 0.0)
    for (start, end) in zip(ends, ends.dropFirst()) where end > start {
      let half = 0.5 * (end - start)
      for k in 0..<16 {
        let distance = (start - pivot) + half * (1 + rule.nodes[k])
        let x = pivot + distance
        var (below, above) = (1.0, 0.0)
        for law in laws {
          let z = (x - law.mean) / law.deviation
          above += SpecialFunctions.normalCDF(-z) * (1 - above)
          below *= SpecialFunctions.normalCDF(z)
        }
        let value = (start >= pivot ? above : -below) * half * rule.weights[k]
        first += value
        second += 2 * distance * value
      }
    }
    return MeanAndVariance(mean: pivot + first, variance: second - first * first)
  }

  private func expectEqual(
    _ found: MeanAndVariance, _ expected: MeanAndVariance, mean: Double = 1e-11,
    variance: Double = 1e-10, _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let spread = expected.variance.squareRoot()
    #expect(
      abs(found.mean - expected.mean) <= mean * spread + abs(expected.mean) * 1e-15, comment,
      sourceLocation: sourceLocation)
    #expect(
      abs(found.variance / expected.variance - 1) < variance, comment,
      sourceLocation: sourceLocation)
  }

  @Test("Of m standard normals the moments are known, one by one and as copies of one law")
  func known() {
    let pi = Double.pi
    let cases: [(count: Int, mean: Double, variance: Double)] = [
      (2, 1 / pi.squareRoot(), 1 - 1 / pi),
      (3, 1.5 / pi.squareRoot(), 1 + 3.0.squareRoot() / (2 * pi) - 9 / (4 * pi)),
      (10, 1.538_752_730_835, 0.344_343_823_261),
      (1000, 3.241_435_769_133, 0.123_455_417_094),
      (10_000, 3.851_615_817_067, 0.092_511_001_192),
    ]
    for (count, mean, variance) in cases {
      let expected = MeanAndVariance(mean: mean, variance: variance)
      let single = moments(Array(repeating: (0, 1), count: count))
      // The last cases are known to twelve digits.
      expectEqual(single, expected, "\(count)")
      var maximum = NormalMaximum(capacity: 1)
      maximum.add(mean: 0, variance: 1, copies: Double(count))
      expectEqual(maximum.moments(), single, "\(count) copies")
    }
  }

  @Test("Of two variables Clark's closed form agrees, up to standard deviations 10⁹ apart")
  func clark() {
    var compared = 0
    for exponent in 0...9 {
      for distance in [-3.0, -1, -0.25, 0, 1e-6, 0.5, 1, 2, 4] {
        let (s, t) = (1.0, pow(10, -Double(exponent)))
        // The wide one lies so far from the narrow one, whose mean is 0.
        let a = (s * s + t * t).squareRoot()
        let d = distance / a
        let density = exp(-d * d / 2) / (2 * Double.pi).squareRoot()
        let (below, above) = (SpecialFunctions.normalCDF(d), SpecialFunctions.normalCDF(-d))
        let mean = distance * below + a * density
        let square = (distance * distance + s * s) * below + t * t * above + distance * a * density
        let found = moments([(distance, s), (0, t)])
        let expected = MeanAndVariance(mean: mean, variance: square - mean * mean)
        // The closed form loses digits where its terms cancel.
        let lost = 3e-15 * square / expected.variance
        expectEqual(found, expected, variance: 1e-10 + lost, "\(t) \(d)")
        compared += 1
      }
    }
    #expect(compared == 90)
  }

  @Test("Quadrature agrees for laws of like, unlike and very unlike widths", arguments: 0..<6)
  func againstQuadrature(kind: Int) {
    var stream = testStream(UInt64(kind))
    func power(_ decades: Double) -> Double { pow(10, -decades * stream.nextUnit()) }
    for _ in 0..<12 {
      let spread = power(3) * 4
      let laws: Laws = (0..<(2 + stream.nextIndex(below: 9))).map { _ in
        let deviation =
          switch kind {
          case 0: 1.0
          case 1: 1 / Double(1 + stream.nextIndex(below: 1000)).squareRoot()
          case 2: power(9)
          case 3: stream.nextUnit() < 0.5 ? 1 : power(9)
          default: power(2)
          }
        // Means are as far apart as the widest law is wide, or as each law is.
        let scale = kind < 5 ? spread : spread * deviation
        return (3 + scale * stream.nextNormal(.shared), deviation)
      }
      expectEqual(moments(laws), quadrature(laws), "\(laws)")
    }
  }

  @Test("A constant beside a normal variable: the closed form of a normal that is cut off")
  func constants() {
    for d in [-6.0, -2, -0.5, 0, 1, 3] {
      // X ~ N(c + 2d, 4): E[(X − c)⁺] and its square.
      let density = exp(-d * d / 2) / (2 * Double.pi).squareRoot()
      let below = SpecialFunctions.normalCDF(d)
      let (first, second) = (2 * (density + d * below), 4 * ((1 + d * d) * below + d * density))
      let found = moments([(5, 0), (5 + 2 * d, 2), (4, 0), (5, 0)])
      let expected = MeanAndVariance(mean: 5 + first, variance: second - first * first)
      expectEqual(found, expected, variance: d < -5 ? 1e-5 : 1e-10, "\(d)")
    }
    #expect(moments([(1, 0), (3, 0), (3, 0)]) == MeanAndVariance(mean: 3, variance: 0))
  }

  @Test("What is far below takes no part: the best one's moments come out to the bit")
  func dominated() {
    let best = MeanAndVariance(mean: 0.1, variance: 0.09)
    var maximum = NormalMaximum(capacity: 4)
    for rest in [[], [(-30.0, 1.0)], [(-9, 0.01), (-40, 2), (-7, 0)]] {
      maximum.clear()
      for (mean, deviation) in rest { maximum.add(mean: mean, variance: deviation * deviation) }
      maximum.add(mean: best.mean, variance: best.variance)
      #expect(maximum.moments() == best)
    }
    // A wide one that hardly ever wins is still seen beside one 10⁹ times narrower.
    let seen = moments([(0, 1e-9), (-8.5, 1)])
    let clark = 1e-18 + 2 * exp(-8.5 * 8.5 / 2) / (2 * Double.pi).squareRoot() / pow(8.5, 3)
    #expect(abs(seen.variance / clark - 1) < 0.02 && seen.variance > 1.2e-18)
  }

  @Test("Moments move and scale with the variables")
  func scaling() {
    let laws: Laws = [(0.25, 1), (0, 0.5), (0.5, 0.125), (-1, 2)]
    let plain = moments(laws)
    let scaled = moments(laws.map { ($0.mean * 0x1p-40, $0.deviation * 0x1p-40) })
    #expect(scaled.mean == plain.mean * 0x1p-40 && scaled.variance == plain.variance * 0x1p-80)
    let moved = moments(laws.map { ($0.mean + 0x1p20, $0.deviation) })
    #expect(abs(moved.mean - 0x1p20 - plain.mean) < 2e-10 && moved.variance == plain.variance)
  }

  @Test("Widths in steps of two over 60 doublings, and copies beside other laws")
  func nested() {
    let nested: Laws = (0...60).map { (0, pow(2, -Double($0))) }
    expectEqual(moments(nested), quadrature(nested), "nested")
    let copies: Laws = Array(repeating: (0.25, 1), count: 5) + [(1, 0.125), (0.5, 0.5)]
    var maximum = NormalMaximum(capacity: 3)
    for law in copies[5...] { maximum.add(mean: law.mean, variance: law.deviation * law.deviation) }
    maximum.add(mean: 0.25, variance: 1, copies: 5)
    expectEqual(maximum.moments(), quadrature(copies), "copies")
  }
}
