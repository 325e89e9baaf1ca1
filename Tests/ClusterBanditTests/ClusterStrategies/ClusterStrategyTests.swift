import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A strategy together with the arms' statistics it reads.
private final class Represented<Strategy: ClusterStrategy & ~Copyable> {
  private var strategy: Strategy
  private var arms: ArmStatistics
  private let clustering: Clustering

  init(_ values: [String: ParameterValue], _ clustering: Clustering) {
    self.clustering = clustering
    strategy = Strategy(arguments: arguments(Strategy.variant, values), clustering: clustering)
    arms = ArmStatistics(count: clustering.armCount, isBinary: true)
  }

  func initial(_ cluster: Int) -> ClusterEstimate { strategy.initialEstimate(of: cluster) }

  func pull(_ arm: Int, _ reward: Double) -> ClusterEstimate {
    _ = arms.record(arm, reward: reward)
    return strategy.update(
      arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: reward, arms: arms)
  }
}

/// One way to parametrise MAX.
struct MaxCase: Sendable {
  let prior: [Double]
  let observedOnly: Bool
  let plusOne: Bool
  var values: [String: ParameterValue] {
    [
      "prior": .numbers(prior), "observed-only": .flag(observedOnly), "plus-one": .flag(plusOne),
    ]
  }
}

@Suite("Cluster strategies")
struct ClusterStrategyTests {
  @Test("MEAN adds up the pulls of a cluster, with its prior once")
  func meanByHand() {
    let clusters = Represented<MeanStrategy>(
      ["prior": .numbers([2, 3])], Clustering(sizes: [2, 3]))
    #expect(clusters.initial(0) == ClusterEstimate(alpha: 2, beta: 3, pulls: 0))
    #expect(clusters.pull(0, 1) == ClusterEstimate(alpha: 3, beta: 3, pulls: 1))
    #expect(clusters.pull(4, 0) == ClusterEstimate(alpha: 2, beta: 4, pulls: 1))
    #expect(clusters.pull(1, 0) == ClusterEstimate(alpha: 3, beta: 4, pulls: 2))
    let third = clusters.pull(1, 1)
    #expect(third == ClusterEstimate(alpha: 4, beta: 4, pulls: 3))
    // r = (2 + 2)/(2 + 3 + 3), v = r(1 − r)/(n + A0 + B0 + 1).
    #expect(third.mean == 0.5 && abs(third.variance - 0.25 / 9) < 1e-15)
  }

  @Test("MEAN with the prior [0, 0] is the observed mean, and 0 before the first pull")
  func meanWithoutPrior() {
    let clusters = Represented<MeanStrategy>(["prior": .numbers([0, 0])], Clustering(sizes: [2]))
    #expect(clusters.initial(0).mean == 0 && clusters.initial(0).variance == 0)
    _ = clusters.pull(0, 1)
    #expect(clusters.pull(1, 0).mean == 0.5)
    #expect(clusters.pull(1, 0).mean == 1.0 / 3)
  }

  // One cluster of three arms. Posterior parameters of arms 0, 1, 2 after each pull:
  // (1,2) (1,1) (1,1); (1,2) (2,1) (1,1); (1,2) (2,2) (1,1); (1,2) (2,3) (1,1);
  // (1,2) (2,3) (1,2); (1,2) (2,4) (1,2); (1,2) (3,4) (1,2).
  @Test(
    "MAX follows the arm of highest posterior mean, the most pulled of equals",
    arguments: [
      (false, [(1, 1), (2, 1), (2, 2), (1, 1), (2, 3), (2, 4), (3, 4)]),
      (true, [(1, 2), (2, 1), (2, 2), (2, 3), (2, 3), (2, 4), (3, 4)]),
    ] as [(Bool, [(Double, Double)])], [false, true])
  func maxByHand(row: (Bool, [(Double, Double)]), plusOne: Bool) {
    let extra: Double = plusOne ? 1 : 0
    let clusters = Represented<MaxStrategy>(
      ["observed-only": .flag(row.0), "plus-one": .flag(plusOne)], Clustering(sizes: [3]))
    #expect(
      clusters.initial(0) == ClusterEstimate(alpha: 1 + extra, beta: 1 + extra, pulls: 0))
    let pulls = [(0, 0.0), (1, 1), (1, 0), (1, 0), (2, 0), (1, 0), (1, 1)]
    for (step, (arm, reward)) in pulls.enumerated() {
      let (alpha, beta) = row.1[step]
      #expect(
        clusters.pull(arm, reward)
          == ClusterEstimate(alpha: alpha + extra, beta: beta + extra, pulls: Double(step + 1)),
        "pull \(step + 1)")
    }
  }

  @Test("An arm that draws level by a success represents if it was pulled more often")
  func maxTieFromBelow() {
    let clusters = Represented<MaxStrategy>([:], Clustering(sizes: [3]))
    for (arm, reward) in [(0, 1.0), (0, 0), (1, 0), (1, 0)] { _ = clusters.pull(arm, reward) }
    #expect(clusters.pull(1, 1) == ClusterEstimate(alpha: 2, beta: 2, pulls: 5))
    // Arm 1 is at (3, 3) now, arm 0 at (2, 2), arm 2 at (1, 1).
    #expect(clusters.pull(1, 1) == ClusterEstimate(alpha: 3, beta: 3, pulls: 6))
  }

  static let maxCases = [[1.0, 1], [2, 4], [0.5, 0.25]].flatMap { prior in
    [(false, false), (true, false), (false, true), (true, true)].map {
      MaxCase(prior: prior, observedOnly: $0.0, plusOne: $0.1)
    }
  }

  @Test("MAX agrees with a search of the whole cluster after every pull", arguments: maxCases)
  func maxAgainstSearch(maxCase: MaxCase) {
    let clustering = Clustering(sizes: [1, 4, 3])
    let clusters = Represented<MaxStrategy>(maxCase.values, clustering)
    let (a0, b0) = (maxCase.prior[0], maxCase.prior[1])
    let extra: Double = maxCase.plusOne ? 1 : 0
    var seen = Observations(count: 8)
    var world = testStream()
    for _ in 0..<2500 {
      let arm = world.nextIndex(below: 8)
      let reward: Double = world.nextUnit() < 0.4 ? 1 : 0
      seen.pulls[arm] += 1
      seen.sums[arm] += reward
      let range = clustering.arms(of: Int(clustering.clusterOfArm[arm]))
      let candidates = range.filter { !maxCase.observedOnly || seen.pulls[$0] > 0 }
      func rank(_ arm: Int) -> (Double, Double) {
        ((a0 + seen.sums[arm]) / (a0 + b0 + seen.pulls[arm]), seen.pulls[arm])
      }
      let best = candidates.reduce(candidates[0]) { rank($1) > rank($0) ? $1 : $0 }
      let (s, n) = (seen.sums[best], seen.pulls[best])
      #expect(
        clusters.pull(arm, reward)
          == ClusterEstimate(
            alpha: a0 + s + extra, beta: b0 + (n - s) + extra,
            pulls: range.reduce(0) { $0 + seen.pulls[$1] }))
    }
  }

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
    for (a0, b0) in [(1.0, 1.0), (0.5, 2)] {
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
        #expect(abs(estimate.mean - expected.mean.value) < 1e-11)
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
}
