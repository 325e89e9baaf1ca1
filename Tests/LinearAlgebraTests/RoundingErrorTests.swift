import LinearAlgebra
import Testing

@Suite("RoundingError")
struct RoundingErrorTests {
  @Test("the unit roundoff is the largest power of two lost when added to one")
  func unitRoundoff() {
    #expect(1 + RoundingError.unitRoundoff == 1)
    #expect(1 + RoundingError.unitRoundoff.nextUp > 1)
  }

  @Test("gamma is n u / (1 − n u)")
  func gamma() {
    #expect(RoundingError.gamma(0) == 0)
    // n u = 1/2 and 1/4 are exact.
    #expect(RoundingError.gamma(1 << 52) == 1)
    #expect(RoundingError.gamma(1 << 51) == 0.25 / 0.75)
  }
}
