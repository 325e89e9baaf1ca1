import Foundation
import Randomness
import Testing

@testable import ClusterBandit

@Suite("Probabilities with their complements")
struct ProbabilityTests {
  @Test("A logit gives x and 1 − x, neither of which loses digits")
  func logit() {
    for step in -70...70 {
      let y = 10 * Double(step)
      let x = Probability(logit: y)
      #expect(abs(x.value - exp(y) / (1 + exp(y))) <= 4e-16 * x.value || y > 0)
      #expect(abs(x.complement - exp(-y) / (1 + exp(-y))) <= 4e-16 * x.complement || y < 0)
      // Each is rounded by itself, so the sum may miss 1 by its last bit.
      #expect(x.value > 0 && x.complement > 0 && abs(x.value + x.complement - 1) <= 0x1p-52)
      let other = Probability(logit: -y)
      #expect(x.mirrored.value == other.value && x.mirrored.complement == other.complement)
    }
  }
}
