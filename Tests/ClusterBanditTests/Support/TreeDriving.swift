import Randomness

@testable import ClusterBandit

/// An instance over a tree of places, whose means differ from each other.
func treeInstance(
  _ tree: ArmTree, rewards: RewardDistribution = .bernoulli
) -> BanditInstance {
  let means = [0.25, 0.75, 0.5, 0.125, 0.6875, 0.375, 0.5625]
  let hierarchy = Hierarchy(tree)
  return BanditInstance(
    means: Array(means.prefix(hierarchy.armCount)), hierarchy: hierarchy, rewards: rewards)
}

extension ArmTree {
  /// Trees over seven places: unlike depths, a chain, single arms, one leaf node.
  static let sevenPlaces: [ArmTree] = [
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
}

/// Pulls and sums of the arms alone; those of a node are summed up afresh each time.
struct SeenArms {
  var pulls: [Double]
  var sums: [Double]

  func of(_ tree: ArmTree) -> (pulls: Double, sum: Double) {
    tree.order.reduce((0, 0)) { ($0.0 + pulls[$1], $0.1 + sums[$1]) }
  }
}
