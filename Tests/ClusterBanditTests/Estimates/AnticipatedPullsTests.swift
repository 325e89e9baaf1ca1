import Randomness
import Testing

@testable import ClusterBandit

@Suite("Anticipated pulls")
struct AnticipatedPullsTests {
  @Test("What is expected of a candidate")
  func anticipating() {
    let estimate = CandidateEstimate(
      pulls: 4, mean: 0.75, variance: 0.1875, alpha: 3, beta: 1, posteriorVariance: 0.0375)
    let next = estimate.anticipating(2)
    #expect(next.pulls == 6)
    #expect(next.mean == 0.75)
    #expect((next.alpha, next.beta) == (4.5, 1.5))
    // v s²/(s² + 2 v).
    #expect(abs(next.posteriorVariance - 0.0375 * 0.1875 / (0.1875 + 0.075)) < 1e-15)
    let nothing = CandidateEstimate(pulls: 0, mean: 0, variance: 0, alpha: 0, beta: 0)
    #expect(nothing.anticipating(3).pulls == 3)
    #expect(nothing.anticipating(3).posteriorVariance == 0)
  }
}
