extension PolicyFamily {
  /// UCT, upper confidence bounds applied to trees: down a tree along the highest bounds.
  ///
  /// From the root the policy goes to the child with the highest
  ///
  ///     mean + c · sqrt(2 ln n_parent / n_child)
  ///
  /// n being the pulls through a node and the mean that of their rewards; at a leaf node the arms
  /// are the children. Children without pulls come first, in their order with ties `first`, in
  /// random order with `uniform`. c = 1 is UCB1 at every node; the source's constant is
  /// C_p = c/√2. Cut at `depth` 0 it is flat UCB(c), at depth 1 two-level UCB(c) with the clusters'
  /// observed means, draw by draw. Rewards may be Gaussian.
  ///
  /// Source: L. Kocsis and C. Szepesvári, "Bandit based Monte-Carlo planning", ECML 2006.
  ///
  /// Draws nothing but the order of first pulls and ties if they are `uniform`. Cost and memory as
  /// in ``TreeSelector``; 16 bytes more for every node and every arm, 20 with uniform ties.
  static let uct = PolicyFamily(
    name: "uct", summary: "UCB1 down a tree: highest mean + c·sqrt(2 ln n_parent / n_child) (UCT)",
    parameters: [
      .defaulted(
        "c", .number(.closed(0, 1e15)), .number(1),
        "the width c ≥ 0 of the bonus c·sqrt(2 ln n_parent / n_child); 1 is UCB1 at every node"),
      .depth, .ties,
    ],
    conventions: .uct,
    remarks: { arguments, shape in
      guard !shape.rewards.isBinary, arguments.number("c") == 1 else { return [] }
      return [
        "UCT's bonus assumes rewards in [0, 1]: c is the length of any other range, 2σ for normal ones"
      ]
    },
    prepare: { arguments, rewards in
      let depth = arguments.optionalNumber("depth").map { Int($0) }
      let c = ParameterValue.variant(
        "constant", Arguments(["value": .number(arguments.number("c"))]))
      let rule = Arguments(
        ["c": c, "ties": .word(arguments.ties.rawValue)],
        defaultsOf: UpperConfidenceBound.variant.parameters)
      return PreparedPolicy(rewards: rewards) { setting in
        TreeSelector<UpperConfidenceBound>(
          nodes: rule, arms: rule, prior: nil, depth: depth, setting: setting)
      }
    })
}
