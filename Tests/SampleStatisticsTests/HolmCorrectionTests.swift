import SampleStatistics
import Testing

@Suite("Holm's correction")
struct HolmCorrectionTests {
  static let families: [(p: [Double], adjusted: [Double])] = [
    ([], []),
    ([0.3], [0.3]),
    // Ordered 0.005·4, 0.01·3, 0.03·2, 0.04·1; the last is raised to the one before.
    ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
    ([0.0625, 0.0625, 0.0625], [0.1875, 0.1875, 0.1875]),
    ([0.5, 0.75, 0.25], [1, 1, 0.75]),
    ([0, 1], [0, 1]),
    ([0.001, 0.5, 0.002, 0.9], [0.004, 1, 0.006, 1]),
  ]

  @Test("Families worked out by hand", arguments: families)
  func byHand(_ family: (p: [Double], adjusted: [Double])) {
    let adjusted = holm(family.p)
    #expect(adjusted.count == family.adjusted.count)
    for (one, expected) in zip(adjusted, family.adjusted) {
      #expect((one - expected).magnitude < 1e-15)
    }
  }

  @Test("The order of a family does not matter, and nothing is adjusted downwards")
  func order() {
    let p = [0.04, 0.001, 0.2, 0.013, 0.013, 0.9, 0.0004]
    let adjusted = holm(p)
    #expect(holm(Array(p.reversed())) == Array(adjusted.reversed()))
    #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
    #expect(adjusted[3] == adjusted[4])
    // Never worse than Bonferroni's m·p.
    #expect(zip(p, adjusted).allSatisfy { $1 <= min(1, 7 * $0) + 1e-15 })
  }
}
