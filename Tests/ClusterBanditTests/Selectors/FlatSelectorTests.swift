import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Flat policies")
struct FlatSelectorTests {
  private func script(_ choices: [Double]) -> Arguments {
    Arguments(["script": .numbers(choices)])
  }

  @Test("A flat policy's rule sees one group and the pulls so far")
  func flatCalls() {
    ProbeCall.$log.withValue(CallLog()) {
      let log = ProbeCall.log
      var policy = FlatSelector<ProbeRule>(
        arguments: script([4, 4]), setting: setting(Clustering(sizes: [2, 1, 3])))
      var stream = testStream()
      for round in 1...2 {
        let arm = policy.selectArm(round: round, using: &stream)
        policy.update(arm: arm, reward: 1)
        let n = Double(round)
        #expect(
          log.take() == [
            .select(.arms, group: 0, clock: round - 1),
            .record(.arms, candidate: 4, group: 0, pulls: n, alpha: n, beta: 0),
          ])
      }
    }
  }
}
