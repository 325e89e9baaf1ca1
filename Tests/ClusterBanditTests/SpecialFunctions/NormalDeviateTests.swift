import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Deviates of the standard normal")
struct NormalDeviateTests {
  @Test("They have the tail that they were asked for, to 5e-4")
  func upper() {
    var worst = 0.0
    for step in -50...50 {
      let z = Double(step) / 10
      worst = max(worst, abs(NormalDeviate.upper(SpecialFunctions.normalCDF(-z)) - z))
    }
    #expect(worst > 1e-5 && worst < 5e-4, "\(worst)")
  }
}
