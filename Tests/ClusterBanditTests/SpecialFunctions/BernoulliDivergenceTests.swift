import ClusterBandit
import Randomness
import TestSupport
import Testing

@Suite("Divergence of Bernoulli distributions")
struct BernoulliDivergenceTests {
  // Computed with 60 digits from the binary values of p and q. Where p and q agree in nine digits
  // the textbook's difference of logarithms would be right to seven digits at best.
  static let known: [(Double, Double, Double)] = [
    (0.3, 0.560366913, 0.13815510554435384979),
    (0.3, 0.3000001, 2.3809520787462531076e-14),
    (0.3, 0.2999, 2.381254824016430133e-8),
    (0.5, 0.5000000001, 2.0000003309614976883e-20),
    (0.1, 0.9, 1.7577796618689756792),
    (0.9, 0.1, 1.7577796618689755545),
    (0.001, 0.002, 0.00030735365419250900465),
    (0.999, 0.998, 0.00030735365419250927167),
    (1e-09, 2e-09, 3.0685281994005471053e-10),
    (1e-09, 1.001e-09, 4.9966691696672641593e-16),
    (0.7, 0.71, 0.00024122100833490233471),
    (0.25, 0.35, 0.023207573575201755071),
    (0.25, 0.36, 0.027792994235501618604),
    (0.2, 0.1465, 0.010471335964928538728),
    (0.2, 0.14, 0.01347845952404557741),
    (1e-300, 0.5, 0.69314718055994530942),
    (0.5, 0x1p-1030, 356.27765080781188904),
    (0.0, 0.25, 0.28768207245178092744),
    (0.0, 1e-12, 1.0000000000004999799e-12),
    (1.0, 0.25, 1.3862943611198906188),
    (0.4, 0.8, 0.38190850097688776231),
    (0.6, 0.8, 0.10464962875290964459),
  ]

  @Test("kl(p, q) is right to 14 digits, near equality and near the ends", arguments: known)
  func digits(p: Double, q: Double, kl: Double) {
    let value = BernoulliDivergence.kl(p, q)
    #expect(abs(value - kl) <= 1e-14 * kl, "\(value)")
  }

  @Test("kl(p, p) is 0, also at 0 and 1", arguments: [0, 1e-300, 0.2, 0.5, 0.9, 1])
  func equal(p: Double) {
    #expect(BernoulliDivergence.kl(p, p) == 0)
  }

  @Test("A law that rules out what can happen is infinitely far away")
  func infinite() {
    for p in [1e-300, 0.3, 1] { #expect(BernoulliDivergence.kl(p, 0) == .infinity) }
    for p in [0, 0.3, 1 - 0x1p-53] { #expect(BernoulliDivergence.kl(p, 1) == .infinity) }
  }

  @Test("It grows away from p on both sides, and is the same for the complements")
  func shape() {
    var stream = testStream()
    for _ in 0..<2000 {
      let p = Double(stream.nextIndex(below: 1025)) / 1024
      var previous = -1.0
      for step in 1...16 {
        let q = p + (1 - p) * Double(step) / 16
        let value = BernoulliDivergence.kl(p, q)
        #expect(value > previous || (p == 1 && value == 0))
        previous = value
        let mirrored = BernoulliDivergence.kl(1 - p, 1 - q)
        #expect(mirrored == value || abs(mirrored - value) <= 1e-14 * value)
      }
    }
  }
}
