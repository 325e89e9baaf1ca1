extension PolicyFamily {
  /// HTS, hierarchical Thompson sampling: down a tree along the highest samples.
  ///
  /// Every node and every arm has the posterior Beta(α + S, β + F), S and F being the successes and
  /// failures of the pulls through it and Beta(α, β) the `prior`, Beta(1, 1) by default. From the
  /// root the policy samples all children, goes to the one with the highest sample, and at a leaf
  /// node takes the arm with the highest sample. Cut at `depth` 0 it is flat Thompson sampling, at
  /// depth 1 TSC on the root's children, draw by draw. 0/1 rewards only.
  ///
  /// Source: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with
  /// clustered arms", IJCAI 2021 (HTS).
  ///
  /// Draws one Beta for every child and arm on the way, one index more at a tie. Cost and memory as
  /// in ``TreeSelector``; 32 bytes more for every node and every arm.
  static let hts = PolicyFamily(
    name: "hts", summary: "Thompson sampling down a tree: Beta(1 + S, 1 + F) at every node (HTS)",
    parameters: [
      .depth,
      .defaulted(
        "prior", .numbers(.weight, count: 2), .numbers([1, 1]),
        "the Beta prior [α, β] of every node and every arm"),
      .ties,
    ],
    conventions: .hts,
    problems: { _, shape in
      guard !shape.rewards.isBinary else { return [] }
      return [
        ArgumentProblem(
          [], "hts keeps Beta posteriors of nodes, and \(shape.otherRewards)",
          hint: "use uct or a flat policy here, or an environment with 0/1 rewards")
      ]
    },
    prepare: { arguments, _ in
      let depth = arguments.optionalNumber("depth").map { Int($0) }
      let pair = arguments.numbers("prior")
      let prior = BetaPrior(alpha: pair[0], beta: pair[1])
      let ties = ParameterValue.word(arguments.ties.rawValue)
      let parameters = BetaThompson.variant.parameters
      return PreparedPolicy(binary: { setting in
        TreeSelector<BetaThompson>(
          nodes: Arguments(["ties": ties], defaultsOf: parameters),
          arms: Arguments(["ties": ties, "prior": .priors([prior])], defaultsOf: parameters),
          prior: prior, depth: depth, setting: setting)
      })
    })
}
