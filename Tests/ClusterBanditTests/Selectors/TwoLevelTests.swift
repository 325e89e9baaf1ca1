import Randomness
import Synchronization
import TestSupport
import Testing

@testable import ClusterBandit

/// What rules and strategies were asked and told, in order.
final class CallLog: Sendable {
  enum Call: Equatable, Sendable {
    case select(SelectionLevel, group: Int, clock: Int)
    case record(
      SelectionLevel, candidate: Int, group: Int, pulls: Double, alpha: Double, beta: Double)
    case update(arm: Int, cluster: Int, reward: Double, armPulls: Double)
  }

  /// The log of the current test.
  @TaskLocal static var current = CallLog()

  private let calls = Mutex<[Call]>([])

  func note(_ call: Call) { calls.withLock { $0.append(call) } }

  /// The calls since the last time.
  func take() -> [Call] {
    calls.withLock { calls in
      let taken = calls
      calls = []
      return taken
    }
  }
}

/// A rule that chooses what its script says and notes all calls.
private struct ProbeRule: SelectionRule, ~Copyable {
  static var variant: Variant { Variant("probe", "") }
  private let level: SelectionLevel
  private let log = CallLog.current
  private var script: [Double]

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.level = level
    script = arguments.numbers("script").reversed()
  }

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    log.note(.select(level, group: group, clock: clock))
    return Int(script.popLast() ?? .nan)
  }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    log.note(
      .record(
        level, candidate: candidate, group: group, pulls: estimate.pulls, alpha: estimate.alpha,
        beta: estimate.beta))
  }
}

/// A strategy whose estimates are recognisable and which notes all calls.
private struct ProbeStrategy: ClusterStrategy, ~Copyable {
  static var variant: Variant { Variant("probe", "") }
  private let log = CallLog.current

  init(arguments: Arguments, clustering: Clustering) {}

  func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: Double(10 + cluster), beta: 1, pulls: 0)
  }

  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    log.note(
      .update(arm: arm, cluster: cluster, reward: reward, armPulls: arms.pulls(of: arm)))
    return ClusterEstimate(alpha: Double(100 + arm), beta: 2, pulls: 50)
  }
}

@Suite("Two levels")
struct TwoLevelTests {
  private func script(_ choices: [Double]) -> Arguments {
    Arguments(["script": .numbers(choices)])
  }

  @Test("A step asks each level once with its own clock and tells it of one pull")
  func calls() {
    CallLog.$current.withValue(CallLog()) {
      let log = CallLog.current
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

  @Test("A flat policy's rule sees one group and the pulls so far")
  func flatCalls() {
    CallLog.$current.withValue(CallLog()) {
      let log = CallLog.current
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
    // Clusters {0, 1} and {2}, MAX with the prior [1, 1]: r = (1 + s)/(2 + n) and ν = 2 + n of the best
    // arm; UCB1 at both levels, first ties.
    // 1: cluster 0, arm 0; pays 1.   2: cluster 1, arm 2; pays 1: both ⅔ with ν = 3.
    // 3: a tie: cluster 0, its arm 1 unplayed; pays 1: still ⅔ with ν = 3, where m = 2.
    // 4: a tie again: cluster 0, arms alike: arm 0; pays 0: arm 1 represents, ⅔ with ν = 3.
    // 5: a tie again: cluster 0 with m = 3: ½ + 1.4823/√2 against 1 + 1.4823: arm 1; pays 1: ¾, ν = 4.
    // 6: t = 5: ¾ + 1.7941/√4 = 1.6471 against ⅔ + 1.7941/√3 = 1.7025: cluster 1, arm 2; pays 0: ½, 4.
    // 7: t = 6: ¾ + 1.8930/2 against ½ + 1.8930/2: cluster 0.
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

  @Test("The matched count is r(1 − r)/v − 1")
  func matchedCount() {
    for (alpha, beta) in [(3.0, 2.0), (1, 1), (0.25, 7), (1e3, 1)] {
      let estimate = ClusterEstimate(alpha: alpha, beta: beta, pulls: 7)
      let (r, v) = (estimate.mean, estimate.variance)
      let candidate = estimate.candidate(.matched)
      #expect(abs(candidate.pulls / (r * (1 - r) / v - 1) - 1) < 1e-12)
      #expect(candidate.posteriorVariance == v && candidate.mean == r)
      #expect(estimate.candidate(.pulls).pulls == 7)
    }
  }

  @Test(
    "Rules of unlike types play as they do in a loop compiled for them",
    arguments: [PullCounting.pulls, .matched])
  func erasedRules(counts: PullCounting) {
    let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
    let tuned = RuleCase.tuned
    let greedy = RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0.25)])
    let thompson = RuleCase(BetaThompson.variant)
    func compiled<
      Strategy: ClusterStrategy & ~Copyable, Outer: SelectionRule & ~Copyable,
      Inner: SelectionRule & ~Copyable
    >(
      _: Strategy.Type, _: Outer.Type, _: Inner.Type, _ outer: RuleCase, _ inner: RuleCase
    ) -> Transcript {
      let policy = PreparedPolicy(binary: { setting in
        TwoLevelSelector<Strategy, Outer, Inner>(
          strategy: arguments(Strategy.variant), outer: outer.arguments, inner: inner.arguments,
          counts: counts, setting: setting)
      })
      return transcript(policy, on: instance, horizon: 300, test: "erased")
    }
    func catalogued(_ strategy: Variant, _ outer: RuleCase, _ inner: RuleCase) -> Transcript {
      let policy = prepared(
        "two-level",
        [
          "strategy": .part(strategy), "outer": outer.part, "inner": inner.part,
          "counts": .word(counts.rawValue),
        ], for: instance)
      return transcript(policy, on: instance, horizon: 300, test: "erased")
    }
    #expect(
      catalogued(MeanStrategy.variant, tuned, thompson)
        == compiled(MeanStrategy.self, UCB1Tuned.self, BetaThompson.self, tuned, thompson))
    #expect(
      catalogued(MaxStrategy.variant, greedy, tuned)
        == compiled(MaxStrategy.self, EpsilonGreedy.self, UCB1Tuned.self, greedy, tuned))
    #expect(
      catalogued(MaxStrategy.variant, thompson, .ucb1)
        == compiled(
          MaxStrategy.self, BetaThompson.self, UpperConfidenceBound.self, thompson, .ucb1))
    // One type under two names: the compiled loop serves both.
    #expect(
      catalogued(MeanStrategy.variant, .ucb1, .ucb(0.5))
        == compiled(
          MeanStrategy.self, UpperConfidenceBound.self, UpperConfidenceBound.self, .ucb1, .ucb(0.5))
    )
  }

  @Test("The inner clock is the cluster's pulls, not all pulls")
  func innerClock() {
    // Cluster {0, 1} with arm 0 at 0 of 1 and arm 1 at 2 of 3, inner UCB(0.92): with
    // L = 0.92·sqrt(2 ln t) the indices L and 2/3 + L/√3 cross at L = 1.5774, so arm 1 leads at
    // t = 4 and arm 0 from t = 5 on. Cluster {2} is pulled in between.
    CallLog.$current.withValue(CallLog()) {
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

  @Test(
    "What happens in one group changes nothing in another", arguments: RuleCase.all(ties: .uniform))
  func groupsAreIndependent(rule: RuleCase) {
    // Groups 0 and 2 get unlike data; group 1 must choose alike, word for word.
    let groups = Clustering(sizes: [3, 4, 20])
    var choices: [[Int]] = []
    for variant in 0..<2 {
      let rule = rule.rule(over: groups)
      var noise = testStream(UInt64(variant))
      var stream = testStream(9)
      var world = testStream(10)
      var pulls = Array(repeating: 0.0, count: groups.armCount)
      var sums = pulls
      var chosen: [Int] = []
      for clock in 0..<300 {
        for group in variant == 0 ? [0] : [2, 0, 2] {
          let arm = rule.select(group: group, clock: clock, using: &noise)
          pulls[arm] += 1
          sums[arm] += noise.nextUnit() < 0.5 ? 1 : 0
          rule.record(arm, group: group, estimate(pulls: pulls[arm], sum: sums[arm]))
        }
        let arm = rule.select(group: 1, clock: clock, using: &stream)
        chosen.append(arm)
        pulls[arm] += 1
        sums[arm] += world.nextUnit() < 0.1 * Double(arm) ? 1 : 0
        rule.record(arm, group: 1, estimate(pulls: pulls[arm], sum: sums[arm]))
      }
      choices.append(chosen)
    }
    #expect(choices[0] == choices[1])
  }

  @Test("The presets are the two-level policies that their names stand for")
  func presets() {
    let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
    let pairs: [(String, [String: ParameterValue], [String: ParameterValue])] = [
      ("tsc", [:], [:]),
      ("ts-max", [:], ["strategy": .part(MaxStrategy.variant)]),
      (
        "ts-max", ["plus-one": .flag(true), "prior": .numbers([2, 1])],
        [
          "strategy": .part(
            MaxStrategy.variant, ["plus-one": .flag(true), "prior": .numbers([2, 1])])
        ]
      ),
      (
        "ucbc", [:],
        ["outer": .part(UpperConfidenceBound.ucb1), "inner": .part(UpperConfidenceBound.ucb1)]
      ),
      (
        "ucbc", ["strategy": .part(MaxStrategy.variant)],
        [
          "strategy": .part(MaxStrategy.variant), "outer": .part(UpperConfidenceBound.ucb1),
          "inner": .part(UpperConfidenceBound.ucb1),
        ]
      ),
      (
        "ucbc", ["strategy": .part(MaxStrategy.variant), "counts-from-one": .flag(true)],
        [
          "strategy": .part(MaxStrategy.variant),
          "outer": .part(UpperConfidenceBound.ucb1, ["initial-count": .number(1)]),
          "inner": .part(
            UpperConfidenceBound.ucb1, ["initial-count": .number(1), "prior": .numbers([1, 1])]),
        ]
      ),
    ]
    for (name, values, twoLevel) in pairs {
      let preset = transcript(prepared(name, values, for: instance), on: instance, horizon: 300)
      let spelledOut = transcript(
        prepared("two-level", twoLevel, for: instance), on: instance, horizon: 300)
      #expect(preset == spelledOut, "\(name) \(values)")
    }
  }

  @Test("Gaussian rewards and an empty prior under Thompson sampling are refused")
  func problems() throws {
    let normal = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
    let binary = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    for name in ["two-level", "tsc", "ts-max", "ucbc"] {
      let family = try #require(PolicyCatalogue.standard[name])
      let defaults = Arguments(defaultsOf: family.parameters)
      #expect(family.problems(defaults, normal).map(\.path) == [[]])
      #expect(family.problems(defaults, binary) == [])
    }
    let family = try #require(PolicyCatalogue.standard["two-level"])
    func paths(_ values: [String: ParameterValue]) -> [[String]] {
      family.problems(Arguments(values, defaultsOf: family.parameters), binary).map(\.path)
    }
    let none = ParameterValue.part(MeanStrategy.variant, ["prior": .numbers([0, 0])])
    let half = ParameterValue.part(MeanStrategy.variant, ["prior": .numbers([1, 0])])
    let ucb1 = ParameterValue.part(UpperConfidenceBound.ucb1)
    #expect(paths(["strategy": none]) == [["strategy", "prior"]])
    #expect(paths(["strategy": half]) == [["strategy", "prior"]])
    #expect(paths(["strategy": none, "outer": ucb1]) == [])
    let priors = ParameterValue.part(
      BetaThompson.variant, ["priors": .priors([.uniform, .uniform, .uniform])])
    #expect(paths(["inner": priors]) == [["inner", "priors"]])
    #expect(paths(["outer": priors]) == [["outer", "priors"]])
  }
}
