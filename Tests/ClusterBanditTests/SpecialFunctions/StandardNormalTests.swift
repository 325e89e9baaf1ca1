import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Standard normal law")
struct StandardNormalTests {
  @Test("Eight points at once agree with the complementary error function, tails by their own size")
  func distribution() {
    var (compared, worst) = (0, 0.0)
    for step in -4640...4640 where step % 8 == 0 {
      var z = StandardNormal.Points.zero
      for k in 0..<8 { z[k] = Double(step + k) / 128 }
      let found = StandardNormal.distribution(z).below
      for k in 0..<8 {
        let expected = SpecialFunctions.normalCDF(z[k])
        // Rounding z² changes the exponential by z² · 1e-16 of itself.
        let allowed = 4e-15 + (z[k] < 0 ? z[k] * z[k] * 4e-16 : 0)
        worst = max(worst, abs(found[k] / expected - 1) / allowed)
        compared += 1
      }
    }
    #expect(worst < 1)
    #expect(compared == 8 * 1161)
  }

  @Test("Far out there is nothing, or everything, and no NaN")
  func ends() {
    let z = StandardNormal.Points(-1e300, -1e6, -40, -37, 0, 37, 40, 1e300)
    let found = StandardNormal.distribution(z)
    for k in 0..<4 { #expect(found.below[k] >= 0 && found.below[k] < 1e-290) }
    for k in 5..<8 { #expect(found.below[k] == 1) }
    #expect(abs(found.below[4] - 0.5) < 1e-15 && found.exponential[4] == 1)
  }
}
