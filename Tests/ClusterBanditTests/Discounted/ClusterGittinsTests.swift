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
