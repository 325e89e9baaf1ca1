/// The loops of two-level policies.
///
/// The same rule of this library at both levels gets a loop compiled for it and each strategy of
/// this library; all other combinations share one loop for each strategy.
enum TwoLevelLoops {
  /// Prepares the policy of some parts.
  typealias Loop = @Sendable (TwoLevelParts) -> PreparedPolicy

  /// The loops in which `Rule` plays both levels, by strategy.
  static func compiled<Rule: SelectionRule & ~Copyable>(
    for _: Rule.Type
  ) -> [ObjectIdentifier: Loop] {
    var compiling = Compiling<Rule>()
    StrategyCatalogue.visitStandard(&compiling)
    return compiling.loops
  }

  private struct Compiling<Rule: SelectionRule & ~Copyable>: StrategyVisitor {
    var loops: [ObjectIdentifier: Loop] = [:]
    mutating func visit<Strategy: ClusterStrategy & ~Copyable>(_ strategy: Strategy.Type) {
      loops[ObjectIdentifier(strategy)] = { parts in
        PreparedPolicy(binary: { setting in
          TwoLevelSelector<Strategy, Rule, Rule>(
            strategy: parts.strategy.arguments, outer: parts.outer.arguments,
            inner: parts.inner.arguments, counts: parts.counts, history: parts.history,
            setting: setting)
        })
      }
    }
  }

  /// The loop of `Strategy` with rules whose types are settled at run time, sublinear forms among
  /// them.
  static func erased<Strategy: ClusterStrategy & ~Copyable>(for _: Strategy.Type) -> Loop {
    { parts in
      PreparedPolicy(binary: { setting in
        var setting = setting.after(parts.history)
        if parts.history != nil { setting.restartsArms = true }
        let clustering = setting.clustering
        return TwoLevelSelector<Strategy, ErasedRule, ErasedRule>(
          strategy: Strategy(arguments: parts.strategy.arguments, clustering: clustering),
          outer: ErasedRule(
            parts.outer, groups: .whole(clustering.clusterCount), level: .clusters,
            setting: setting),
          inner: ErasedRule(parts.inner, groups: clustering, level: .arms, setting: setting),
          counts: parts.counts, history: parts.history, setting: setting)
      })
    }
  }
}
