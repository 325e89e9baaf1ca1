import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The index policy over clusters")
struct ClusterGittinsTests {
  private func law(_ states: Int) -> [String: ParameterValue] {
    ["discount": .number(0.9), "states": .integer(states)]
  }

  @Test("With independent arms it is gittins, pull by pull")
  func independent() {
    let instance = problem([[0.25, 0.5], [0.75, 0.6875]])
    let model = ParameterValue.defaultVariant(ModelCatalogue.independent)
    let own = prepared(
      "cluster-gittins", ["discount": .number(0.9), "model": model], for: instance)
    let flat = prepared("gittins", ["discount": .number(0.9)], for: instance)
    for number in 0..<3 as Range<UInt64> {
      #expect(
        transcript(own, on: instance, horizon: 80, number: number)
          == transcript(flat, on: instance, horizon: 80, number: number))
    }
  }

  // One pull ahead of two fresh arms on the grid; the upper bound is that of ``ToldMeansTests``.
  @Test("It tells between which bounds the index of each cluster is")
  func told() throws {
    let table = ClusterIndexTable(
      prior: ClusterPrior(hierarchical: [1, 1000]), discount: 0.9, most: 4)
    var policy = ClusterGittins(
      clustering: Clustering(sizes: [2, 2, 2]), ties: .first, table: table)
    var (stream, scores) = (testStream(), DecisionScores())
    #expect(policy.selectArm(round: 1, using: &stream, telling: &scores) == 0)
    #expect(scores.clusters?.values.count == 3 && scores.clusters?.upper == nil)
    scores.wantsBounds = true
    #expect(policy.selectArm(round: 1, using: &stream, telling: &scores) == 0)
    let fresh = try #require(scores.clusters)
    let upper = try #require(fresh.upper)
    #expect(fresh.basis == .index && fresh.values.count == 3 && upper.count == 3)
    #expect(Set(fresh.values).count == 1 && fresh.values[0] > 0.5 && fresh.values[0] < 0.7379)
    for bound in upper { #expect((bound - 0.808806051435).magnitude < 1e-10) }
    policy.update(arm: 0, reward: 0)
    #expect(policy.selectArm(round: 2, using: &stream, telling: &scores) == 2)
    let next = try #require(scores.clusters)
    let below = try #require(next.upper)
    #expect(next.values[0] < next.values[1] && next.values[1...] == fresh.values[1...])
    #expect(below[0] < below[1] && below[0] >= next.values[0] && below[1...] == upper[1...])
  }

  // Every bracket looked ahead to the end: the highest lower bound, and its arm.
  @Test("Each decision is that of indices as deep as the states allow")
  func decisions() {
    let prior = ClusterPrior(cells: [SIMD2(0.8, 3.2), SIMD2(3.2, 0.8)])
    let clustering = Clustering(sizes: [2, 2])
    let lazy = ClusterIndexTable(prior: prior, discount: 0.9, most: 80)
    let eager = ClusterIndexTable(prior: prior, discount: 0.9, most: 80)
    var world = testStream()
    var compared = 0
    for _ in 0..<6 {
      var policy = ClusterGittins(clustering: clustering, ties: .first, table: lazy)
      var counts = Array(repeating: SIMD2(0.0, 0.0), count: 4)
      for round in 1...15 {
        var stream = testStream()
        let arm = policy.selectArm(round: round, using: &stream)
        let indices = (0..<2).map { cluster -> (Double, SIMD2<Double>) in
          let sorted = [counts[2 * cluster], counts[2 * cluster + 1]].sorted {
            ($0.x, $0.y) > ($1.x, $1.y)
          }
          let bracket = eager.bracket(of: sorted, deeperThan: 99)
          return (bracket.lower, sorted[bracket.arm])
        }
        // Narrow brackets of other depths may part less than the look-ahead knows.
        let best = indices[1].0 > indices[0].0 ? 1 : 0
        if (indices[0].0 - indices[1].0).magnitude > 0.02 {
          #expect(arm / 2 == best && counts[arm] == indices[best].1, "round \(round)")
          compared += 1
        }
        let reward = world.nextUnit() < [0.2, 0.4, 0.6, 0.7][arm] ? 1.0 : 0
        policy.update(arm: arm, reward: reward)
        counts[arm] += SIMD2(reward, 1 - reward)
      }
    }
    #expect(compared > 40)
  }

  @Test("A sibling's failure sends it to the other cluster, a success to the sibling's cluster")
  func dependent() {
    let table = ClusterIndexTable(
      prior: ClusterPrior(hierarchical: [1, 1000]), discount: 0.9, most: 60)
    for reward in [0.0, 1] {
      var policy = ClusterGittins(
        clustering: Clustering(sizes: [2, 2]), ties: .first, table: table)
      var stream = testStream()
      #expect(policy.selectArm(round: 1, using: &stream) == 0)
      policy.update(arm: 0, reward: reward)
      #expect(policy.selectArm(round: 2, using: &stream) == (reward == 1 ? 0 : 2))
      #expect(policy.belief(of: 0)?.pulls == 1 && policy.belief(of: 1)?.pulls == 0)
      // The pulled arm's and the sibling's mean, see ClusterBracketTests.
      let means = [0.70325209, 0.66650391].map { reward == 1 ? $0 : 1 - $0 }
      for (arm, mean) in means.enumerated() {
        #expect(((policy.belief(of: arm)?.mean ?? 0) - mean).magnitude < 0.6e-8)
      }
    }
  }

  /// Means (0, .1) with probability .85, else (1, .7): both arms tell which.
  private var telling: SharedParameter {
    SharedParameter(
      values: [[0, 1], [0.1, 0.7]], grid: [0, 1],
      law: .among([0, 1], probabilities: [0.85, 0.15]))
  }

  /// E Σ α^(t−1) r_t of `rounds` rounds with α = ½, over every way that rewards can fall.
  private func worth(discount: Double, rounds: Int) -> Double {
    let shared = telling
    let table = ClusterIndexTable(
      prior: ClusterPrior(shared, arms: 2), discount: discount, most: 300)
    func later(_ history: [(arm: Int, reward: Double)], _ state: Double) -> Double {
      guard history.count < rounds else { return 0 }
      var policy = ClusterGittins(clustering: .whole(2), ties: .first, table: table)
      for pull in history { policy.update(arm: pull.arm, reward: pull.reward) }
      var stream = testStream()
      let arm = policy.selectArm(round: history.count + 1, using: &stream)
      let p = shared.mean(of: arm, at: state)
      var value = p
      if p > 0 { value += 0.5 * p * later(history + [(arm, 1)], state) }
      if p < 1 { value += 0.5 * (1 - p) * later(history + [(arm, 0)], state) }
      return value
    }
    return 0.85 * later([], 0) + 0.15 * later([], 1)
  }

  // By hand: the first arm has the rate q/(1 − α + qα) = 6/23 with q = .15, for its first answer
  // tells all. After a failure .1 is left for ever: .15 · 2 + .85 · .1 · 1 = .385.
  @Test("Whittle's condition fails: the index takes the first arm, and the second earns 6 % more")
  func counterexample() throws {
    let prior = ClusterPrior(telling, arms: 2)
    let fresh = [SIMD2(0.0, 0.0), SIMD2(0.0, 0.0)]
    for depth in 1...6 {
      let found = ClusterBracket(
        prior: prior, counts: fresh, discount: 0.5, depth: depth, most: .max)
      let bracket = try #require(found)
      #expect(bracket.arm == 0 && (bracket.lower - 6.0 / 23).magnitude < 1e-12)
      #expect(bracket.upper >= bracket.lower)
    }
    let cut = 0x1p-12
    #expect(
      (worth(discount: 0.5, rounds: 12) - 0.3 * (1 - cut) - 0.17 * (0.5 - cut)).magnitude < 1e-12)
    // A discount factor near 0 looks one pull ahead: the myopic policy.
    #expect((worth(discount: 1e-6, rounds: 8) - 0.408468034258).magnitude < 1e-10)
    let told = prior.moments(of: 1, [SIMD2(0, 0), SIMD2(1, 0)])
    let share = 0.105 / (0.105 + 0.085)
    #expect((told.mean - (0.1 + 0.6 * share)).magnitude < 1e-12)
    #expect((told.variance - 0.36 * share * (1 - share)).magnitude < 1e-12)
  }

  @Test("The model needs functions of a parameter that are those of every cluster")
  func sharedRefusals() {
    let family = PolicyFamily.clusterGittins
    let arguments = Arguments(
      ["discount": .number(0.5), "model": .variant("shared-parameter", Arguments())],
      defaultsOf: family.parameters)
    var shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    #expect(family.allProblems(arguments, shape).map(\.path) == [["model"]])
    let lines = (intercepts: [0.0, 0.5], slopes: [1.0, -0.5])
    for copies in [2, 1] {
      shape.sharedParameter = SharedParameter(
        intercepts: lines.intercepts + (copies == 1 ? [0.25, 0.25] : []),
        slopes: lines.slopes + (copies == 1 ? [0.5, 0.25] : []), isLogistic: false, range: 0...1,
        law: .uniform, copies: copies)
      #expect(
        family.allProblems(arguments, shape).map(\.message)
          == (copies == 2
            ? [] : ["the clusters of this environment have functions of their own"]))
    }
  }

  @Test("It keeps the contract of policies where it looks a little ahead")
  func contract() {
    let waived: Set<PolicyContract.Clause> = [.parameters, .exploration]
    let report = PolicyContract(
      .clusterGittins,
      arguments: [Arguments(law(10), defaultsOf: PolicyFamily.clusterGittins.parameters)],
      waiving: waived
    ).report()
    #expect(report.violations.isEmpty)
    #expect((report.cases["repeatable"] ?? 0) >= 5)
  }

  @Test("Gaussian rewards and a range upside down are refused")
  func refusals() {
    let shape = ProblemShape(armCount: 2, clusterCount: 1, rewards: .bernoulli)
    let normal = ProblemShape(
      armCount: 2, clusterCount: 1, rewards: .gaussian(standardDeviation: 1))
    let plain = Arguments(law(10), defaultsOf: PolicyFamily.clusterGittins.parameters)
    #expect(PolicyFamily.clusterGittins.allProblems(plain, shape).isEmpty)
    #expect(PolicyFamily.clusterGittins.allProblems(plain, normal).count == 1)
    let grid = ParameterValue.part(
      HierarchicalBetaBinomial.variant, ["cohesion": .numbers([9, 1])])
    let upside = Arguments(
      law(10).merging(["model": grid]) { $1 },
      defaultsOf: PolicyFamily.clusterGittins.parameters)
    #expect(
      PolicyFamily.clusterGittins.allProblems(upside, shape).map(\.path)
        == [["model", "cohesion"]])
  }
}
