import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("HTS")
struct HTSTests {
  /// The choice of HTS written as its definition.
  private func thompson(
    _ tree: ArmTree, _ seen: SeenArms, prior: BetaPrior, using stream: inout RandomStream
  ) -> Int {
    let candidates: [ArmTree] =
      switch tree {
      case .arms(let arms): arms.map { .arms([$0]) }
      case .nodes(let children): children
      }
    let samples = candidates.map { candidate in
      let (n, s) = seen.of(candidate)
      return stream.nextBeta(
        BetaShape(alpha: prior.alpha + s, beta: prior.beta + (n - s)), .shared)
    }
    let best = samples.indices.reduce(0) { samples[$1] > samples[$0] ? $1 : $0 }
    if case .arms(let arms) = tree { return arms[best] }
    return thompson(candidates[best], seen, prior: prior, using: &stream)
  }

  @Test(
    "HTS samples from the root down with all pulls through each node",
    arguments: ArmTree.sevenPlaces)
  func thompsonReference(tree: ArmTree) {
    for prior in [BetaPrior.uniform, BetaPrior(alpha: 3, beta: 0.5)] {
      let instance = treeInstance(tree)
      let pair = ParameterValue.priors([prior])
      var policy = TreeSelector<BetaThompson>(
        nodes: arguments(BetaThompson.variant),
        arms: arguments(BetaThompson.variant, ["prior": pair]),
        prior: prior, depth: nil, setting: replication(of: instance, horizon: 400).setting)
      // What the family makes is this policy.
      var twin = transcript(
        prepared("hts", ["prior": .numbers([prior.alpha, prior.beta])], for: instance),
        on: instance, horizon: 400)
      let seeds = SeedTree(test: #function, root: 1)
      var world = seeds.stream(replication: 0, role: .reward)
      var stream = seeds.stream(replication: 0, role: .policy)
      var seen = SeenArms(pulls: Array(repeating: 0, count: 7), sums: Array(repeating: 0, count: 7))
      for round in 1...400 {
        var copy = stream
        let expected = thompson(tree, seen, prior: prior, using: &copy)
        let arm = policy.selectArm(round: round, using: &stream)
        #expect(arm == expected && stream == copy, "round \(round)")
        #expect(twin.arms.removeFirst() == arm, "round \(round)")
        let reward: Double = world.nextUnit() < instance.means[arm] ? 1 : 0
        seen.pulls[arm] += 1
        seen.sums[arm] += reward
        policy.update(arm: arm, reward: reward)
      }
    }
  }

  @Test("After two pulls HTS chooses with the probabilities of its posteriors")
  func thompsonByHand() {
    // {{0, 1}, {{2}, {3}}}; arm 0 paid 1 and arm 2 paid 0. P(Beta(2, 1) > Beta(1, 2)) = 5/6 at the
    // root, P(Beta(2, 1) > Beta(1, 1)) = 2/3 in {0, 1} and P(Beta(1, 2) > Beta(1, 1)) = 1/3 among
    // {2} and {3}. 20 000 choices see a relative error of 9 % in the cells.
    let tree = ArmTree.nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3])])])
    let uniform = arguments(BetaThompson.variant)
    var policy = TreeSelector<BetaThompson>(
      nodes: uniform, arms: uniform, prior: .uniform, depth: nil,
      setting: replication(of: treeInstance(tree), horizon: 10).setting)
    policy.update(arm: 0, reward: 1)
    policy.update(arm: 2, reward: 0)
    var stream = testStream()
    var counts = [0, 0, 0, 0]
    for _ in 0..<20_000 { counts[policy.selectArm(round: 3, using: &stream)] += 1 }
    let verdict = Verdict.chiSquare(
      counts: counts,
      probabilities: [5.0 / 6 * 2 / 3, 5.0 / 6 / 3, 1.0 / 6 / 3, 1.0 / 6 * 2 / 3])
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("On a sorted tree the regret falls with the depth")
  func sortedTree() throws {
    // Twelve instances: the difference of two neighbours is at least 5 standard errors.
    let family = try #require(EnvironmentCatalogue.standard["sorted-tree"])
    let environment = try family.make(
      Arguments(["arms": .integer(60), "levels": .integer(5)], defaultsOf: family.parameters)
    ).get()
    var stream = testStream()
    let instances = (0..<12).map { _ in environment.drawInstance(using: &stream) }
    let regrets = [0, 1, 2].map { depth in
      instances.map { instance in
        finalRegrets(
          prepared("hts", ["depth": .integer(depth)], for: instance), on: instance, horizon: 400,
          count: 1)[0]
      }.reduce(0, +)
    }
    #expect(regrets == regrets.sorted(by: >))
  }
}
