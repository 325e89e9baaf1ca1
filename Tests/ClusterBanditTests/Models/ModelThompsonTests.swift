import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Thompson sampling under a dependence model")
struct ModelThompsonTests {
  private let clustered = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])

  @Test("hierarchical-thompson draws all clusters jointly and takes the highest, word for word")
  func flatDecisions() {
    let clustering = clustered.clustering
    var policy = ModelThompson(
      model: hierarchical(clustering.sizes), ties: .uniform, setting: setting(clustering))
    var counts = Array(repeating: ArmCounts(), count: 6)
    var clusters = references(counts, clustering)
    var world = testStream(1)
    var stream = testStream(2)
    for round in 1...250 {
      var reference = stream
      let draws = clusters.flatMap { jointDraw($0, using: &reference) }
      let arm = policy.selectArm(round: round, using: &stream)
      #expect(arm == firstHighest(draws) && stream == reference, "round \(round)")
      let reward: Double = world.nextUnit() < clustered.means[arm] ? 1 : 0
      policy.update(arm: arm, reward: reward)
      counts[arm].n += 1
      counts[arm].s += reward
      let cluster = Int(clustering.clusterOfArm[arm])
      clusters[cluster] = GridReference(
        Array(counts[clustering.arms(of: cluster)]), by: .factorials)
    }
  }
}
