import Testing

@testable import ClusterBandit

@Suite("Whole powers")
struct WholePowerTests {
  @Test("They are products of so many factors", arguments: [0, 1, 2, 3, 7, 8, 31, 100, 1000])
  func products(exponent: Int) {
    let bases = SIMD8<Double>(0, 1e-200, 0.3, 0.5, 0.97, 0.999, 1, 1.003)
    let powers = bases.power(exponent)
    for lane in 0..<8 {
      let product = (0..<exponent).reduce(1.0) { value, _ in value * bases[lane] }
      #expect(abs(powers[lane] - product) <= 1e-15 * Double(exponent) * product)
    }
  }
}
