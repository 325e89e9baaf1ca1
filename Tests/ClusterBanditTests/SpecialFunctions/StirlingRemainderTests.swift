import Foundation
import Randomness
import Testing

@testable import ClusterBandit

@Suite("Stirling's remainder")
struct StirlingRemainderTests {
  @Test("Stirling's remainder is that of the C library's log-gamma")
  func stirling() {
    for x in [0.01, 0.3, 1, 2, 3.5, 7.99, 8, 25, 1e3] {
      let log = Foundation.log(x)
      let plain: Double = lgamma(x) - (x - 0.5) * log + x - 0.5 * Foundation.log(2 * Double.pi)
      let error = abs(StirlingRemainder.value(x) - plain)
      #expect(error < 1e-14 + 1e-15 * x * abs(log))
    }
  }
}
