import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("What holds for every policy")
struct SharedPolicyTests {
  /// The clauses that a report must have looked at.
  private func expected(_ context: ContextUse) -> Set<String> {
    let clauses: [PolicyContract.Clause] =
      context == .required
      ? [.parameters, .refusals, .playable, .repeatable, .replications, .tables]
      : PolicyContract.Clause.allCases
    return Set(clauses.map(\.rawValue))
  }

  @Test(
    "Every family keeps the contract of policies, with its parameters varied one by one",
    // These have tests of their own: one plays two arms at most, the others take their time.
    arguments: PolicyCatalogue.standard.families.map(\.name).filter {
      !["bayes-optimal", "ids", "v-ids", "cluster-gittins"].contains($0)
    })
  func families(name: String) throws {
    let family = try #require(PolicyCatalogue.standard[name])
    // The oracle never explores. A sibling's pulls can say enough of an arm that has a function of
    // its own, and names cannot be exchanged without the functions.
    let waived: Set<PolicyContract.Clause> =
      name == "oracle" ? [.exploration] : name == "ucb-d" ? [.exploration, .relabelling] : []
    let report = PolicyContract(family, waiving: waived).report()
    #expect(report.violations.isEmpty)
    #expect(
      Set(report.cases.keys) == expected(family.context).subtracting(waived.map(\.rawValue)))
    // One problem with contexts or eight without are the least that any policy plays.
    #expect((report.cases["repeatable"] ?? 0) >= 16)
    // The two halves of a prior need each other.
    #expect(report.refused.allSatisfy { $0.contains(" prior-") }, "\(report.refused)")
    #expect(report.refused.isEmpty || name == "thompson")
  }

  @Test("So does every pair of parts of a two-level policy", arguments: PolicyCase.combinations)
  func parts(policyCase: PolicyCase) {
    let report = PolicyContract(
      policyCase.family, arguments: [policyCase.arguments],
      waiving: [.exploration, .relabelling]
    ).report()
    #expect(report.violations.isEmpty)
    // Clusters in four groupings and three sets of ties, batches of four sizes.
    #expect((report.cases["range"] ?? 0) >= 4 * 4)
  }

  @Test(
    "An index rule pulls every arm once before any arm twice",
    arguments: RuleCase.index(ties: .first) + RuleCase.index(ties: .uniform)
      + RuleCase.klUCB(ties: .first) + RuleCase.klUCB(ties: .uniform))
  func unplayedFirst(rule: RuleCase) {
    let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]
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
    let seeds = SeedTree(root: 1)
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
    var stream = SeedTree(test: #function, root: 1).stream(replication: 0, role: .policy)
    #expect(random.arms == (0..<50).map { _ in stream.nextIndex(below: 3) })
  }
}
