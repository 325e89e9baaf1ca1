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
    #expect(words == 0x291a_495e_d9de_0000)
    let units = digest(10_000) { $0.nextUnit().bitPattern }
    #expect(units == 0x589a_5868_e762_9ba8)
    let openUnits = digest(10_000) { $0.nextOpenUnit().bitPattern }
    #expect(openUnits == 0x5851_86e4_a08a_7cd4)
    let hugeIndices = digest(10_000) { UInt64($0.nextIndex(below: 3 << 61)) }
    #expect(hugeIndices == 0x1fba_1b8e_cc04_77fc)
    let indices = digest(10_000) { UInt64($0.nextIndex(below: 7)) }
    #expect(indices == 0xff57_2045_804f_4195)
    let coins = digest(10_000) { $0.nextBernoulli(0.3) ? 1 : 0 }
    #expect(coins == 0x6b11_965d_cac8_dce3)
    let shuffles = digest(1000) { stream in
      var elements = [UInt64](0..<10)
      stream.shuffle(&elements)
      return elements.reduce(0) { $0 * 10 + $1 }
    }
    #expect(shuffles == 0xf024_6018_60c5_c808)
  }

  @Test("Normal draws are frozen")
  func normal() {
    let tables = ZigguratTables.shared
    let draws = digest(100_000) { $0.nextNormal(tables).bitPattern }
    #expect(draws == 0x6109_3cce_ec72_3a42)
  }

  static let gammas: [(Double, UInt64)] = [
    (1, 0x77dc_1079_db72_ad7e), (1.5, 0xef19_1fa6_435d_c26d), (5, 0x1c88_3824_76a4_f0f2),
    (1e6, 0x6e5d_ee4d_2e79_2b5c),
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
    (1, 1, 0xcfd2_fedb_ab4c_e48c), (2, 5, 0x06b0_0f9a_eb4e_e20f), (0.5, 0.5, 0x953b_dfd9_508a_97c2),
    (0.1, 3, 0x8aa5_a8c6_0e82_fdc4), (0x1p-1074, 0x1p-1074, 0xad3b_3aaa_5cf9_43f9),
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
