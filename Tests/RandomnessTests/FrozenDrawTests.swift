import Randomness
import Testing

/// Digests of draws: they break when a sampler's values or its consumption of words change.
///
/// Whoever changes a digest on purpose has to raise the version of the streams. The digests say
/// nothing about the laws; the other suites do.
@Suite("Frozen draws")
struct FrozenDrawTests {
  /// FNV-1a over 64-bit units of `count` draws and of one word after them.
  private func digest(_ count: Int, _ draw: (inout RandomStream) -> UInt64) -> UInt64 {
    var stream = RandomStream(state: (1, 2, 3, 4))
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for _ in 0..<count { hash = (hash ^ draw(&stream)) &* 0x0000_0100_0000_01b3 }
    return (hash ^ stream.next()) &* 0x0000_0100_0000_01b3
  }

  @Test("Words, units, indices and shuffles are frozen")
  func uniform() {
    let words = digest(10_000) { $0.next() }
    #expect(words == 0x2c21_f16a_d9de_0000)
    let units = digest(10_000) { $0.nextUnit().bitPattern }
    #expect(units == 0x3e1d_46d7_e762_9ba8)
    let openUnits = digest(10_000) { $0.nextOpenUnit().bitPattern }
    #expect(openUnits == 0xb30c_6bb0_a08a_7cd4)
    let hugeIndices = digest(10_000) { UInt64($0.nextIndex(below: 3 << 61)) }
    #expect(hugeIndices == 0x2c5e_7e43_cc04_77fc)
    let indices = digest(10_000) { UInt64($0.nextIndex(below: 7)) }
    #expect(indices == 0x68c0_5f23_804f_4195)
    let coins = digest(10_000) { $0.nextBernoulli(0.3) ? 1 : 0 }
    #expect(coins == 0xabee_091a_cac8_dce3)
    let shuffles = digest(1000) { stream in
      var elements = [UInt64](0..<10)
      stream.shuffle(&elements)
      return elements.reduce(0) { $0 * 10 + $1 }
    }
    #expect(shuffles == 0x2c61_1b93_60c5_c808)
  }

  @Test("Normal draws are frozen")
  func normal() {
    let tables = ZigguratTables.shared
    let draws = digest(100_000) { $0.nextNormal(tables).bitPattern }
    #expect(draws == 0x7330_6afd_b421_e98e)
  }

  static let gammas: [(Double, UInt64)] = [
    (1, 0x4a88_5db2_edf5_11af), (1.5, 0xb211_df31_317c_2896), (5, 0x4dd1_20a9_e28a_1b06),
    (1e6, 0xa823_f276_2e79_2b5c),
  ]

  @Test("Gamma draws are frozen")
  func gamma() {
    let tables = ZigguratTables.shared
    for (shape, expected) in FrozenDrawTests.gammas {
      let constants = GammaShape(shape: shape)
      let draws = digest(10_000) { $0.nextGamma(constants, tables).bitPattern }
      #expect(draws == expected)
    }
  }

  static let betas: [(Double, Double, UInt64)] = [
    (1, 1, 0x682b_b710_8481_ddd4), (2, 5, 0x5132_9739_cf29_17a9), (0.5, 0.5, 0xfa77_a660_5aaf_9c92),
    (0.1, 3, 0x374c_5a53_f63c_e617), (0x1p-1074, 0x1p-1074, 0x1045_639d_5cf9_43f9),
  ]

  @Test("Beta draws are frozen")
  func beta() {
    let tables = ZigguratTables.shared
    for (alpha, beta, expected) in FrozenDrawTests.betas {
      let shape = BetaShape(alpha: alpha, beta: beta)
      let draws = digest(10_000) { $0.nextBeta(shape, tables).bitPattern }
      #expect(draws == expected)
    }
  }
}
