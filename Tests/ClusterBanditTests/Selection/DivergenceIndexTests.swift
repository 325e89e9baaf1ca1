import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The index of KL-UCB at one clock")
struct DivergenceIndexTests {
  @Test("It is the root of the definition, its logarithm of ln t counted from e on")
  func bisection() {
    var stream = testStream()
    for round in 0..<1000 {
      let (clock, c) = (1 + stream.nextIndex(below: 5000), Double(round % 4))
      let (mean, pulls) = (stream.nextUnit(), 1 + 50 * stream.nextUnit())
      let index = DivergenceIndex(clock: clock, weight: c)
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
      let index = DivergenceIndex(clock: 1 + stream.nextIndex(below: 1000), weight: 0)
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
