import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Beta draws of siblings that wait for each other's logarithms")
struct SiblingBetasTests {
  // Priors and counts on both sides of 1, draws that round to 0 and 1 among them.
  private static let priors: [SIMD2<Double>] = [
    SIMD2(0.5, 0.5), SIMD2(2e-4, 3e-4), SIMD2(1.5e-5, 1e-3), SIMD2(0.3, 12), SIMD2(700, 0.9),
    SIMD2(1, 1), SIMD2(40, 25), SIMD2(0.999, 1.001),
  ]

  @Test("Each is the plain draw to the bit, from the same words", arguments: [1, 5, 23])
  func plain(siblings: Int) {
    var world = testStream(UInt64(siblings))
    var stream = testStream()
    var reference = stream
    var betas = SiblingBetas(capacity: siblings)
    var (drawn, checked, belowOne) = (0, 0, 0)
    for round in 0..<300 {
      // Equal counts next to each other, far apart, and none.
      let counts = (0..<siblings).map { _ in
        SIMD2(Double(world.nextIndex(below: 3)), Double(world.nextIndex(below: 2 + round % 40)))
      }
      betas.begin(7..<7 + siblings) { counts[$0 - 7] }
      var expected = Array(repeating: [Double](), count: siblings)
      var found = Array(repeating: [Int: Double](), count: siblings)
      var number = Int32(0)
      for _ in 0..<4 {
        let prior = Self.priors[world.nextIndex(below: Self.priors.count)]
        let draws = (0..<1 + world.nextIndex(below: 4)).map { number + Int32($0) }
        number += Int32(draws.count)
        drawn += draws.count * siblings
        for sibling in 0..<siblings {
          let shape = prior + counts[sibling]
          belowOne += shape.min() < 1 ? draws.count : 0
          for _ in draws {
            expected[sibling].append(
              reference.nextBeta(BetaShape(alpha: shape.x, beta: shape.y), .shared))
          }
        }
        let numbers = AlignedBuffer(draws)
        betas.draw(prior, numbers.base, numbers.count, .shared, using: &stream) {
          draw, arm, mean in
          found[arm - 7][draw] = mean
        }
      }
      betas.finish { draw, arm, mean in found[arm - 7][draw] = mean }
      #expect(stream == reference)
      for sibling in 0..<siblings {
        #expect(found[sibling].count == Int(number))
        for (draw, mean) in expected[sibling].enumerated()
        where found[sibling][draw]?.bitPattern == mean.bitPattern { checked += 1 }
      }
    }
    #expect(checked == drawn && 5 * belowOne > drawn && 5 * (drawn - belowOne) > drawn)
  }
}
