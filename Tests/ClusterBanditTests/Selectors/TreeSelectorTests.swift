import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Policies on a tree")
struct TreeSelectorTests {
  @Test("Cut at depth 0 they are the flat policies, pull by pull", arguments: ArmTree.sevenPlaces)
  func flat(tree: ArmTree) {
    let instance = treeInstance(tree)
    for ties in TieBreak.allCases {
      let word = ParameterValue.word(ties.rawValue)
      let pairs: [(String, [String: ParameterValue], String, [String: ParameterValue])] = [
        ("hts", [:], "thompson", [:]),
        (
          "hts", ["prior": .numbers([2, 0.5])], "thompson",
          ["prior": .priors([BetaPrior(alpha: 2, beta: 0.5)])]
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

  @Test(
    "Cut at depth 1 they are the two-level policies, pull by pull",
    arguments: ArmTree.sevenPlaces.dropLast())
  func twoLevel(tree: ArmTree) {
    let deep = treeInstance(tree)
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
    var compared = 0
    for tree in ArmTree.sevenPlaces {
      let whole = treeInstance(tree)
      for name in ["hts", "uct"] {
        for depth in 0...tree.depth + 1 {
          let cut = treeInstance(tree.cut(depth))
          guard cut.hierarchy?.depth == depth || depth >= tree.depth || depth == 1 else { continue }
          #expect(
            transcript(
              prepared(name, ["depth": .integer(depth)], for: whole), on: whole, horizon: 150)
              == transcript(prepared(name, for: cut), on: cut, horizon: 150),
            "\(name) at \(depth)")
          compared += 1
        }
      }
    }
    #expect(compared >= 2 * 3 * ArmTree.sevenPlaces.count)
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

  @Test("HTS refuses Gaussian rewards, UCT plays them")
  func gaussian() throws {
    let normal = treeInstance(ArmTree.sevenPlaces[0], rewards: .gaussian(standardDeviation: 0.5))
    let hts = try #require(PolicyCatalogue.standard["hts"])
    let defaults = Arguments(defaultsOf: hts.parameters)
    #expect(hts.problems(defaults, shape(of: normal)).map(\.path) == [[]])
    #expect(hts.problems(defaults, shape(of: treeInstance(ArmTree.sevenPlaces[0]))) == [])
    let arms = transcript(prepared("uct", for: normal), on: normal, horizon: 2000).arms
    #expect(arms.suffix(1000).count { $0 == 1 } > 500, "it finds the best arm")
  }
}
