import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Deviance")
struct DevianceTests {
  @Test("Close arguments agree with the series in d/x, others with the plain formula")
  func values() {
    var stream = testStream()
    for round in 0..<2000 {
      let x = 1000 * stream.nextOpenUnit()
      let u =
        round % 2 == 0
        ? (stream.nextUnit() - 0.5) / Double(1 << stream.nextIndex(below: 40))
        : 0.5 + 20 * stream.nextUnit()
      let d = x * u
      let plain: Double
      if abs(u) < 0.5 {
        // x (u − ln(1 + u)) = x (u²/2 − u³/3 + …).
        plain = x * (2...60).reversed().reduce(0.0) { $0 + pow(-u, Double($1)) / Double($1) }
      } else {
        plain = d - x * log1p(u)
      }
      let value = Deviance.value(x, x + d, difference: d)
      #expect(abs(value - plain) <= 1e-13 * plain, "\(x) \(u)")
    }
  }

  @Test("Equal arguments have none, and the ends have their limits")
  func ends() {
    for x in [1e-300, 0.5, 7, 1e300] {
      #expect(Deviance.value(x, x, difference: 0) == 0)
      #expect(Deviance.value(0, x, difference: x) == x)
      #expect(Deviance.value(x, 0, difference: -x) == .infinity)
    }
    #expect(Deviance.value(0, 0, difference: 0) == 0)
  }
}
