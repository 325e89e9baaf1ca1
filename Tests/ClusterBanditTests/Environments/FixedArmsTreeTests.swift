import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Arms that are given with a tree")
struct FixedArmsTreeTests: EnvironmentDriving {
  @Test("Given arms are laid out by their tree")
  func fixedArms() throws {
    let nested = ArmTree.nodes([.arms([3]), .nodes([.arms([0, 2]), .arms([1])])])
    let instance = try made(
      "gaussian",
      [
        "means": .numbers([0.1, 0.2, 0.3, 0.4]), "standard-deviation": .number(2),
        "tree": .tree(nested),
      ]
    ).get()
    var stream = testStream()
    let drawn = instance.drawInstance(using: &stream)
    #expect(stream == testStream())
    #expect(drawn.means.array == [0.4, 0.1, 0.3, 0.2])
    #expect(drawn.clustering.sizes == [1, 2, 1] && drawn.clustering.listed == [3, 0, 2, 1])
    #expect(drawn.rewards == .gaussian(standardDeviation: 2))
    #expect(
      drawn.hierarchy?.nested() == .nodes([.arms([0]), .nodes([.arms([1, 2]), .arms([3])])]))
    #expect(instance.shape == shape(of: drawn))
  }

  @Test("The same list of lists is the same problem as clusters and as a tree")
  func clustersAndTree() throws {
    let means = ParameterValue.numbers([0.1, 0.2, 0.3])
    var stream = testStream()
    let clusters = try made(
      "bernoulli", ["means": means, "clusters": .partition([[2, 0], [1]])]
    ).get().drawInstance(using: &stream)
    let tree = try made(
      "bernoulli", ["means": means, "tree": .tree(.nodes([.arms([2, 0]), .arms([1])]))]
    ).get().drawInstance(using: &stream)
    #expect(clusters.means.array == tree.means.array && tree.hierarchy == nil)
    #expect(clusters.clustering.listed == tree.clustering.listed)
    #expect(clusters.clustering.sizes == tree.clustering.sizes)
  }

  @Test(
    "Trees that do not partition the arms are named list by list",
    arguments: [
      (.nodes([.arms([0, 1]), .nodes([.arms([2])])]), false, []),
      (.nodes([.arms([0, 1]), .nodes([.arms([2])])]), true, [["tree"]]),
      (
        .nodes([.arms([0, 7]), .nodes([.arms([]), .arms([0])])]), false,
        [["tree", "0"], ["tree", "1", "0"], ["tree", "1", "1"], ["tree"], ["tree"]]
      ),
      (
        (0..<65).reduce(.arms([0, 1, 2])) { tree, _ in .nodes([tree]) }, false,
        [["tree"] + Array(repeating: "0", count: 65)]
      ),
    ] as [(ArmTree, Bool, [[String]])])
  func fixedProblems(tree: ArmTree, withClusters: Bool, expected: [[String]]) throws {
    var values: [String: ParameterValue] = [
      "means": .numbers([0.1, 0.2, 0.3]), "tree": .tree(tree),
    ]
    if withClusters { values["clusters"] = .partition([[0, 1, 2]]) }
    #expect(try paths("bernoulli", values) == expected)
  }
}
