import Randomness
import Testing

@testable import ClusterBandit

@Suite("Rules whose types are erased")
struct ErasedRuleTests {
  @Test(
    "Rules of unlike types play as they do in a loop compiled for them",
    arguments: [PullCounting.pulls, .matched])
  func erasedRules(counts: PullCounting) {
    let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
    let tuned = RuleCase.tuned
    let greedy = RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0.25)])
    let thompson = RuleCase(BetaThompson.variant)
    func compiled<
      Strategy: ClusterStrategy & ~Copyable, Outer: SelectionRule & ~Copyable,
      Inner: SelectionRule & ~Copyable
    >(
      _: Strategy.Type, _: Outer.Type, _: Inner.Type, _ outer: RuleCase, _ inner: RuleCase
    ) -> Transcript {
      let policy = PreparedPolicy(binary: { setting in
        TwoLevelSelector<Strategy, Outer, Inner>(
          strategy: arguments(Strategy.variant), outer: outer.arguments, inner: inner.arguments,
          counts: counts, setting: setting)
      })
      return transcript(policy, on: instance, horizon: 300, test: "erased")
    }
    func catalogued(_ strategy: Variant, _ outer: RuleCase, _ inner: RuleCase) -> Transcript {
      let policy = prepared(
        "two-level",
        [
          "strategy": .part(strategy), "outer": outer.part, "inner": inner.part,
          "counts": .word(counts.rawValue),
        ], for: instance)
      return transcript(policy, on: instance, horizon: 300, test: "erased")
    }
    #expect(
      catalogued(MeanStrategy.variant, tuned, thompson)
        == compiled(MeanStrategy.self, UCB1Tuned.self, BetaThompson.self, tuned, thompson))
    #expect(
      catalogued(MaxStrategy.variant, greedy, tuned)
        == compiled(MaxStrategy.self, EpsilonGreedy.self, UCB1Tuned.self, greedy, tuned))
    #expect(
      catalogued(MaxStrategy.variant, thompson, .ucb1)
        == compiled(
          MaxStrategy.self, BetaThompson.self, UpperConfidenceBound.self, thompson, .ucb1))
    // One type under two names: the compiled loop serves both.
    #expect(
      catalogued(MeanStrategy.variant, .ucb1, .ucb(0.5))
        == compiled(
          MeanStrategy.self, UpperConfidenceBound.self, UpperConfidenceBound.self, .ucb1, .ucb(0.5))
    )
  }
}
