import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("PMAX")
struct PMaxStrategyTests {
  // One cluster of three arms; the last row is the published check Beta(3, 2), Beta(2, 3),
  // Beta(1, 1). The others are integrals of polynomials: max of Beta(2, 1), U, U has
  // G = x⁴, r = 4/5, v = 4/6 − 16/25; of Beta(2, 2), U, U G = 3x⁴ − 2x⁵, r = 1 − 3/5 + 1/3,
  // E[max²] = 1 − 1 + 4/7.
  @Test("PMAX represents a cluster by the maximum of its posteriors")
  func pmaxByHand() {
    let clusters = Represented<PMaxStrategy>([:], Clustering(sizes: [3, 1, 2]))
    let initial = clusters.initial(0)
    #expect(abs(initial.mean - 0.75) < 1e-11 && abs(initial.variance - 0.0375) < 1e-11)
    #expect(clusters.initial(1) == ClusterEstimate(alpha: 1, beta: 1, pulls: 0))
    #expect(abs(clusters.initial(2).mean - 2.0 / 3) < 1e-11)
    #expect(abs(clusters.initial(2).variance - 1.0 / 18) < 1e-11)
    let first = clusters.pull(0, 1)
    #expect(abs(first.mean - 0.8) < 1e-11 && abs(first.variance - 2.0 / 75) < 1e-11)
    let second = clusters.pull(0, 0)
    #expect(abs(second.mean - 11.0 / 15) < 1e-11)
    #expect(abs(second.variance - (4.0 / 7 - 121.0 / 225)) < 1e-11)
    for (arm, reward) in [(0, 1.0), (1, 0), (1, 1)] { _ = clusters.pull(arm, reward) }
    let sixth = clusters.pull(1, 0)
    #expect(abs(sixth.mean - 101.0 / 140) < 1e-11 && abs(sixth.variance - 0.0270155638) < 5e-11)
    #expect(sixth.pulls == 6)
    let nu = sixth.mean * (1 - sixth.mean) / sixth.variance - 1
    #expect(abs(sixth.alpha + sixth.beta - nu) < 1e-9)
    // A cluster of one arm is the arm.
    #expect(clusters.pull(3, 1) == ClusterEstimate(alpha: 2, beta: 1, pulls: 1))
  }

  @Test("PMAX agrees with the maximum of all arms, one by one, after every pull")
  func pmaxAgainstAll() {
    let clustering = Clustering(sizes: [1, 4, 3])
    // Tracked, and computed anew because the prior's powers are no whole or half numbers.
    for (a0, b0) in [(1.0, 1.0), (0.5, 2), (0.7, 2)] {
      let clusters = Represented<PMaxStrategy>(["prior": .numbers([a0, b0])], clustering)
      var seen = Observations(count: 8)
      var world = testStream()
      for _ in 0..<150 {
        let arm = world.nextIndex(below: 8)
        let reward: Double = world.nextUnit() < 0.3 ? 1 : 0
        seen.pulls[arm] += 1
        seen.sums[arm] += reward
        let range = clustering.arms(of: Int(clustering.clusterOfArm[arm]))
        var maximum = ExpectedMaximum(capacity: range.count)
        for arm in range {
          let (n, s) = (seen.pulls[arm], seen.sums[arm])
          let posterior = BetaDistribution(alpha: a0 + s, beta: b0 + n - s)
          maximum.add(posterior, window: posterior.window, copies: 1)
        }
        let expected = maximum.moments()
        let estimate = clusters.pull(arm, reward)
        #expect(abs(estimate.mean - expected.mean.value) < 2e-11)
        #expect(abs(estimate.variance / expected.variance - 1) < 1e-8)
        #expect(estimate.pulls == range.reduce(0) { $0 + seen.pulls[$1] })
      }
    }
  }

  @Test("PMAX's estimate is the same to the last bit whatever the arms are called")
  func pmaxLabels() {
    let relabelling = [3, 0, 4, 1, 2]
    let original = Represented<PMaxStrategy>([:], Clustering(sizes: [5]))
    let relabelled = Represented<PMaxStrategy>([:], Clustering(sizes: [5]))
    var world = testStream()
    for _ in 0..<150 {
      let arm = world.nextIndex(below: 5)
      let reward: Double = world.nextUnit() < 0.5 ? 1 : 0
      #expect(original.pull(arm, reward) == relabelled.pull(relabelling[arm], reward))
    }
  }

  @Test("PMAX's estimate is the same to the last bit whatever the order of the pulls")
  func pmaxOrder() {
    var world = testStream()
    for _ in 0..<20 {
      let rewards = (0..<15).map { _ in world.nextUnit() < 0.5 ? 1.0 : 0 }
      let armByArm = Represented<PMaxStrategy>([:], Clustering(sizes: [5]))
      let inTurn = Represented<PMaxStrategy>([:], Clustering(sizes: [5]))
      var (first, second) = (armByArm.initial(0), inTurn.initial(0))
      for pull in 0..<15 {
        first = armByArm.pull(pull / 3, rewards[pull])
        // Arms 4 to 0, three times; each arm sees the rewards that it saw before.
        let arm = 4 - pull % 5
        second = inTurn.pull(arm, rewards[3 * arm + pull / 5])
      }
      #expect(first == second)
    }
  }

  @Test("PMAX that forgot an arm is one that never saw it, also in clusters that are not tracked")
  func forgets() {
    for (sizes, a0) in [([1, 4, 3], 1.0), ([1, 4, 3], 0.7), ([2, 70], 1)] {
      let clustering = Clustering(sizes: sizes)
      let prior: [String: ParameterValue] = ["prior": .numbers([a0, 1])]
      let forgetful = Represented<PMaxStrategy>(prior, clustering)
      var (world, seen) = (testStream(), [(arm: Int, reward: Double)]())
      var last: [Int: ClusterEstimate] = [:]
      for step in 1...240 {
        let arm = world.nextIndex(below: clustering.armCount)
        let reward: Double = world.nextUnit() < 0.4 ? 1 : 0
        seen.append((arm, reward))
        last[Int(clustering.clusterOfArm[arm])] = forgetful.pull(arm, reward)
        guard step % 20 == 0 else { continue }
        let dead = world.nextIndex(below: clustering.armCount)
        seen.removeAll { $0.arm == dead }
        last[Int(clustering.clusterOfArm[dead])] = forgetful.forget(dead)
        let ignorant = Represented<PMaxStrategy>(prior, clustering)
        var expected: [Int: ClusterEstimate] = [:]
        for (arm, reward) in seen {
          expected[Int(clustering.clusterOfArm[arm])] = ignorant.pull(arm, reward)
        }
        for (cluster, estimate) in last {
          let expected = expected[cluster] ?? ignorant.initial(cluster)
          #expect(estimate.pulls == expected.pulls)
          #expect(abs(estimate.mean - expected.mean) < 2e-11)
          #expect(abs(estimate.variance / expected.variance - 1) < 1e-8)
        }
      }
      for arm in 0..<clustering.armCount {
        last[Int(clustering.clusterOfArm[arm])] = forgetful.forget(arm)
      }
      for (cluster, estimate) in last { #expect(estimate == forgetful.initial(cluster)) }
    }
  }
}
