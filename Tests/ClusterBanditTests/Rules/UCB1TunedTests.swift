import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("UCB1-tuned")
struct UCB1TunedTests {
  @Test(
    "An index is what the formula gives by hand",
    arguments: [
      // The variance term is capped at b²/4 in the first, the third and the fourth.
      IndexVector(.tuned, mean: 0.3, variance: 0.21, pulls: 50, clock: 1000, index: 0.4858461094),
      IndexVector(
        .tuned, mean: 0.9, variance: 0.09, pulls: 1000, clock: 2000, index: 0.9402646129),
      IndexVector(.tuned, mean: 0.5, variance: 0.25, pulls: 2, clock: 3, index: 0.8705759518),
      IndexVector(
        RuleCase(UCB1Tuned.variant, ["scale": .number(2)]), mean: 1, variance: 1, pulls: 2,
        clock: 3, index: 1.7411519036),
      IndexVector(
        .tuned, mean: 0.02, variance: 0.0196, pulls: 5000, clock: 10000, index: 0.0321619364),
      IndexVector(
        RuleCase(UCB1Tuned.variant, ["scale": .number(2)]), mean: 0.02, variance: 0.0196,
        pulls: 5000, clock: 10000, index: 0.0419849309),
      IndexVector(.tuned, mean: 0, pulls: 400, clock: 900, index: 0.0560026888),
    ])
  func index(vector: IndexVector) { vector.check() }

  /// The textbook's index with the variance term capped.
  private func textbook(cap: Double = 0.25) -> ReferenceRule {
    ReferenceRule(playsUnplayedFirst: true) { seen, i, t in
      let (mean, n) = (seen.mean(i), seen.pulls[i])
      let log = Elementary.log(t)
      let variance = mean * (1 - mean)
      return mean + (log / n * min(cap, variance + (2 * log / n).squareRoot())).squareRoot()
    }
  }

  @Test(
    "Each decision is that of the plain formula", arguments: TieBreak.allCases,
    [[3], [1, 4, 2], [12], [40], [33, 35]])
  func decisions(ties: TieBreak, sizes: [Int]) {
    let flaw = textbook().disagreement(
      with: RuleCase(UCB1Tuned.variant, ties: ties), sizes: sizes, rounds: 1200,
      draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  /// Evidence of which bounds come close, are equal, or are nothing like each other.
  struct Evidence: Sendable, CustomTestStringConvertible {
    let means: Int
    let pulls: Int
    var size = 1.0
    var scale = 1.0
    var clock = 5000
    var testDescription: String {
      "\(means) means up to \(size), \(pulls) numbers of pulls, scale \(scale), clock \(clock)"
    }
  }

  @Test(
    "Of many candidates the highest bound is found as by a look at each",
    arguments: [
      Evidence(means: 1, pulls: 1), Evidence(means: 2, pulls: 1), Evidence(means: 1, pulls: 50),
      Evidence(means: 1000, pulls: 3), Evidence(means: 1_000_000, pulls: 1_000_000),
      Evidence(means: 7, pulls: 7, clock: 1), Evidence(means: 7, pulls: 7, scale: 1e-9),
      Evidence(means: 7, pulls: 7, scale: 1e9), Evidence(means: 50, pulls: 9, size: 1e12),
      Evidence(means: 50, pulls: 9, size: 1e-12), Evidence(means: 50, pulls: 9, size: 1e-170),
      Evidence(means: 50, pulls: 9, scale: 1e-50), Evidence(means: 50, pulls: 9, scale: 1e50),
      Evidence(means: 50, pulls: 9, size: 1e100),
      Evidence(means: 50, pulls: 9, size: 1e50, scale: 1e50),
      // All but equal: bounds differ by rounding alone.
      Evidence(means: 3, pulls: 2, size: 0x1p-50),
    ], TieBreak.allCases)
  func manyCandidates(evidence: Evidence, ties: TieBreak) {
    let groups = Clustering(sizes: [3, 77, 32, 5])
    let instance = BanditInstance(
      means: Array(repeating: 0.5, count: 117),
      clusters: (0..<4).map { Array(groups.arms(of: $0)) },
      rewards: .bernoulli)
    let setting = PolicySetting(instance: instance, horizon: 6000, tables: .covering(horizon: 6000))
    var rule = UCB1Tuned(
      arguments: Arguments(
        ["scale": .number(evidence.scale), "ties": .word(ties.rawValue)],
        defaultsOf: UCB1Tuned.variant.parameters), groups: groups, level: .arms, setting: setting)
    var world = testStream(UInt64(evidence.means))
    var stream = testStream()
    for group in 0..<4 {
      for _ in 0..<groups.size(of: group) {
        _ = rule.select(group: group, clock: 0, using: &stream)
      }
    }
    func record(_ candidate: Int, _ group: Int) {
      let share = Double(world.nextIndex(below: evidence.means)) / Double(evidence.means)
      let mean = (evidence.size < 1e-9 ? 0.5 : 0) + evidence.size * (share - 0.25)
      rule.record(
        candidate, group: group,
        CandidateEstimate(
          pulls: Double(1 + world.nextIndex(below: evidence.pulls)), mean: mean,
          variance: abs(mean) * evidence.size, alpha: 0, beta: 0))
    }
    for group in 0..<4 {
      for candidate in groups.arms(of: group) { record(candidate, group) }
    }
    for round in 0..<600 {
      let group = [1, 2][round % 2]
      var other = stream
      guard let scores = rule.scores(group: group, clock: evidence.clock, using: stream) else {
        Issue.record("nothing is told")
        return
      }
      let expected = argmax(scores.values.indices, ties: ties, using: &other) { scores.values[$0] }
      let chosen = rule.select(group: group, clock: evidence.clock, using: &stream)
      #expect(chosen == groups.offsets[group] + expected && stream == other, "round \(round)")
      record(
        round % 3 == 0 ? groups.offsets[group] + world.nextIndex(below: 32) : chosen, group)
    }
  }

  @Test("The comparison notices another cap and another rule")
  func decisionsCanFail() {
    func flaw(_ rule: RuleCase, _ reference: ReferenceRule) -> String? {
      reference.disagreement(with: rule, sizes: [3], rounds: 1200, draw: testStream())
    }
    #expect(flaw(.tuned, textbook()) == nil)
    #expect(flaw(.tuned, textbook(cap: 1)) != nil)
    #expect(flaw(.ucb1, textbook()) != nil)
  }
}
