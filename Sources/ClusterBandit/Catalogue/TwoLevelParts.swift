/// The parts of a two-level policy with their arguments.
struct TwoLevelParts: Sendable {
  let strategy: Part<StrategyEntry>
  let outer: Part<RuleEntry>
  let inner: Part<RuleEntry>
  let counts: PullCounting

  init(
    strategy: Part<StrategyEntry>, outer: Part<RuleEntry>, inner: Part<RuleEntry>,
    counts: PullCounting = .pulls
  ) {
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
    self.counts = counts
  }

  /// The parts that `strategy`, `outer`, `inner` and `counts` name.
  init(_ arguments: Arguments, rules: RuleCatalogue, strategies: StrategyCatalogue) {
    self.init(
      strategy: strategies.part(arguments.variant("strategy")),
      outer: rules.part(arguments.variant("outer")),
      inner: rules.part(arguments.variant("inner")), counts: arguments.counts)
  }

  /// What is wrong where the strategy works on counts.
  func problems(_ shape: ProblemShape) -> [ArgumentProblem] {
    let rules =
      outer.entry.problems(outer.arguments, .clusters, shape).map { $0.under("outer") }
      + inner.entry.problems(inner.arguments, .arms, shape).map { $0.under("inner") }
    guard shape.rewards.isBinary else {
      return rules
        + GaussianTwoLevel.problems(
          of: strategy, samples: outer.entry.samplesPosteriors, shape
        ).map { $0.under("strategy") }
    }
    return rules
      + strategy.entry.problems(
        strategy.arguments, .counts(distributionsFor: outer.entry.distributionUse)
      ).map { $0.under("strategy") }
  }

  /// The policy where the strategy works on counts, or for normal rewards on sums.
  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    guard rewards.isBinary else {
      var policy = PreparedPolicy(gaussian: rewards) { GaussianTwoLevel(self, setting: $0) }
      policy.bytesPerCluster = GaussianTwoLevel.bytesPerCluster
      return policy
    }
    let erased = strategy.entry.twoLevel(self)
    guard outer.entry.type == inner.entry.type,
      let compiled = outer.entry.loops[strategy.entry.type]
    else { return erased }
    return PreparedPolicy(compiled(self), or: erased) { isSublinear($0) }
  }

  /// Whether one of the rules takes its sublinear form.
  private func isSublinear(_ instance: BanditInstance) -> Bool {
    let clustering = instance.clustering
    func isSublinear(_ part: Part<RuleEntry>, largest: Int) -> Bool {
      part.entry.form(part.arguments, instance.rewards, largest) == .sublinear
    }
    return isSublinear(outer, largest: clustering.clusterCount)
      || isSublinear(inner, largest: clustering.largestSize)
  }
}
