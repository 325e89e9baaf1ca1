import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Two levels")
struct TwoLevelSelectorTests {
  private func script(_ choices: [Double]) -> Arguments {
    Arguments(["script": .numbers(choices)])
  }

  @Test("A step asks each level once with its own clock and tells it of one pull")
  func calls() {
    ProbeCall.$log.withValue(CallLog()) {
      let log = ProbeCall.log
      // Clusters {0, 1}, {2}, {3, 4, 5}.
      var policy = TwoLevelSelector<ProbeStrategy, ProbeRule, ProbeRule>(
        strategy: Arguments(), outer: script([2, 0, 2, 2]), inner: script([4, 1, 3, 4]),
        setting: setting(Clustering(sizes: [2, 1, 3])))
      #expect(
        log.take()
          == (0..<3).map {
            .record(
              .clusters, candidate: $0, group: 0, pulls: 0, alpha: Double(10 + $0), beta: 1)
          }, "the outer rule is told of the strategy's initial estimates")
      var stream = testStream()
      // Cluster, its pulls before, arm, its pulls and successes after, reward.
      let steps: [(Int, Int, Int, Double, Double, Double)] = [
        (2, 0, 4, 1, 1, 1), (0, 0, 1, 1, 0, 0), (2, 1, 3, 1, 0, 0), (2, 2, 4, 2, 1, 0),
      ]
      for (index, (cluster, clusterPulls, arm, pulls, successes, reward)) in steps.enumerated() {
        let chosen = policy.selectArm(round: index + 1, using: &stream)
        #expect(chosen == arm)
        #expect(
          log.take() == [
            .select(.clusters, group: 0, clock: index),
            .select(.arms, group: cluster, clock: clusterPulls),
          ])
        policy.update(arm: arm, reward: reward)
        #expect(
          log.take() == [
            .record(
              .arms, candidate: arm, group: cluster, pulls: pulls, alpha: successes,
              beta: pulls - successes),
            .update(arm: arm, cluster: cluster, reward: reward, armPulls: pulls),
            .record(
              .clusters, candidate: cluster, group: 0, pulls: 50, alpha: Double(100 + arm), beta: 2),
          ])
      }
      #expect(stream == testStream(), "the selector itself draws nothing")
    }
  }

  @Test("UCB1 at both levels plays as computed by hand")
  func ucbcByHand() {
    // Clusters {0, 1} and {2}, MEAN with the prior [0, 0], first ties; sqrt(2 ln t) is 0, 1.1774,
    // 1.4823, 1.6651, 1.7941 for t = 1 … 5.
    // 1: cluster 0 unplayed, its arm 0 unplayed; pays 1.   2: cluster 1 unplayed, arm 2; pays 0.
    // 3: t = 2: 1 + 1.18 against 0 + 1.18: cluster 0, arm 1 unplayed; pays 0.
    // 4: t = 3: 1/2 + 1.4823/√2 = 1.5482 against 1.4823: cluster 0 with m = 2:
    //    arm 0 1 + 1.1774 against 0 + 1.1774: arm 0; pays 0.
    // 5: t = 4: 1/3 + 1.6651/√3 = 1.2947 against 1.6651: cluster 1, arm 2; pays 1.
    // 6: t = 5: 1/3 + 1.7941/√3 = 1.3692 against 1/2 + 1.7941/√2 = 1.7686: cluster 1; pays 0.
    // 7: t = 6: 1.8930: 1.4263 against 1/3 + 1.8930/√3 = 1.4263: a tie of equal n and mean: the
    //    first, cluster 0 with m = 3: arm 0 1/2 + 1.4823/√2 = 1.5482 against 1.4823: arm 0.
    let first = arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")])
    var policy = TwoLevelSelector<MeanStrategy, UpperConfidenceBound, UpperConfidenceBound>(
      strategy: arguments(MeanStrategy.variant, ["prior": .numbers([0, 0])]), outer: first,
      inner: first, setting: setting(Clustering(sizes: [2, 1])))
    var stream = testStream()
    let pulls = [(0, 1.0), (2, 0), (1, 0), (0, 0), (2, 1), (2, 0), (0, 1)]
    for (round, (arm, reward)) in pulls.enumerated() {
      let chosen = policy.selectArm(round: round + 1, using: &stream)
      #expect(chosen == arm, "round \(round + 1)")
      policy.update(arm: arm, reward: reward)
    }
  }

  @Test("Matched counts put the weight of the representative's Beta in place of the pulls")
  func matchedByHand() {
    // Clusters {0, 1} and {2}, MAX with the prior [1, 1]: r = (1 + s)/(2 + n) and ν = 2 + n of the
    // best arm; UCB1 at both levels, first ties. 1: cluster 0, arm 0; pays 1. 2: cluster 1, arm 2;
    // pays 1: both ⅔ with ν = 3. 3: a tie: cluster 0, its arm 1 unplayed; pays 1: still ⅔ with ν =
    // 3, where m = 2. 4: a tie again: cluster 0, arms alike: arm 0; pays 0: arm 1 represents, ⅔
    // with ν = 3. 5: a tie again: cluster 0 with m = 3: ½ + 1.4823/√2 against 1 + 1.4823: arm 1;
    // pays 1: ¾, ν = 4. 6: t = 5: ¾ + 1.7941/√4 = 1.6471 against ⅔ + 1.7941/√3 = 1.7025: cluster 1,
    // arm 2; pays 0: ½, 4. 7: t = 6: ¾ + 1.8930/2 against ½ + 1.8930/2: cluster 0.
    let first = arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")])
    func play(_ counts: PullCounting) -> [Int] {
      var policy = TwoLevelSelector<MaxStrategy, UpperConfidenceBound, UpperConfidenceBound>(
        strategy: arguments(MaxStrategy.variant), outer: first, inner: first, counts: counts,
        setting: setting(Clustering(sizes: [2, 1])))
      var stream = testStream()
      return [1.0, 1, 1, 0, 1, 0, 1].enumerated().map { index, reward in
        let arm = policy.selectArm(round: index + 1, using: &stream)
        policy.update(arm: arm, reward: reward)
        return arm
      }
    }
    #expect(play(.matched) == [0, 2, 1, 0, 1, 2, 1])
    // By pulls cluster 1 follows with m = 1 against 2.
    #expect(Array(play(.pulls).prefix(4)) == [0, 2, 1, 2])
  }

  @Test("The inner clock is the cluster's pulls, not all pulls")
  func innerClock() {
    // Cluster {0, 1} with arm 0 at 0 of 1 and arm 1 at 2 of 3, inner UCB(0.92): with
    // L = 0.92·sqrt(2 ln t) the indices L and 2/3 + L/√3 cross at L = 1.5774, so arm 1 leads at
    // t = 4 and arm 0 from t = 5 on. Cluster {2} is pulled in between.
    ProbeCall.$log.withValue(CallLog()) {
      var policy = TwoLevelSelector<MeanStrategy, ProbeRule, UpperConfidenceBound>(
        strategy: arguments(MeanStrategy.variant), outer: script([0, 1, 0, 1, 0, 1, 0, 1, 0]),
        inner: arguments(
          UpperConfidenceBound.variant, ["c": .constant(0.92), "ties": .word("first")]),
        setting: setting(Clustering(sizes: [2, 1])))
      var stream = testStream()
      let pulls = [(0, 0.0), (2, 1), (1, 1), (2, 1), (1, 1), (2, 1), (1, 0), (2, 1), (1, 0)]
      for (round, (arm, reward)) in pulls.enumerated() {
        let chosen = policy.selectArm(round: round + 1, using: &stream)
        #expect(chosen == arm, "round \(round + 1)")
        policy.update(arm: arm, reward: reward)
      }
    }
  }

  @Test("TSC samples Beta(1 + s, 1 + f) of clusters, then of arms")
  func tsc() {
    let clustering = Clustering(sizes: [2, 1, 3])
    let uniform = arguments(BetaThompson.variant)
    var policy = TwoLevelSelector<MeanStrategy, BetaThompson, BetaThompson>(
      strategy: arguments(MeanStrategy.variant), outer: uniform, inner: uniform,
      setting: setting(clustering))
    var seen = Observations(count: 6)
    var world = testStream(1)
    var stream = testStream(2)
    func sampled(
      _ range: Range<Int>, _ stream: inout RandomStream, _ counts: (Int) -> (Double, Double)
    ) -> Int {
      let samples = range.map { candidate in
        let (n, s) = counts(candidate)
        return stream.nextBeta(BetaShape(alpha: 1 + s, beta: 1 + n - s), .shared)
      }
      return range.lowerBound + samples.indices.reduce(0) { samples[$1] > samples[$0] ? $1 : $0 }
    }
    for round in 1...1500 {
      var reference = stream
      let cluster = sampled(0..<3, &reference) { cluster in
        clustering.arms(of: cluster).reduce((0, 0)) {
          ($0.0 + seen.pulls[$1], $0.1 + seen.sums[$1])
        }
      }
      let expected = sampled(clustering.arms(of: cluster), &reference) {
        (seen.pulls[$0], seen.sums[$0])
      }
      let arm = policy.selectArm(round: round, using: &stream)
      #expect(arm == expected && stream == reference, "round \(round)")
      let reward: Double = world.nextUnit() < 0.15 * Double(arm + 1) ? 1 : 0
      seen.pulls[arm] += 1
      seen.sums[arm] += reward
      policy.update(arm: arm, reward: reward)
    }
  }
}
