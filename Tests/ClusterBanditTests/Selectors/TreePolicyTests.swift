import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Policies on a tree")
struct TreePolicyTests {
  /// An instance over a tree of places, whose means differ from each other.
  private func instance(_ tree: ArmTree, rewards: RewardDistribution = .bernoulli) -> BanditInstance
  {
    let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]
    let hierarchy = Hierarchy(tree)
    return BanditInstance(
      means: Array(means.prefix(hierarchy.armCount)), hierarchy: hierarchy, rewards: rewards)
  }

  /// Trees over seven places: unlike depths, a chain, single arms, one leaf node.
  static let trees: [ArmTree] = [
    .nodes([.arms([0, 1]), .nodes([.arms([2]), .nodes([.arms([3, 4, 5]), .arms([6])])])]),
    .nodes([
      .nodes([.nodes([.arms([0]), .arms([1])]), .nodes([.arms([2]), .arms([3])])]),
      .nodes([.arms([4]), .arms([5]), .arms([6])]),
    ]),
    .nodes([.nodes([.nodes([.arms([0, 1, 2, 3])])]), .nodes([.arms([4, 5, 6])])]),
    .nodes((0..<7).map { .arms([$0]) }),
    .nodes([.arms(Array(0..<7))]),
    .arms(Array(0..<7)),
  ]

  // MARK: Depths 0 and 1

  @Test("Cut at depth 0 they are the flat policies, pull by pull", arguments: trees)
  func flat(tree: ArmTree) {
    let instance = instance(tree)
    for ties in TieBreak.allCases {
      let word = ParameterValue.word(ties.rawValue)
      let pairs: [(String, [String: ParameterValue], String, [String: ParameterValue])] = [
        ("hts", [:], "thompson", [:]),
        (
          "hts", ["prior": .numbers([2, 0.5])], "thompson",
          ["priors": .priors([BetaPrior(alpha: 2, beta: 0.5)])]
        ),
        ("uct", [:], "ucb1", [:]), ("uct", ["c": .number(0.3)], "ucb", ["c": .constant(0.3)]),
      ]
      for (name, values, flat, flatValues) in pairs {
        let cut = values.merging(["depth": .integer(0), "ties": word]) { $1 }
        #expect(
          transcript(prepared(name, cut, for: instance), on: instance, horizon: 300)
            == transcript(
              prepared(flat, flatValues.merging(["ties": word]) { $1 }, for: instance),
              on: instance, horizon: 300))
      }
    }
  }

  @Test("Cut at depth 1 they are the two-level policies, pull by pull", arguments: trees.dropLast())
  func twoLevel(tree: ArmTree) {
    let deep = instance(tree)
    let coarse = BanditInstance(
      means: deep.means.array, clustering: Hierarchy(tree).truncated(depth: 1).clustering,
      rewards: .bernoulli)
    let one = ["depth": ParameterValue.integer(1)]
    let tsc = transcript(prepared("tsc", for: coarse), on: coarse, horizon: 300)
    #expect(transcript(prepared("hts", one, for: deep), on: deep, horizon: 300) == tsc)
    #expect(
      transcript(prepared("hts", for: coarse), on: coarse, horizon: 300) == tsc,
      "without a tree the clusters are one")
    for ties in TieBreak.allCases {
      let rule = RuleCase(
        UpperConfidenceBound.variant, ["c": .constant(0.7)], ties: ties)
      let ucb = prepared(
        "two-level",
        [
          "strategy": .part(MeanStrategy.variant, ["prior": .numbers([0, 0])]),
          "outer": rule.part, "inner": rule.part,
        ], for: coarse)
      let values: [String: ParameterValue] = [
        "c": .number(0.7), "ties": .word(ties.rawValue),
      ]
      let expected = transcript(ucb, on: coarse, horizon: 300)
      let cut = prepared("uct", values.merging(one) { $1 }, for: deep)
      #expect(transcript(cut, on: deep, horizon: 300) == expected)
      #expect(
        transcript(prepared("uct", values, for: coarse), on: coarse, horizon: 300) == expected)
    }
  }

  @Test("A depth below the tree's is the tree cut there, a larger one the whole tree")
  func depths() {
    for tree in Self.trees {
      let whole = instance(tree)
      for name in ["hts", "uct"] {
        for depth in 0...tree.depth + 1 {
          let cut = instance(tree.cut(depth))
          guard cut.hierarchy?.depth == depth || depth >= tree.depth || depth == 1 else { continue }
          #expect(
            transcript(
              prepared(name, ["depth": .integer(depth)], for: whole), on: whole, horizon: 150)
              == transcript(prepared(name, for: cut), on: cut, horizon: 150),
            "\(name) at \(depth)")
        }
      }
    }
  }

  // MARK: Any depth

  /// Pulls and sums of the arms alone; those of a node are summed up afresh each time.
  private struct Seen {
    var pulls: [Double]
    var sums: [Double]

    func of(_ tree: ArmTree) -> (pulls: Double, sum: Double) {
      tree.order.reduce((0, 0)) { ($0.0 + pulls[$1], $0.1 + sums[$1]) }
    }
  }

  /// The choice of HTS written as its definition.
  private func thompson(
    _ tree: ArmTree, _ seen: Seen, prior: BetaPrior, using stream: inout RandomStream
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

  @Test("HTS samples from the root down with all pulls through each node", arguments: trees)
  func thompsonReference(tree: ArmTree) {
    for prior in [BetaPrior.uniform, BetaPrior(alpha: 3, beta: 0.5)] {
      let instance = instance(tree)
      let pair = ParameterValue.priors([prior])
      var policy = TreeSelector<BetaThompson>(
        nodes: arguments(BetaThompson.variant),
        arms: arguments(BetaThompson.variant, ["priors": pair]),
        prior: prior, depth: nil, setting: replication(of: instance, horizon: 400).setting)
      // What the family makes is this policy.
      var twin = transcript(
        prepared("hts", ["prior": .numbers([prior.alpha, prior.beta])], for: instance),
        on: instance, horizon: 400)
      let seeds = SeedTree(test: #function, root: 1)
      var world = seeds.stream(replication: 0, role: .reward)
      var stream = seeds.stream(replication: 0, role: .policy)
      var seen = Seen(pulls: Array(repeating: 0, count: 7), sums: Array(repeating: 0, count: 7))
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

  /// The choice of UCT with ties `first`, written as its definition.
  private func bound(_ tree: ArmTree, _ seen: Seen, c: Double) -> Int {
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
    "UCT follows the highest bounds with the parent's count in the logarithm", arguments: trees,
    [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.25)])
  func boundReference(tree: ArmTree, rewards: RewardDistribution) {
    for c in [0, 0.4, 1] {
      let instance = instance(tree, rewards: rewards)
      let played = transcript(
        prepared("uct", ["c": .number(c), "ties": .word("first")], for: instance), on: instance,
        horizon: 300)
      var seen = Seen(pulls: Array(repeating: 0, count: 7), sums: Array(repeating: 0, count: 7))
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
    //    pays 0. 4: L(3) = 1.4823: A = 1/2 + 1.0482 = 1.5482, B = 1.4823: A; n_A = 2: arm 0 = 1 + L(2)
    //    against L(2): arm 0 pays 0. 5: L(4) = 1.6651: A = 1/3 + 0.9613 = 1.2947, B = 1.6651: B; D is
    //    unplayed: 3 pays 1. 6: L(5) = 1.7941: A = 1/3 + 1.0358 = 1.3692, B = 1/2 + 1.2686 = 1.7686:
    //    B; n_B = 2: C = L(2), D = 1 + L(2): 3 pays 0. 7: L(6) = 1.8930: A = 1/3 + 1.0929, B the
    //    same n = 3 and mean 1/3: a tie, the first: A; n_A = 3: arm 0 = 1/2 + 1.0482, arm 1 = 1.4823:
    //    arm 0.
    let tree = ArmTree.nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3])])])
    let rule = arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")])
    var policy = TreeSelector<UpperConfidenceBound>(
      nodes: rule, arms: rule, prior: nil, depth: nil,
      setting: replication(of: instance(tree), horizon: 10).setting)
    var stream = testStream()
    let pulls = [(0, 1.0), (2, 0), (1, 0), (0, 0), (3, 1), (3, 0), (0, 1)]
    for (round, (arm, reward)) in pulls.enumerated() {
      #expect(policy.selectArm(round: round + 1, using: &stream) == arm, "round \(round + 1)")
      policy.update(arm: arm, reward: reward)
    }
    #expect(stream == testStream(), "with ties first nothing is drawn")
  }

  @Test("After two pulls HTS chooses with the probabilities of its posteriors")
  func thompsonByHand() {
    // {{0, 1}, {{2}, {3}}}; arm 0 paid 1 and arm 2 paid 0. P(Beta(2, 1) > Beta(1, 2)) = 5/6 at the
    // root, P(Beta(2, 1) > Beta(1, 1)) = 2/3 in {0, 1} and P(Beta(1, 2) > Beta(1, 1)) = 1/3 among {2}
    // and {3}. 20 000 choices see a relative error of 9 % in the cells.
    let tree = ArmTree.nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3])])])
    let uniform = arguments(BetaThompson.variant)
    var policy = TreeSelector<BetaThompson>(
      nodes: uniform, arms: uniform, prior: .uniform, depth: nil,
      setting: replication(of: instance(tree), horizon: 10).setting)
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

  // MARK: Laws

  private func sameLaw(_ name: String, _ first: BanditInstance, _ second: BanditInstance) -> Verdict
  {
    // 700 short replications: the cells see a share that moves from 0.5 to 0.76.
    Verdict.chiSquare(
      draws: finalRegrets(prepared(name, for: first), on: first, horizon: 15, count: 700),
      sameLawAs: finalRegrets(
        prepared(name, for: second), on: second, horizon: 15, count: 700, from: 10_000))
  }

  private func problem(_ tree: ArmTree, _ means: [Double]) -> BanditInstance {
    BanditInstance(means: means, hierarchy: Hierarchy(tree), rewards: .bernoulli)
  }

  @Test(
    "The order of children and arms, and single arms as leaf nodes, change nothing in law",
    arguments: ["hts", "uct"])
  func relabelling(name: String) {
    let original = problem(
      .nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3, 4])])]), [0.25, 0.75, 0.5, 0.125, 0.625])
    let reordered = problem(
      .nodes([.nodes([.arms([0, 1]), .arms([2])]), .arms([3, 4])]), [0.625, 0.125, 0.5, 0.75, 0.25])
    let single = problem(
      .nodes([
        .nodes([.arms([0]), .arms([1])]),
        .nodes([.nodes([.arms([2])]), .nodes([.arms([3]), .arms([4])])]),
      ]), [0.25, 0.75, 0.5, 0.125, 0.625])
    for other in [reordered, single] {
      let verdict = sameLaw(name, original, other)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("Other siblings are noticed", arguments: ["hts", "uct"])
  func relabellingCanFail(name: String) {
    let tree = ArmTree.nodes([.arms([0, 1]), .nodes([.arms([2]), .arms([3, 4])])])
    let verdict = sameLaw(
      name, problem(tree, [0, 1, 0, 0, 0.25]), problem(tree, [0.25, 0, 0, 0, 1]))
    #expect(!verdict.holds, "\(verdict)")
  }

  @Test("Levels that split nothing change no choice of UCT")
  func chains() {
    let plain = instance(.nodes([.arms([0, 1, 2]), .nodes([.arms([3]), .arms([4, 5, 6])])]))
    let chained = instance(
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
    let instance = instance(tree)
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

  @Test("HTS refuses Gaussian rewards, UCT plays them")
  func gaussian() throws {
    let normal = instance(Self.trees[0], rewards: .gaussian(standardDeviation: 0.5))
    let hts = try #require(PolicyCatalogue.standard["hts"])
    let defaults = Arguments(defaultsOf: hts.parameters)
    #expect(hts.problems(defaults, shape(of: normal)).map(\.path) == [[]])
    #expect(hts.problems(defaults, shape(of: instance(Self.trees[0]))) == [])
    let arms = transcript(prepared("uct", for: normal), on: normal, horizon: 2000).arms
    #expect(arms.suffix(1000).count { $0 == 1 } > 500, "it finds the best arm")
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
