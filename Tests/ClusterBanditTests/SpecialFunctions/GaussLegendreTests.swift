import Randomness
import Testing

@testable import ClusterBandit

@Suite("Gauss–Legendre rules")
struct GaussLegendreTests {
  @Test("Sixteen and thirty-two nodes integrate powers exactly, also up to each node")
  func gaussLegendre() {
    for rule in [GaussLegendre.sixteen, .thirtyTwo] {
      let n = rule.nodes.count
      for power in 0..<(2 * n) {
        let values = (0..<n).map { k in (0..<power).reduce(1.0) { p, _ in p * rule.nodes[k] } }
        let sum = (0..<n).reduce(0) { $0 + rule.weights[$1] * values[$1] }
        #expect(abs(sum - (power.isMultiple(of: 2) ? 2 / Double(power + 1) : 0)) < 1e-14)
        guard power < n else { continue }
        for k in 0..<n {
          let partial = (0..<n).reduce(0) { $0 + rule.partial[$1 * n + k] * values[$1] }
          let end = values[k] * rule.nodes[k]
          let exact = (end - (power.isMultiple(of: 2) ? -1 : 1)) / Double(power + 1)
          #expect(abs(partial - exact) < 1e-13)
        }
      }
    }
  }
}
