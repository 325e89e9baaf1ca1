import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Plausible mistakes in a plan")
struct MutationTests {
  private func texts(_ text: String) throws -> [String] {
    Mutation.all(of: try read(text), .standard).map(\.text)
  }

  @Test("Every argument of a policy that a target names is moved, and others stand in its place")
  func policies() throws {
    let found = try texts(
      """
      name: study
      horizon: 100
      environment: {kind: bernoulli, means: [0.4, 0.6]}
      policies:
        - {label: UCB, kind: ucb, c: 0.5}
        - {label: greedy, kind: epsilon-greedy, epsilon: 0.1}
        - {label: dice, kind: random}
      published:
        - {policy: UCB, metric: regret, mean: 5, replications: 10, source: s}
      shown:
        - {policy: greedy, metric: regret, mean: 5, replications: 10, source: s}
      """)
    #expect(found.contains("UCB: c 0.5 → 0.625"))
    #expect(found.contains("UCB: scale 1 → 1.25"))
    #expect(found.contains("UCB: ties uniform → first"))
    #expect(found.contains("UCB: greedy in its place"))
    #expect(found.contains("UCB: dice in its place"))
    #expect(found.contains("UCB: ucb1-tuned in its place"))
    #expect(found.contains("bernoulli: means [0.4, 0.6] → [0.5, 0.75]"))
    #expect(found.contains("horizon + 10 %") && found.contains("horizon − 10 %"))
    // Nothing holds them against anything: one has no target, the other's is only shown.
    #expect(!found.contains { $0.hasPrefix("dice:") || $0.hasPrefix("greedy:") })
    // Two arms are no clusters.
    #expect(!found.contains("labels permuted, or not") && !found.contains("UCB: tsc in its place"))
    #expect(Set(found).count == found.count)
  }

  @Test("Priors are made stronger and reversed, nested arguments moved, labels permuted")
  func structures() throws {
    let found = try texts(
      """
      name: study
      horizon: 100
      environment: {kind: uniform-clusters, arms: 4, clusters: 2, range: [0.2, 0.8]}
      policies:
        - {label: T, kind: thompson, prior: [[1, 2], [3, 4], [5, 6], [7, 8]]}
        - {label: C, kind: two-level, strategy: mean, outer: {kind: ucb, c: 2}, inner: thompson}
      claims:
        - {claim: c, of: {policy: T}, to: {policy: C}, above: 1, source: s}
      """)
    #expect(
      found.contains(
        "T: prior [[1, 2], [3, 4], [5, 6], [7, 8]] → [[7, 8], [5, 6], [3, 4], [1, 2]]"))
    #expect(found.contains { $0.hasPrefix("T: prior") && $0.hasSuffix("[14, 16]]") })
    #expect(found.contains { $0.hasPrefix("C: outer.c ") })
    #expect(found.contains("labels permuted, or not"))
    #expect(found.contains("uniform-clusters: arms 4 → 5"))
    #expect(found.contains("uniform-clusters: range [0.2, 0.8] → [0.25, 1]"))
  }

  @Test("A mistake touches all problems that have the policy, and plays nothing else again")
  func part() throws {
    let study = try read(
      """
      name: study
      horizon: 100
      environments:
        - {label: one, kind: bernoulli, means: [0.4, 0.6]}
        - {label: two, kind: bernoulli, means: [0.1, 0.6]}
        - {label: three, kind: bernoulli, means: [0.1, 0.9]}
      policies: [{kind: ucb1}, {kind: random}]
      references:
        - {environment: one, policy: ucb1, metric: regret, round: 7, mean: 5, standard-deviation: 1,
           replications: 10, source: s}
        - {environment: three, policy: ucb1, metric: regret, mean: 5, standard-deviation: 1,
           replications: 10, source: s}
      """)
    let plan = study.plan
    let all = Mutation.all(of: study, .standard)
    let place = try #require(all.first { $0.text == "ucb1: random in its place" })
    #expect(place.places.map(\.environment) == ["one", "three"])
    #expect(place.places.allSatisfy { $0.policy == "ucb1" } && place.kind == .policy)
    let part = place.plan.part(place.places[1])
    #expect(part.problems.map(\.label) == ["three"])
    #expect(part.problems[0].policies.map(\.label) == ["ucb1"])
    #expect(part.problems[0].policies[0].component.kind == "random")
    #expect(place.plan.problems[1] == plan.problems[1])
    #expect(part.targets.isEmpty && part.rounds(of: part.problems[0]) == [7, 100])
    // What held at the horizon is asked of the new one, other rounds stay.
    let longer = try #require(all.first { $0.text == "horizon + 10 %" })
    #expect(longer.plan.targets.map { $0.mean?.round } == [7, 110])
    #expect(longer.plan.problems.map(\.horizon) == [110, 110, 110])
    #expect(longer.kind == .horizon && longer.places.map(\.environment) == ["one", "three"])
    let bit = try #require(all.first { $0.text == "horizon + 1/30" })
    #expect(bit.plan.problems.map(\.horizon) == [103, 103, 103])
  }

  @Test("Environments that share a value move together, others by themselves")
  func sweeps() throws {
    let study = try read(
      """
      name: study
      horizon: 100
      environment:
        {kind: strong-dominance, arms: 20, clusters: 4, best-cluster-arms: 5, width: 0.1, gap: 0.1}
      sweep: [{path: environment.gap, values: [0.1, 0.2]}]
      policies: [{kind: tsc}]
      claims:
        - {claim: c, of: {environment: "strong-dominance, gap = 0.1", policy: tsc},
           to: {environment: "strong-dominance, gap = 0.2", policy: tsc}, above: 1, source: s}
      """)
    let all = Mutation.all(of: study, .standard)
    let arms = try #require(all.first { $0.text == "strong-dominance: arms 20 → 22" })
    #expect(arms.problems == [0, 1])
    #expect(arms.plan.problems.map { $0.environment.arguments["arms"] } == [22, 22])
    #expect(arms.plan.problems.map { $0.environment.arguments["gap"] } == [0.1, 0.2])
    let gap = try #require(all.first { $0.text == "strong-dominance: gap 0.2 → 0.25" })
    #expect(gap.problems == [1])
    // A preset has nothing to move: other two-level policies stand in its place.
    #expect(all.contains { $0.text == "labels permuted, or not" })
    #expect(all.contains { $0.text == "tsc: ts-max in its place" && $0.problems == [0, 1] })
    #expect(all.contains { $0.text == "tsc: thompson in its place" })
  }
}
