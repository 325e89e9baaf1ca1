import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("PMAX on normal arms")
struct GaussianPMaxTests {
  private static let noise = RewardDistribution.gaussian(standardDeviation: 2)
  private let thompson = ParameterValue.part(BetaThompson.variant, ["ties": .word("first")])
  private let ucb1 = ParameterValue.part(UpperConfidenceBound.ucb1, ["ties": .word("first")])
  private let informed = ParameterValue.part(
    BetaThompson.variant,
    [
      "prior-mean": .number(1), "prior-standard-deviation": .number(0.5), "ties": .word("first"),
    ])

  private func policy(
    _ outer: ParameterValue, _ sizes: [Int], deviation: Double = 2, counts: PullCounting = .pulls,
    strategy: Variant = PMaxStrategy.variant
  ) -> GaussianTwoLevel {
    GaussianTwoLevel(
      TwoLevelParts(
        Arguments([
          "strategy": .part(strategy), "outer": outer, "inner": ucb1,
          "counts": .word(counts.rawValue),
        ]), rules: .standard, strategies: .standard),
      setting: setting(
        Clustering(sizes: sizes), rewards: .gaussian(standardDeviation: deviation)))
  }

  /// Mean and standard deviation of the maximum.
  private func maximum(_ laws: [(mean: Double, variance: Double)]) -> (Double, Double) {
    var maximum = NormalMaximum(capacity: laws.count)
    for law in laws { maximum.add(mean: law.mean, variance: law.variance) }
    let moments = maximum.moments()
    return (moments.mean, moments.variance.squareRoot())
  }

  private func expect(
    _ belief: Belief?, _ pulls: Double, _ expected: (mean: Double, deviation: Double),
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(belief?.pulls == pulls, sourceLocation: sourceLocation)
    #expect(
      abs((belief?.mean ?? .nan) - expected.mean) < 1e-12, sourceLocation: sourceLocation)
    #expect(
      abs((belief?.standardDeviation ?? .nan) - expected.deviation) < 1e-12,
      sourceLocation: sourceLocation)
  }

  @Test("Under a flat prior a cluster is the maximum of its pulled arms")
  func flatPrior() {
    var played = policy(thompson, [3, 2])
    #expect(played.belief(ofCluster: 0)?.mean == nil)
    played.update(arm: 0, reward: 1)
    expect(played.belief(ofCluster: 0), 1, (1, 2))
    for (arm, reward) in [(1, 3.0), (1, 5), (0, 0), (0, 2)] {
      played.update(arm: arm, reward: reward)
    }
    // N(1, 4/3) and N(4, 4/2), σ = 2.
    expect(played.belief(ofCluster: 0), 5, maximum([(1, 4.0 / 3), (4, 2)]))
    #expect(played.belief(ofCluster: 1)?.mean == nil)
    played.update(arm: 2, reward: -1)
    expect(played.belief(ofCluster: 0), 6, maximum([(1, 4.0 / 3), (4, 2), (-1, 4)]))
  }

  @Test("Under a normal prior every arm counts, those without pulls as their prior")
  func normalPrior() {
    var played = policy(informed, [1, 2, 4])
    // Of two normals r = 1 + τ/√π and v = τ²(1 − 1/π); of one arm the prior itself.
    expect(played.belief(ofCluster: 0), 0, (1, 0.5))
    let (root, part) = (Double.pi.squareRoot(), (1 - 1 / Double.pi).squareRoot())
    expect(played.belief(ofCluster: 1), 0, (1 + 0.5 / root, 0.5 * part))
    expect(played.belief(ofCluster: 2), 0, maximum(Array(repeating: (1, 0.25), count: 4)))
    // σ²/τ² = 16 pulls' worth: (16 + 3 + 4)/18 and 4/18, (16 − 2)/17 and 4/17.
    for (arm, reward) in [(3, 3.0), (3, 4), (5, -2)] { played.update(arm: arm, reward: reward) }
    expect(
      played.belief(ofCluster: 2), 3,
      maximum([(23.0 / 18, 4.0 / 18), (14.0 / 17, 4.0 / 17), (1, 0.25), (1, 0.25)]))
    played.update(arm: 0, reward: 3)
    #expect(played.belief(ofCluster: 0)?.mean == 19.0 / 17)
  }

  @Test("Matched counts are σ²/v, and the pulls where nothing is uncertain")
  func matched() {
    for (counts, deviation) in [(PullCounting.pulls, 2.0), (.matched, 2), (.matched, 0)] {
      var played = policy(ucb1, [2, 1], deviation: deviation, counts: counts)
      var (stream, scores) = (testStream(), DecisionScores())
      for round in 1...2 { _ = played.selectArm(round: round, using: &stream) }
      for (arm, reward) in [(0, 1.0), (0, 2), (1, 2), (2, 1), (2, 3)] {
        played.update(arm: arm, reward: reward)
      }
      _ = played.selectArm(round: 11, using: &stream, telling: &scores)
      let variance = deviation * deviation
      let (mean, spread) = maximum([(1.5, variance / 2), (2, variance)])
      let count = counts == .matched && deviation > 0 ? variance / (spread * spread) : 3
      let log = 2 * Elementary.log(10)
      let expected = [mean + (log / count).squareRoot(), 2 + (log / 2).squareRoot()]
      let found = scores.clusters?.values ?? []
      #expect(found.count == 2 && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  /// Rules for normal rewards.
  private static let rules: [(Variant, [String: ParameterValue])] = [
    (UpperConfidenceBound.ucb1, [:]), (UCB1Tuned.variant, [:]), (BetaThompson.variant, [:]),
    (
      BetaThompson.variant, ["prior-mean": .number(0.5), "prior-standard-deviation": .number(2)]
    ),
    (EpsilonGreedy.variant, ["epsilon": .constant(0.25)]),
  ]

  @Test(
    "With one arm in each cluster it is MEAN and flat play, pull by pull", arguments: rules.indices,
    PullCounting.allCases)
  func singletons(rule: Int, counts: PullCounting) {
    let (variant, values) = Self.rules[rule]
    let instance = problem([[0.25], [0.75], [0.5], [0.625], [0.375]], rewards: Self.noise)
    func twoLevel(_ strategy: Variant) -> Transcript {
      let parts: [String: ParameterValue] = [
        "strategy": .part(strategy), "outer": .part(variant, values), "inner": ucb1,
        "counts": .word(counts.rawValue),
      ]
      return transcript(
        prepared("two-level", parts, for: instance), on: instance, horizon: 300, test: "single")
    }
    let flat = transcript(
      prepared(variant.name, values, for: instance), on: instance, horizon: 300, test: "single")
    #expect(twoLevel(PMaxStrategy.variant) == flat)
    #expect(twoLevel(MeanStrategy.variant) == flat)
    #expect(Set(flat.arms).count == 5)
  }

  @Test("With one cluster the inner rule plays, pull by pull, as it does flat")
  func oneCluster() {
    let instance = problem([[0.25, 0.75, 0.5, 0.625]], rewards: Self.noise)
    let parts: [String: ParameterValue] = [
      "strategy": .part(PMaxStrategy.variant), "outer": ucb1, "inner": thompson,
    ]
    #expect(
      transcript(prepared("two-level", parts, for: instance), on: instance, horizon: 300)
        == transcript(
          prepared("thompson", ["ties": .word("first")], for: instance), on: instance,
          horizon: 300))
  }

  @Test("Batches leave sums as they were: one pull at a time has the same beliefs")
  func batches() {
    for outer in [ucb1, thompson, informed] {
      var batched = policy(outer, [2, 3])
      var plain = policy(outer, [2, 3])
      var stream = testStream()
      for batch in 0..<20 {
        var arms = Array(repeating: Int32(0), count: 3)
        var places = arms.mutableSpan
        batched.selectArms(&places, firstRound: batch * 3 + 1, using: &stream)
        let rewards = arms.map { Double($0) + stream.nextUnit() }
        batched.update(arms: arms.span, rewards: rewards.span)
        for (arm, reward) in zip(arms, rewards) { plain.update(arm: Int(arm), reward: reward) }
      }
      for cluster in 0..<2 {
        #expect(batched.belief(ofCluster: cluster) == plain.belief(ofCluster: cluster))
        #expect(batched.belief(ofCluster: cluster)?.mean?.isFinite == true)
      }
    }
  }

  @Test("Without noise means are known, and under a prior unpulled arms are not")
  func noiseless() {
    var flat = policy(thompson, [3], deviation: 0)
    for (arm, reward) in [(0, 1.0), (1, 2), (0, 1)] { flat.update(arm: arm, reward: reward) }
    expect(flat.belief(ofCluster: 0), 3, (2, 0))
    var open = policy(informed, [3], deviation: 0)
    for (arm, reward) in [(0, 1.0), (1, 1.25)] { open.update(arm: arm, reward: reward) }
    expect(open.belief(ofCluster: 0), 2, maximum([(1.25, 0), (1, 0.25)]))
  }

  @Test("A cluster of a thousand arms plays, those without pulls counted together")
  func many() {
    let instance = problem([(0..<1000).map { Double($0) / 1024 }, [1.5]], rewards: Self.noise)
    let parts: [String: ParameterValue] = [
      "strategy": .part(PMaxStrategy.variant), "outer": informed, "inner": informed,
    ]
    let run = replication(of: instance, horizon: 200)
    #expect(prepared("two-level", parts, for: instance).play(run).isComplete)
  }
}
