/// The parts of a two-level policy with their arguments.
struct TwoLevelParts: Sendable {
  let strategy: Part<StrategyEntry>
  let outer: Part<RuleEntry>
  let inner: Part<RuleEntry>
  let counts: PullCounting
  /// Pulls before the first round.
  let history: ArmHistory?

  init(
    strategy: Part<StrategyEntry>, outer: Part<RuleEntry>, inner: Part<RuleEntry>,
    counts: PullCounting = .pulls, history: ArmHistory? = nil
  ) {
    self.strategy = strategy
    self.outer = outer
    self.inner = inner
    self.counts = counts
    self.history = history
  }

  /// The parts that `strategy`, `outer`, `inner` and `counts` name.
  init(_ arguments: Arguments, rules: RuleCatalogue, strategies: StrategyCatalogue) {
    self.init(
      strategy: strategies.part(arguments.variant("strategy")),
      outer: rules.part(arguments.variant("outer")),
      inner: rules.part(arguments.variant("inner")), counts: arguments.counts,
      history: arguments.history)
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

  /// What cannot begin with counts of a history, nor forget an arm; nil if all parts can.
  var partThatCannotRestart: String? {
    if !strategy.entry.recounts { return strategy.entry.variant.name }
    return [outer, inner].first { !$0.entry.restarts }?.entry.variant.name
  }

  /// The policy where the strategy works on counts, or for normal rewards on sums.
  func prepare(_ rewards: RewardDistribution) -> PreparedPolicy {
    guard rewards.isBinary else {
      var policy = PreparedPolicy(gaussian: rewards) { GaussianTwoLevel(self, setting: $0) }
      policy.bytesPerCluster = GaussianTwoLevel.bytesPerCluster
      return policy
    }
    var policy = strategy.entry.twoLevel(self)
    if outer.entry.type == inner.entry.type, let compiled = outer.entry.loops[strategy.entry.type] {
      policy = PreparedPolicy(compiled(self), or: policy) { isSublinear($0) }
    }
    policy.forgetsArms = partThatCannotRestart == nil
    return policy
  }

  /// Whether one of the rules takes its sublinear form.
  private func isSublinear(_ instance: BanditInstance) -> Bool {
    if instance.hasMortalArms || history != nil { return false }
    let clustering = instance.clustering
    func isSublinear(_ part: Part<RuleEntry>, largest: Int) -> Bool {
      part.entry.form(part.arguments, instance.rewards, largest) == .sublinear
    }
    return isSublinear(outer, largest: clustering.clusterCount)
      || isSublinear(inner, largest: clustering.largestSize)
  }
}
