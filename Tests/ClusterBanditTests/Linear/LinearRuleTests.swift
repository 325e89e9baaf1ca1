import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Linear rules")
struct LinearRuleTests {
  @Test("Scale 0 is greedy, and its ties are broken by the rule", arguments: TieBreak.allCases)
  func greedy(ties: TieBreak) {
    let arguments = LinearCase(scale: 0, ties: ties).arguments
    var regressions = RidgeRegressions(count: 3, dimension: 1, ridge: 1)
    regressions.score(0..<3, in: [1].span)
    var stream = testStream()
    let (sampling, optimistic) = (LinTS(arguments: arguments), LinUCB(arguments: arguments))
    var counts = [[0, 0, 0], [0, 0, 0]]
    for _ in 0..<3000 {
      counts[0][sampling.select(0..<3, of: regressions, using: &stream)] += 1
      counts[1][optimistic.select(0..<3, of: regressions, using: &stream)] += 1
    }
    for count in counts {
      if ties == .first {
        #expect(count == [3000, 0, 0])
      } else {
        let verdict = Verdict.chiSquare(
          counts: count, probabilities: Array(repeating: 1.0 / 3, count: 3))
        #expect(verdict.holds, "\(verdict)")
      }
    }
    regressions.record(1, context: [1].span, reward: 1)
    regressions.score(0..<3, in: [1].span)
    #expect(sampling.select(0..<3, of: regressions, using: &stream) == 1)
    #expect(optimistic.select(0..<3, of: regressions, using: &stream) == 1)
  }
}
