import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCT")
struct UCTTests {
  /// The choice of UCT with ties `first`, written as its definition.
  private func bound(_ tree: ArmTree, _ seen: SeenArms, c: Double) -> Int {
    let candidates: [ArmTree] =
      switch tree {
      case .arms(let arms): arms.map { .arms([$0]) }
      case .nodes(let children): children
      }
    let total = seen.of(tree).pulls
    func index(_ candidate: ArmTree) -> Double {
      let (n, s) = seen.of(candidate)
      return n == 0
        ? .infinity
        : s / n + c * (2 * Elementary.log(total)).squareRoot() * (1 / n.squareRoot())
    }
    let values = candidates.map(index)
    let best = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    if case .arms(let arms) = tree { return arms[best] }
    return bound(candidates[best], seen, c: c)
  }

  @Test(
    "UCT follows the highest bounds with the parent's count in the logarithm",
    arguments: ArmTree.sevenPlaces,
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.25)])
  func boundReference(tree: ArmTree, rewards: RewardDistribution) {
    for c in [0, 0.4, 1] {
      let instance = treeInstance(tree, rewards: rewards)
      let played = transcript(
        prepared("uct", ["c": .number(c), "ties": .word("first")], for: instance), on: instance,
        horizon: 300)
      var seen = SeenArms(pulls: Array(repeating: 0, count: 7), sums: Array(repeating: 0, count: 7))
      for (round, arm) in played.arms.enumerated() {
        // A Gaussian reward read from a total is rounded: near-ties could go either way.
        let expected = bound(tree, seen, c: c)
        #expect(arm == expected, "c = \(c), round \(round + 1)")
        guard arm == expected else { return }
        seen.pulls[arm] += 1
        seen.sums[arm] += played.rewards[round]
      }
    }
  }

  @Test("Seven pulls of UCT by hand")
  func boundByHand() {
    // Root {A = {0, 1}, B = {C = {2}, D = {3}}}, c = 1, ties first, L(n) = sqrt(2 ln n).
    // 1: A, 0 pays 1. 2: B, C, 2 pays 0. 3: A = 1 + L(2)/1 against B = L(2): A; 1 is unplayed,
    //    pays 0. 4: L(3) = 1.4823: A = 1/2 + 1.0482 = 1.5482, B = 1.4823: A; n_A = 2: arm 0 = 1 +
    //    L(2) against L(2): arm 0 pays 0. 5: L(4) = 1.6651: A = 1/3 + 0.9613 = 1.2947, B = 1.6651:
    //    B; D is unplayed: 3 pays 1. 6: L(5) = 1.7941: A = 1/3 + 1.0358 = 1.3692, B = 1/2 + 1.2686
    //    = 1.7686: B; n_B = 2: C = L(2), D = 1 + L(2): 3 pays 0. 7: L(6) = 1.8930: A = 1/3 +
    //    1.0929, B the same n = 3 and mean 1/3: a tie, the first: A; n_A = 3: arm 0 = 1/2 + 1.0482,
    //    arm 1 = 1.4823: arm 0.
    let tree = ArmTree.nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3])])])
    let rule = arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")])
    var policy = TreeSelector<UpperConfidenceBound>(
      nodes: rule, arms: rule, prior: nil, depth: nil,
      setting: replication(of: treeInstance(tree), horizon: 10).setting)
    var stream = testStream()
    let pulls = [(0, 1.0), (2, 0), (1, 0), (0, 0), (3, 1), (3, 0), (0, 1)]
    for (round, (arm, reward)) in pulls.enumerated() {
      #expect(policy.selectArm(round: round + 1, using: &stream) == arm, "round \(round + 1)")
      policy.update(arm: arm, reward: reward)
    }
    #expect(stream == testStream(), "with ties first nothing is drawn")
  }

  @Test("Levels that split nothing change no choice of UCT")
  func chains() {
    let plain = treeInstance(.nodes([.arms([0, 1, 2]), .nodes([.arms([3]), .arms([4, 5, 6])])]))
    let chained = treeInstance(
      .nodes([
        .nodes([
          .nodes([.arms([0, 1, 2])]), .nodes([.nodes([.arms([3])]), .arms([4, 5, 6])]),
        ])
      ]))
    let first = ["ties": ParameterValue.word("first")]
    #expect(
      transcript(prepared("uct", first, for: plain), on: plain, horizon: 400)
        == transcript(prepared("uct", first, for: chained), on: chained, horizon: 400))
  }

  @Test("Every child is played once before any sibling twice, in random order if ties are uniform")
  func unplayedFirst() {
    let tree = ArmTree.nodes([.arms([0, 1, 2]), .arms([3]), .nodes([.arms([4]), .arms([5, 6])])])
    let instance = treeInstance(tree)
    var firsts: Set<Int> = []
    for number in 0..<40 as Range<UInt64> {
      let arms = transcript(
        prepared("uct", for: instance), on: instance, horizon: 60, number: number
      ).arms
      let children = arms.map { $0 < 3 ? 0 : $0 == 3 ? 1 : 2 }
      #expect(Set(children.prefix(3)).count == 3)
      #expect(Set(arms.filter { $0 < 3 }.prefix(3)).count == min(3, arms.count { $0 < 3 }))
      let below = arms.filter { $0 > 3 }.prefix(2)
      #expect(below.count < 2 || below.contains(4))
      firsts.insert(arms[0])
    }
    #expect(firsts == [0, 1, 2, 3, 4, 5, 6])
  }
}
