import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Numerical notes of results")
struct ResultNoteTests {
  @Test("A note tells what a policy's factorisations met")
  func noteTexts() {
    func text(_ policy: String?, _ jittered: Int, _ jitter: Double, _ fallbacks: Int) -> String {
      ResultNote(
        environment: "e", policy: policy,
        notes: NumericalNotes(
          jitteredFactorisations: jittered, largestRelativeJitter: jitter,
          diagonalFallbacks: fallbacks)
      ).text
    }
    let added = "of the largest variance added to the diagonal"
    #expect(
      text("p", 1234, 2.26e-14, 0) == "p on e: 1,234 factorisations with at most 2.3e-14 \(added)")
    #expect(
      text("p", 1, 0.5, 3)
        == "p on e: 1 factorisation with at most 5.0e-1 \(added); the diagonal alone was used 3 times"
    )
    #expect(text("p", 0, 0, 2) == "p on e: the diagonal alone was used 2 times")
    #expect(
      text(nil, 1, 1e-9, 0) == "e: means of 1 cluster were drawn with at most 1.0e-9 \(added)")
  }
}
