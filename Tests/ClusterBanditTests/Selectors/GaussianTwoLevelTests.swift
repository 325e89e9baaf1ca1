import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Two levels on normal arms")
struct GaussianTwoLevelTests {
  private func parts(
    _ strategy: Variant, outer: ParameterValue, inner: ParameterValue, counts: PullCounting = .pulls
  ) -> TwoLevelParts {
    TwoLevelParts(
      Arguments([
        "strategy": .part(strategy), "outer": outer, "inner": inner,
        "counts": .word(counts.rawValue),
      ]), rules: .standard, strategies: .standard)
  }

  private let thompson = ParameterValue.part(BetaThompson.variant, ["ties": .word("first")])
  private let ucb1 = ParameterValue.part(UpperConfidenceBound.ucb1, ["ties": .word("first")])

  private func policy(
    _ parts: TwoLevelParts, _ sizes: [Int], deviation: Double = 2
  ) -> GaussianTwoLevel {
    GaussianTwoLevel(
      parts,
      setting: setting(
        Clustering(sizes: sizes), rewards: .gaussian(standardDeviation: deviation)))
  }

  @Test("MEAN is the mean of all rewards of a cluster, MAX that of its best pulled arm")
  func estimates() {
    for (strategy, mean, pulls) in [
      (MeanStrategy.variant, 2.0, 5.0), (MaxStrategy.variant, 4.0, 2.0),
    ] {
      var played = policy(parts(strategy, outer: thompson, inner: thompson), [3, 2])
      for (arm, reward) in [(0, 1.0), (1, 3), (1, 5), (0, 0), (0, 1)] {
        played.update(arm: arm, reward: reward)
      }
      let belief = played.belief(ofCluster: 0)
      #expect(belief?.pulls == 5 && belief?.mean == mean)
      let deviation = (4 / pulls).squareRoot()
      #expect(belief?.standardDeviation == deviation)
      #expect(played.belief(ofCluster: 1)?.mean == nil)
      #expect(played.belief(of: 1)?.posterior == MeanAndVariance(mean: 4, variance: 2))
    }
  }

  // Mean 2; squared deviations 1, 1, 9, 4 and 1 about it: (4 + 16)/5 = 4, and 4 again after one
  // reward.
  @Test("MEAN with an estimated variance sees that arms differ, and begins with that of the noise")
  func estimatedVariance() {
    let estimated = ParameterValue.part(MeanStrategy.variant, ["variance": .word("estimated")])
    func made(_ outer: ParameterValue, deviation: Double = 2) -> GaussianTwoLevel {
      let parts = TwoLevelParts(
        Arguments([
          "strategy": estimated, "outer": outer, "inner": thompson,
          "counts": .word(PullCounting.pulls.rawValue),
        ]), rules: .standard, strategies: .standard)
      return policy(parts, [3, 2], deviation: deviation)
    }
    let rewards = [(0, 1.0), (1, 3), (1, 5), (0, 0), (0, 1)]
    var played = made(thompson)
    played.update(arm: 3, reward: 7)
    #expect(played.belief(ofCluster: 1)?.standardDeviation == 2)
    for (arm, reward) in rewards { played.update(arm: arm, reward: reward) }
    let belief = played.belief(ofCluster: 0)
    #expect(belief?.mean == 2)
    #expect(((belief?.standardDeviation ?? 0) - (4.0 / 5).squareRoot()).magnitude < 1e-12)
    // Without noise the rewards alone say it: 16/5.
    var noiseless = made(thompson, deviation: 0)
    for (arm, reward) in rewards { noiseless.update(arm: arm, reward: reward) }
    let own = noiseless.belief(ofCluster: 0)?.standardDeviation ?? 0
    #expect((own - (16.0 / 25).squareRoot()).magnitude < 1e-12)
    // v/τ² = 4/.25 = 16 pulls' worth of the prior mean 1.
    let outer = ParameterValue.part(
      BetaThompson.variant,
      ["prior-mean": .number(1), "prior-standard-deviation": .number(0.5)])
    var informed = made(outer)
    for (arm, reward) in rewards { informed.update(arm: arm, reward: reward) }
    let other = informed.belief(ofCluster: 0)
    #expect(((other?.mean ?? 0) - 26.0 / 21).magnitude < 1e-12)
    #expect(((other?.standardDeviation ?? 0) - (4.0 / 21).squareRoot()).magnitude < 1e-12)
  }

  @Test("An estimated variance is refused where nothing takes it, and on 0/1 rewards")
  func refusedVariance() throws {
    let family = try #require(PolicyCatalogue.standard["two-level"])
    let estimated = ParameterValue.part(MeanStrategy.variant, ["variance": .word("estimated")])
    let normal = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
    let bits = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    for (outer, shape, isRefused) in [
      (thompson, normal, false), (ucb1, normal, true), (thompson, bits, true),
    ] {
      let found = family.allProblems(
        Arguments(["strategy": estimated, "outer": outer], defaultsOf: family.parameters), shape)
      #expect(found.map(\.path) == (isRefused ? [["strategy", "variance"]] : []))
    }
  }

  @Test("Under a prior MAX compares posterior means: unpulled arms represent unless observed-only")
  func unpulledRepresentative() {
    let outer = ParameterValue.part(
      BetaThompson.variant,
      ["prior-mean": .number(1), "prior-standard-deviation": .number(1)])
    for (observedOnly, mean, pulls) in [(false, 1.0, 0.0), (true, 0.2, 1)] {
      let strategy = ParameterValue.part(
        MaxStrategy.variant, ["observed-only": .flag(observedOnly)])
      let parts = TwoLevelParts(
        Arguments([
          "strategy": strategy, "outer": outer, "inner": thompson,
          "counts": .word(PullCounting.pulls.rawValue),
        ]), rules: .standard, strategies: .standard)
      var played = policy(parts, [2, 2])
      // σ²/τ² = 4: the posterior mean (4 + r)/5 is below that of the sibling without pulls.
      played.update(arm: 0, reward: -3)
      let belief = played.belief(ofCluster: 0)
      #expect(((belief?.mean ?? 0) - mean).magnitude < 1e-12)
      let variance = 4 / (4 + pulls)
      #expect(((belief?.standardDeviation ?? 0) - variance.squareRoot()).magnitude < 1e-12)
      // Above it, it represents in both.
      played.update(arm: 0, reward: 15)
      #expect(((played.belief(ofCluster: 0)?.mean ?? 0) - 16.0 / 6).magnitude < 1e-12)
    }
  }

  @Test("A normal prior of the outer rule shrinks a cluster's mean")
  func prior() {
    let outer = ParameterValue.part(
      BetaThompson.variant,
      ["prior-mean": .number(1), "prior-standard-deviation": .number(0.5)])
    var played = policy(parts(MeanStrategy.variant, outer: outer, inner: thompson), [2, 2])
    #expect(played.belief(ofCluster: 0)?.mean == 1)
    #expect(played.belief(ofCluster: 0)?.standardDeviation == 0.5)
    // σ²/τ² = 16 pulls' worth: (16 + 3 + 4)/18, variance 4/18.
    played.update(arm: 0, reward: 3)
    played.update(arm: 1, reward: 4)
    let (mean, variance) = (23.0 / 18, 4.0 / 18)
    #expect(played.belief(ofCluster: 0)?.mean == mean)
    #expect(played.belief(ofCluster: 0)?.standardDeviation == variance.squareRoot())
  }

  @Test(
    "One cluster, and under MEAN one arm in each, are the flat policy in law",
    arguments: ["thompson", "ucb1"])
  func flat(rule: String) {
    let means = [0.0, 0.5, 1, -1]
    let noise = RewardDistribution.gaussian(standardDeviation: 1)
    func regrets(_ clusters: [[Double]], _ name: String, from first: UInt64) -> [Double] {
      let instance = problem(clusters, rewards: noise)
      let part: ParameterValue =
        rule == "thompson"
        ? .part(BetaThompson.variant) : .part(UpperConfidenceBound.ucb1)
      let values: [String: ParameterValue] =
        name == "two-level" ? ["outer": part, "inner": part] : [:]
      return finalRegrets(
        prepared(name, values, for: instance), on: instance, horizon: 60, count: 1500,
        from: first)
    }
    let flat = regrets([means], rule, from: 0)
    for clusters in [[means], means.map { [$0] }] {
      let verdict = Verdict.kolmogorovSmirnov(
        regrets(clusters, "two-level", from: 10_000), sameLawAs: flat)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("Every cluster is pulled once first, and arms of a cluster are too")
  func firstPulls() {
    for part in [thompson, ucb1] {
      var played = policy(parts(MeanStrategy.variant, outer: part, inner: part), [2, 3, 1])
      var stream = testStream()
      var arms: [Int] = []
      for round in 1...30 {
        let arm = played.selectArm(round: round, using: &stream)
        played.update(arm: arm, reward: Double(arm % 2))
        arms.append(arm)
      }
      #expect(arms[..<3] == [0, 2, 5])
      for cluster in [[0, 1], [2, 3, 4]] {
        let inside = arms.filter { cluster.contains($0) }.prefix(cluster.count)
        #expect(Set(inside).count == inside.count)
      }
    }
  }

  @Test("Matched counts are those behind the estimate: of the representative under MAX")
  func counts() {
    // UCB1 over clusters of means 1 (ten pulls, nine of them of a bad arm) and 0.9 (ten pulls of
    // one arm): the count 1 makes the first one's bonus large, the count 10 leaves it behind.
    for (counts, chosen) in [(PullCounting.pulls, 1), (.matched, 0)] {
      var played = policy(
        parts(MaxStrategy.variant, outer: ucb1, inner: ucb1, counts: counts), [2, 1])
      for _ in 0..<9 { played.update(arm: 0, reward: -5) }
      played.update(arm: 1, reward: 1)
      for _ in 0..<10 { played.update(arm: 2, reward: 1.5) }
      var stream = testStream()
      // Both clusters have to leave the queue of first pulls of the outer rule.
      _ = played.selectArm(round: 1, using: &stream)
      _ = played.selectArm(round: 2, using: &stream)
      let arm = played.selectArm(round: 21, using: &stream)
      #expect((arm < 2 ? 0 : 1) == chosen)
    }
  }

  @Test(
    "Batches leave sums as they were: one pull at a time has the same beliefs", arguments: 2...4)
  func batches(size: Int) {
    var batched = policy(parts(MaxStrategy.variant, outer: ucb1, inner: ucb1), [2, 2])
    var plain = policy(parts(MaxStrategy.variant, outer: ucb1, inner: ucb1), [2, 2])
    var stream = testStream()
    for batch in 0..<20 {
      var arms = Array(repeating: Int32(0), count: size)
      var places = arms.mutableSpan
      batched.selectArms(&places, firstRound: batch * size + 1, using: &stream)
      let rewards = arms.map { Double($0) + stream.nextUnit() }
      batched.update(arms: arms.span, rewards: rewards.span)
      for (arm, reward) in zip(arms, rewards) { plain.update(arm: Int(arm), reward: reward) }
    }
    for arm in 0..<4 { #expect(batched.belief(of: arm) == plain.belief(of: arm)) }
    for cluster in 0..<2 {
      #expect(batched.belief(ofCluster: cluster) == plain.belief(ofCluster: cluster))
    }
  }
}
