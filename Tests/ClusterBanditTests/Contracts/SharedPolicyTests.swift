import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("What holds for every policy")
struct SharedPolicyTests {
  /// Seven arms whose means and gaps differ from each other, in several groupings.
  static let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]

  static let shapes = [[7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 3], [1]].flatMap { sizes in
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)].map { rewards in
      InstanceCase(
        testDescription: "\(sizes) \(rewards)",
        instance: BanditInstance(
          means: Array(means.prefix(sizes.reduce(0, +))), clustering: Clustering(sizes: sizes),
          rewards: rewards))
    }
      // The same arms with a prior, which some policies ask for.
      + PriorCase.Dependence.allCases.map { dependence in
        InstanceCase(
          testDescription: "\(sizes) \(dependence)",
          instance: PriorCase(sizes: sizes, noise: 0.5, dependence: dependence).instance(
            Array(means.prefix(sizes.reduce(0, +)))))
      }
  }

  /// Arms with these means in the first reward model that the policy accepts.
  private func suitableInstance(
    _ means: [Double], _ sizes: [Int], for policyCase: PolicyCase
  ) -> BanditInstance? {
    let instances =
      [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)].map {
        BanditInstance(means: means, clustering: Clustering(sizes: sizes), rewards: $0)
      } + [PriorCase(sizes: sizes, noise: 0.5).instance(means)]
    return instances.first { policyCase.prepared(for: $0) != nil }
  }

  private func play(
    _ policyCase: PolicyCase, _ instance: BanditInstance, horizon: Int = 70, number: UInt64 = 0,
    tables: ClockTables? = nil
  ) -> Transcript? {
    policyCase.prepared(for: instance).map {
      transcript($0, on: instance, horizon: horizon, number: number, tables: tables, test: "play")
    }
  }

  @Test(
    "Its choices are arms, it repeats itself from a seed, and tables never show",
    arguments: PolicyCase.all)
  func repeats(policyCase: PolicyCase) {
    var played = 0
    for shape in Self.shapes {
      // Reading a transcript fails on anything but an arm.
      guard let first = play(policyCase, shape.instance) else { continue }
      played += 1
      #expect(first.arms.count == 70)
      #expect(play(policyCase, shape.instance) == first, "a repetition")
      #expect(
        play(policyCase, shape.instance, tables: ClockTables(count: 5)) == first,
        "rounds beyond the tables")
    }
    #expect(played > 0 || refusesByDesign(policyCase))
  }

  /// Arguments that need a partner, one by one.
  private func refusesByDesign(_ policyCase: PolicyCase) -> Bool {
    let values = policyCase.arguments.values
    if values["prior-mean"] != nil || values["prior-standard-deviation"] != nil { return true }
    return policyCase.family.name == "two-level"
      && values["strategy"]
        == .part(
          MeanStrategy.variant, ["prior": .numbers([0, 0])])
  }

  @Test(
    "The reward draw of a round is the same whatever the policy did before",
    arguments: PolicyCase.all)
  func commonRandomNumbers(policyCase: PolicyCase) {
    for shape in Self.shapes where shape.instance.armCount == 7 {
      for number in 0..<2 as Range<UInt64> {
        guard let played = play(policyCase, shape.instance, number: number) else { continue }
        var stream = SeedTree(root: 1, experiment: "play").stream(
          replication: number, role: .reward)
        for (arm, reward) in zip(played.arms, played.rewards) {
          let mean = shape.instance.means[arm]
          if shape.instance.rewards.isBinary {
            #expect(reward == (stream.nextUnit() < mean ? 1 : 0))
          } else {
            #expect(abs(reward - mean - 0.5 * stream.nextNormal(.shared)) < 1e-9)
          }
        }
      }
    }
  }

  @Test("Another replication is another run", arguments: PolicyCase.defaults)
  func replicationsDiffer(policyCase: PolicyCase) throws {
    let instance = try #require(suitableInstance(Self.means, [3, 1, 3], for: policyCase))
    #expect(play(policyCase, instance, number: 1) != play(policyCase, instance, number: 2))
  }

  @Test(
    "It plays every arm sooner or later, unless it knows the best one",
    arguments: PolicyCase.defaults)
  func everyArm(policyCase: PolicyCase) throws {
    for sizes in [[7], [1, 1, 1, 1, 1, 1, 1], [3, 1, 3]] {
      let means = [0.5, 0.4375, 0.5625, 0.46875, 0.53125, 0.453125, 0.484375]
      let instance = try #require(suitableInstance(means, sizes, for: policyCase))
      let arms = play(policyCase, instance, horizon: 1500)?.arms
      #expect(Set(arms ?? []).count == (policyCase.family.name == "oracle" ? 1 : 7), "\(sizes)")
    }
  }

  @Test(
    "An index rule pulls every arm once before any arm twice",
    arguments: RuleCase.index(ties: .first) + RuleCase.index(ties: .uniform)
      + RuleCase.klUCB(ties: .first) + RuleCase.klUCB(ties: .uniform))
  func unplayedFirst(rule: RuleCase) {
    let means = Self.means
    for rewards in [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)] {
      let flat = BanditInstance(means: means, clustering: .whole(7), rewards: rewards)
      // KL-UCB refuses Gaussian rewards, as its own tests say.
      if !rewards.isBinary, rule.name == KLUCB.variant.name { continue }
      let arms = transcript(
        prepared(rule.name, rule.arguments.values, for: flat), on: flat, horizon: 9
      ).arms
      #expect(Set(arms.prefix(7)).count == 7)
    }
    // Two levels: every cluster first, then inside a cluster every arm before any arm twice.
    let grouped = BanditInstance(
      means: means, clustering: Clustering(sizes: [3, 1, 3]), rewards: .bernoulli)
    let policy = prepared("two-level", ["outer": rule.part, "inner": rule.part], for: grouped)
    let arms = transcript(policy, on: grouped, horizon: 60).arms
    let clusters = arms.map { Int(grouped.clustering.clusterOfArm[$0]) }
    #expect(Set(clusters.prefix(3)).count == 3)
    for cluster in 0..<3 {
      let size = grouped.clustering.size(of: cluster)
      let inside = arms.filter { grouped.clustering.arms(of: cluster).contains($0) }.prefix(size)
      #expect(Set(inside).count == inside.count)
    }
  }
}

/// Draws `waste` words for nothing each round, then pulls the arms in turn.
private struct Wasteful: Policy, ~Copyable {
  let armCount: Int
  let waste: Int
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    for _ in 0..<waste { _ = stream.next() }
    return round % armCount
  }
  mutating func update(arm: Int, reward: Double) {}
}

@Suite("Streams of a replication")
struct ReplicationStreamTests {
  @Test("A policy that draws more words shifts no reward", arguments: [1, 2, 1000])
  func waste(words: Int) {
    for instance in [
      problem([[0.25, 0.5], [0.75]]),
      problem([[0.25, 0.5], [0.75]], rewards: .gaussian(standardDeviation: 2)),
    ] {
      let thrifty = PreparedPolicy(rewards: instance.rewards) {
        Wasteful(armCount: $0.armCount, waste: 0)
      }
      let wasteful = PreparedPolicy(rewards: instance.rewards) {
        Wasteful(armCount: $0.armCount, waste: words)
      }
      #expect(
        transcript(thrifty, on: instance, horizon: 300)
          == transcript(wasteful, on: instance, horizon: 300))
    }
  }

  @Test("The words of a policy's stream are not those of the rewards or of the instance")
  func roles() {
    let seeds = SeedTree(root: 1, experiment: "roles")
    var starts: Set<UInt64> = []
    for number in 0..<10 as Range<UInt64> {
      for role in StreamRole.allCases {
        var stream = seeds.stream(replication: number, role: role)
        starts.insert(stream.next())
      }
    }
    #expect(starts.count == 10 * StreamRole.allCases.count)
    // What a policy is handed is the policy's stream from its start.
    let instance = problem([[0.5], [0.25], [0.75]])
    let random = transcript(prepared("random", for: instance), on: instance, horizon: 50)
    var stream = SeedTree(root: 1, experiment: #function).stream(replication: 0, role: .policy)
    #expect(random.arms == (0..<50).map { _ in stream.nextIndex(below: 3) })
  }
}
