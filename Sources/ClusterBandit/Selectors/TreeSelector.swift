public import Randomness

/// A policy on a tree over the arms: from the root a rule picks a child, then a child of that
/// child, and at a leaf node an arm.
///
/// A node is to the rule what a cluster is in ``TwoLevelSelector`` under ``MeanStrategy``: one big
/// arm with all pulls through it. The clock of a choice is the number of pulls through the node
/// whose children, or arms, are the candidates. A pull updates the arm and the nodes above it.
///
/// The tree is the instance's ``PolicySetting/hierarchy``, cut at `depth` if that is given: at
/// depth 0 the policy is the flat one, at depth 1 the two-level one on the root's children, draw by
/// draw.
///
/// A step costs O(sum of the branchings on the path), not O(N). Draws what the rule draws, also for
/// the choice among one candidate. Memory: an arm's state and 16 bytes for every node and every arm
/// (24 if rewards are not 0 or 1), and 4 bytes a node.
public struct TreeSelector<Rule: SelectionRule & ~Copyable>: Policy, ~Copyable {
  private let hierarchy: Hierarchy
  private let prior: SIMD2<Double>
  /// A node's siblings as a group of `nodes`, or a leaf node's arms as one of `arms`.
  private let groups: AlignedBuffer<Int32>
  private var nodeStatistics: ArmStatistics
  private var armStatistics: ArmStatistics
  private var nodes: Rule
  private var arms: Rule
  private var anticipatedNodes = AnticipatedPulls()
  private var anticipatedArms = AnticipatedPulls()

  /// The policy with the arguments of the rule among nodes and among arms.
  ///
  /// - Parameters:
  ///   - nodeArguments: of the rule among the children of a node.
  ///   - armArguments: of the rule among arms.
  ///   - prior: pseudo-successes and pseudo-failures of every node.
  ///   - depth: where the tree is cut, or nil for the whole tree.
  ///   - setting: the tree, horizon and rewards.
  public init(
    nodes nodeArguments: Arguments, arms armArguments: Arguments, prior: BetaPrior?, depth: Int?,
    setting: PolicySetting
  ) {
    let whole = setting.hierarchy
    hierarchy = depth.map { whole.truncated(depth: $0) } ?? whole
    self.prior = prior.map { SIMD2($0.alpha, $0.beta) } ?? .zero
    let isBinary = setting.rewards.isBinary
    nodeStatistics = ArmStatistics(count: hierarchy.nodeCount, isBinary: isBinary)
    armStatistics = ArmStatistics(count: hierarchy.armCount, isBinary: isBinary)
    // Siblings are contiguous, breadth first: groups of candidates, the root being one of its own.
    var sizes = [1]
    var groups = AlignedBuffer<Int32>(repeating: 0, count: hierarchy.nodeCount)
    for node in 0..<hierarchy.nodeCount {
      if hierarchy.childCount[node] > 0 {
        groups[node] = Int32(sizes.count)
        sizes.append(Int(hierarchy.childCount[node]))
      } else {
        groups[node] = hierarchy.clustering.clusterOfArm[Int(hierarchy.firstArm[node])]
      }
    }
    self.groups = groups
    nodes = Rule(
      arguments: nodeArguments, groups: Clustering(sizes: sizes), level: .clusters,
      setting: setting)
    arms = Rule(
      arguments: armArguments, groups: hierarchy.clustering, level: .arms, setting: setting)
    guard let prior else { return }
    let unplayed = ClusterEstimate(alpha: prior.alpha, beta: prior.beta, pulls: 0).candidate(.pulls)
    for node in 1..<hierarchy.nodeCount {
      nodes.record(node, group: Int(self.groups[Int(hierarchy.parent[node])]), unplayed)
    }
  }

  /// Down from the root to a leaf node, then one of its arms.
  @inline(__always)
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    var node = 0
    while true {
      let group = Int(groups[node])
      let clock = Int(nodeStatistics.pulls(of: node))
      if hierarchy.childCount[node] == 0 {
        return arms.select(group: group, clock: clock, using: &stream)
      }
      node = nodes.select(group: group, clock: clock, using: &stream)
    }
  }

  /// Updates the arm and the nodes on the way from the root, and nothing else.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {
    var node = Int(hierarchy.leafOfArm[arm])
    arms.record(arm, group: Int(groups[node]), armStatistics.record(arm, reward: reward))
    while node > 0 {
      let above = Int(hierarchy.parent[node])
      var estimate = nodeStatistics.record(node, reward: reward)
      estimate.alpha += prior.x
      estimate.beta += prior.y
      nodes.record(node, group: Int(groups[above]), estimate)
      node = above
    }
    _ = nodeStatistics.record(0, reward: reward)
  }

  /// Tells a rule that counts pending pulls, along the way from the root.
  public mutating func anticipate(arm: Int) {
    guard arms.countsPendingPulls else { return }
    var node = Int(hierarchy.leafOfArm[arm])
    arms.record(
      arm, group: Int(groups[node]), anticipatedArms.record(arm, in: &armStatistics))
    while node > 0 {
      let above = Int(hierarchy.parent[node])
      var estimate = anticipatedNodes.record(node, in: &nodeStatistics)
      estimate.alpha += prior.x
      estimate.beta += prior.y
      nodes.record(node, group: Int(groups[above]), estimate)
      node = above
    }
    _ = anticipatedNodes.record(0, in: &nodeStatistics)
  }

  /// Forgets what was anticipated, then counts the pulls.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    anticipatedArms.forget(in: &armStatistics)
    anticipatedNodes.forget(in: &nodeStatistics)
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// The arm's pulls and observed mean, and the posterior of the rule at the leaves.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: armStatistics, by: arms) }
}

extension Parameter {
  /// Where a policy cuts the tree.
  static let depth = Parameter.optional(
    "depth", .integer(0...Hierarchy.depthLimit), absent: "the whole tree",
    "the depth at which the tree is cut: 0 is flat, 1 is two-level on the root's children")
}
