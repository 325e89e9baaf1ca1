import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The index of KL-UCB at one clock")
struct DivergenceIndexTests {
  private func index(
    _ word: String = "standard", c: Double = 0, clock: Int, count: Int = 10,
    horizon: Int = 10_000
  ) -> DivergenceIndex {
    DivergenceIndex(
      DivergenceExploration(
        arguments(KLUCB.variant, ["exploration": .word(word), "c": .number(c)]), horizon: horizon),
      clock: clock, count: count)
  }

  // 15 of 50 after 1,000 rounds of 10,000 among 10 arms: ln 1000 = 6.9077552790, ln(1000/50) =
  // 2.9957322736, g(20) = 5.2957552727, each divided by 50 and inverted by another program.
  @Test(
    "Explorations by hand",
    arguments: [
      ("standard", 0.5603669130, 6.9077552790), ("plus", 0.4697908987, 2.9957322736),
      ("plus-plus", 0.5276042859, 5.2957552727),
    ])
  func vectors(word: String, value: Double, budget: Double) {
    let found = index(word, clock: 1000)(mean: 0.3, pulls: 50)
    #expect(abs(found - value) < 6e-11, "\(found)")
    #expect(abs(50 * PlainKLUCB.divergence(0.3, found) - budget) < 1e-8)
  }

  @Test("A candidate that had its share has its mean for an index, and matched counts may be small")
  func share() {
    for pulls in [1000.0, 1001, 1e9] {
      #expect(index("plus", clock: 1000)(mean: 0.3, pulls: pulls) == 0.3)
      #expect(index("plus-plus", clock: 1)(mean: 0.3, pulls: pulls) == 0.3)
    }
    // Fewer pulls than one count as one in the logarithm, so no budget exceeds that of one.
    for word in ["plus", "plus-plus"] {
      let index = index(word, clock: 7)
      let plain = PlainKLUCB.bisected(mean: 0.3, pulls: 0.5, budget: index.budget)
      #expect(abs(index(mean: 0.3, pulls: 0.5) - plain) < 1e-10)
    }
  }

  @Test("It is the root of the definition, its logarithm of ln t counted from e on")
  func bisection() {
    var stream = testStream()
    for round in 0..<1000 {
      let (clock, c) = (1 + stream.nextIndex(below: 5000), Double(round % 4))
      let (mean, pulls) = (stream.nextUnit(), 1 + 50 * stream.nextUnit())
      let index = index(c: c, clock: clock)
      let plain = PlainKLUCB.bisected(
        mean: mean, pulls: pulls, budget: PlainKLUCB.budget(Double(clock), c: c))
      #expect(
        abs(index(mean: mean, pulls: pulls) - plain) < 1e-10, "\(clock) \(c) \(mean) \(pulls)")
    }
  }

  @Test("A candidate is passed over only if its index is lower, and is if it is far below")
  func reaches() {
    var stream = testStream()
    var passed = 0
    for _ in 0..<2000 {
      let index = index(clock: 1 + stream.nextIndex(below: 1000))
      let (mean, pulls) = (stream.nextUnit(), 1 + 50 * stream.nextUnit())
      let value = index(mean: mean, pulls: pulls)
      for rival in [value, value - 1e-3, value + 1e-3] where rival > 0 && rival < 1 {
        let reaches = index.reaches(rival, mean: mean, pulls: pulls)
        #expect(reaches == (rival <= value), "\(rival) beside \(value)")
        passed += reaches ? 0 : 1
      }
    }
    #expect(passed > 1000)
  }
}
