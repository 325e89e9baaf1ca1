import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Shifts of a logit")
struct LogitShiftTests {
  @Test("The shifted probability has the shifted logit, and kl is the textbook's")
  func shifts() {
    var stream = testStream()
    for _ in 0..<2000 {
      let y = 20 * (stream.nextUnit() - 0.5)
      let u = 10 * (stream.nextUnit() - 0.5)
      let p = Probability(logit: y)
      let shift = LogitShift(p, by: u)
      let q = Probability(logit: y + u)
      #expect(abs(shift.shifted.value - q.value) <= 1e-13 * q.value)
      #expect(abs(shift.shifted.complement - q.complement) <= 1e-13 * q.complement)
      #expect(abs(shift.change - (q.value - p.value)) <= 1e-13)
      let kl =
        p.value * log(p.value / q.value) + p.complement * log(p.complement / q.complement)
      #expect(abs(shift.divergence - kl) <= 1e-13, "\(y) \(u)")
      let mirrored = LogitShift(p.mirrored, by: -u)
      #expect(mirrored.divergence == shift.divergence || p.value == p.complement)
    }
  }

  @Test(
    "However far it goes, neither p nor 1 − p loses digits", arguments: [-5, -0.1, 0, 0.4, 6.0])
  func farShifts(logit y: Double) {
    for u in [0.3, 0.4, 5, 20, 36, 60, 300, 690] {
      for u in [u, -u] {
        let q = Probability(logit: y + u)
        let shifted = LogitShift(Probability(logit: y), by: u).shifted
        #expect(abs(shifted.value / q.value - 1) < 1e-12, "by \(u)")
        #expect(abs(shifted.complement / q.complement - 1) < 1e-12, "by \(u)")
      }
    }
  }

  @Test("A small shift has the divergence p(1 − p)u²/2, with its digits")
  func smallShifts() {
    for p in [1e-12, 0.01, 0.5, 0.9] {
      let x = Probability(value: p, complement: 1 - p)
      for u in [1e-6, -1e-6] {
        // The next term is p(1 − p)(1 − 2p)u³/6.
        let expected = p * (1 - p) * u * u / 2 * (1 + (1 - 2 * p) * u / 3)
        #expect(abs(LogitShift(x, by: u).divergence / expected - 1) < 1e-11)
      }
    }
  }

  @Test("The shift that reaches a divergence moves p to where it has it, to the last digits")
  func reaching() {
    var stream = testStream()
    for _ in 0..<2000 {
      let p = Probability(logit: 20 * (stream.nextUnit() - 0.5))
      let divergence = Elementary.exp(-20 + 22 * stream.nextUnit())
      let u = LogitShift.reaching(divergence, from: p)
      // Where the divergence needs more than the largest shift, that is come close to.
      guard u < 699 else { continue }
      // What is missing of the divergence, as a relative error of the shift.
      let shift = LogitShift(p, by: u)
      let error = abs(shift.divergence - divergence) / (abs(shift.change) * u)
      // Steps that had to be halved end early, but only where q is 1 to all digits.
      let moved = error * u * shift.shifted.value * shift.shifted.complement
      #expect(u > 0 && error < 1e-6 && moved < 1e-14, "\(error), \(moved)")
    }
  }
}
