import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Upper confidence bounds")
struct UpperConfidenceBoundTests {
  @Test(
    "An index is what the formula gives by hand",
    arguments: [
      IndexVector(.ucb1, mean: 0.3, pulls: 50, clock: 1000, index: 0.8256521770),
      IndexVector(
        RuleCase(UpperConfidenceBound.ucb1, ["scale": .number(4)]), mean: 0.3, pulls: 50,
        clock: 1000, index: 2.4026087080),
      IndexVector(
        RuleCase(UpperConfidenceBound.variant, ["c": .constant(0.5), "scale": .number(2)]),
        mean: 0.3, pulls: 50, clock: 1000, index: 0.8256521770),
      IndexVector(.ucb(1), mean: 0.3, pulls: 50, clock: 1000, index: 0.8256521770),
      IndexVector(.ucb(0.5), mean: 0.3, pulls: 50, clock: 1000, index: 0.5628260885),
      IndexVector(.ucb(5), mean: 0.6, pulls: 5, clock: 10, index: 5.3985259122),
      IndexVector(.ucb(2), mean: 0, pulls: 1, clock: 3, index: 2.9646076147),
      IndexVector(.ucb(0), mean: 0.4, pulls: 7, clock: 100, index: 0.4),
      IndexVector(.inverseLog, mean: 0.3, pulls: 50, clock: 1000, index: 0.3760959466),
      IndexVector(.inverseLog, mean: 0.6, pulls: 5, clock: 10, index: 1.0167946650),
      IndexVector(.inverseLog, mean: 0.25, pulls: 4, clock: 6, index: 0.7782568630),
    ])
  func index(vector: IndexVector) { vector.check() }

  /// The textbook's index of a rule.
  private func textbook(_ rule: RuleCase) -> (Observations, Int, Double) -> Double {
    let c = rule.arguments.optionalVariant("c")
    let width = c?.name == "constant" ? c?.arguments.number("value") ?? 1 : 1
    return { seen, i, t in
      let (mean, n) = (seen.mean(i), seen.pulls[i])
      let log = Elementary.log(t)
      if c?.name == "inverse-log" { return mean + (2 * log / n).squareRoot() / log }
      return mean + width * (2 * log / n).squareRoot()
    }
  }

  @Test(
    "Each decision is that of the plain formula",
    arguments: RuleCase.upperConfidenceBounds(ties: .first)
      + RuleCase.upperConfidenceBounds(ties: .uniform),
    [[3], [1, 4, 2], [12]])
  func decisions(rule: RuleCase, sizes: [Int]) {
    let reference = ReferenceRule(playsUnplayedFirst: true, index: textbook(rule))
    let flaw = reference.disagreement(
      with: rule, sizes: sizes, rounds: 1200, draw: testStream(UInt64(sizes.count)))
    #expect(flaw == nil)
  }

  @Test("The comparison notices a plain formula with another clock or width")
  func decisionsCanFail() {
    func flaw(
      _ rule: RuleCase, _ index: @escaping (Observations, Int, Double) -> Double
    ) -> String? {
      ReferenceRule(playsUnplayedFirst: true, index: index)
        .disagreement(with: rule, sizes: [3], rounds: 1200, draw: testStream())
    }
    let ucb1 = RuleCase.ucb1
    #expect(flaw(ucb1, textbook(ucb1)) == nil)
    #expect(flaw(ucb1) { self.textbook(ucb1)($0, $1, $2 + 1) } != nil)
    #expect(flaw(ucb1, textbook(.init(UpperConfidenceBound.variant, ["c": .constant(0.7)]))) != nil)
    #expect(flaw(RuleCase.tuned, textbook(ucb1)) != nil)
  }

  @Test("A flat UCB1 of two arms plays as computed by hand")
  func byHand() {
    // Rounds 1 and 2: each arm once. Arm 0 pays 0, arm 1 pays 1.
    // Round 3, t = 2: sqrt(2 ln 2) = 1.1774: 1.18 against 2.18: arm 1, pays 0.
    // Round 4, t = 3: arm 0 0 + 1.4823 = 1.4823, arm 1 0.5 + 1.4823/√2 = 1.5482: arm 1, pays 0.
    // Round 5, t = 4: arm 0 1.6651, arm 1 1/3 + 1.6651/√3 = 1.2947: arm 0.
    let whole = setting(.whole(2))
    var policy = FlatSelector<UpperConfidenceBound>(
      arguments: arguments(UpperConfidenceBound.ucb1, ["ties": .word("first")]), setting: whole)
    var stream = testStream()
    for (round, (arm, reward)) in [(0, 0.0), (1, 1), (1, 0), (1, 0), (0, 1)].enumerated() {
      let chosen = policy.selectArm(round: round + 1, using: &stream)
      #expect(chosen == arm, "round \(round + 1)")
      policy.update(arm: chosen, reward: reward)
    }
    #expect(stream == testStream(), "ties first draws nothing")
  }

  @Test("The clock of a flat policy is the number of pulls so far, not the round")
  func flatClock() {
    // With t pulls so far, arm 0 with n = 1, s = 0 and arm 1 with n = 3, s = 2 have the indices
    // L and 2/3 + L/√3 with L = c·sqrt(2 ln t): equal at L = 1.5774, t = 4 for c = 0.9473.
    // c = 0.92 puts t = 4 below and t = 5 (the round) above that line.
    var policy = FlatSelector<UpperConfidenceBound>(
      arguments: arguments(
        UpperConfidenceBound.variant, ["c": .constant(0.92), "ties": .word("first")]),
      setting: setting(.whole(2)))
    var stream = testStream()
    for (round, (arm, reward)) in [(0, 0.0), (1, 1), (1, 1), (1, 0)].enumerated() {
      let chosen = policy.selectArm(round: round + 1, using: &stream)
      #expect(chosen == arm, "round \(round + 1)")
      policy.update(arm: arm, reward: reward)
    }
    let fifth = policy.selectArm(round: 5, using: &stream)
    #expect(fifth == 1)
  }

  /// The arms that a flat UCB1 of two arms pulls, told what they pay, ties first.
  private func flat(_ values: [String: ParameterValue], _ rewards: [Double]) -> [Int] {
    var policy = FlatSelector<UpperConfidenceBound>(
      arguments: arguments(
        UpperConfidenceBound.ucb1, values.merging(["ties": .word("first")]) { $1 }),
      setting: setting(.whole(2)))
    var stream = testStream()
    return rewards.enumerated().map { index, reward in
      let arm = policy.selectArm(round: index + 1, using: &stream)
      policy.update(arm: arm, reward: reward)
      return arm
    }
  }

  @Test("Counts from one with a prior play as computed by hand, and nothing is pulled first")
  func initialCount() {
    // Means (1 + s)/(2 + n), counts n + 1; sqrt(2 ln t) is 0, 0, 1.1774, 1.4823, 1.6651.
    // t = 0: ½ and ½: the first, arm 0; pays 1.   t = 1: ⅔ against ½: arm 0; pays 0.
    // t = 2: ½ + 1.1774/√3 = 1.1798 against ½ + 1.1774: arm 1; pays 0.
    // t = 3: ½ + 1.4823/√3 = 1.3558 against ⅓ + 1.4823/√2 = 1.3815: arm 1; pays 0.
    // t = 4: ½ + 0.9613 against ¼ + 0.9613: arm 0.
    let values: [String: ParameterValue] = [
      "initial-count": .number(1), "prior": .numbers([1, 1]),
    ]
    #expect(flat(values, [1, 0, 0, 0, 0]) == [0, 0, 1, 1, 0])
    // Arm 0 pays 1 twice: t = 2: ¾ + 1.1774/√3 = 1.4298 against ½ + 1.1774: arm 1; pays 0.
    // t = 3: ¾ + 1.4823/√3 = 1.6058 against ⅓ + 1.4823/√2 = 1.3815: arm 0; pays 0.
    // t = 4: 3/5 + 1.6651/√4 = 1.4326 against ⅓ + 1.6651/√2 = 1.5107: arm 1.
    #expect(flat(values, [1, 1, 0, 0, 1]) == [0, 0, 1, 0, 1])
    // Observed means instead: t = 1: 1 against 0; t = 2: ½ + 0.6798 against 0 + 1.1774: arm 0 once
    // more; pays 0, then ⅓ + 1.4823/2 = 1.0745 against 1.4823: arm 1.
    #expect(flat(["initial-count": .number(1)], [1, 0, 0, 0]) == [0, 0, 0, 1])
    // Paid 1, 1, 0: t = 2: 1 + 0.6798: arm 0; t = 3: ⅔ + 1.4823/√4 = 1.4078 against 1.4823: arm 1.
    #expect(flat(["initial-count": .number(1)], [1, 1, 0, 0]) == [0, 0, 0, 1])
    // Counts from ¼: t = 2: ½ + 1.1774/1.5 = 1.2849 against 0 + 1.1774/½ = 2.3548: arm 1.
    #expect(flat(["initial-count": .number(0.25)], [1, 0, 0]) == [0, 0, 1])
  }

  @Test("A prior alone changes means, not counts, and unplayed arms come first")
  func priorAlone() {
    // Means (2 + s)/(3 + n). Arm 0 pays 0, arm 1 pays 0: both ½. t = 2: a tie: arm 0; pays 1.
    // t = 3: 3/5 + 1.4823/√2 = 1.6481 against ½ + 1.4823: arm 1; pays 1.
    // t = 4: 3/5 + 1.1774 twice: arm 0; pays 0. t = 5: 3/6 + 1.7941/√3 = 1.5358 against
    // 3/5 + 1.7941/√2: arm 1.
    #expect(
      flat(["prior": .numbers([2, 1])], [0, 0, 1, 1, 0, 0]) == [0, 1, 0, 1, 0, 1])
    // The prior decides: with means s/n arm 1 at 1 of 2 would lead arm 0 at 0 of 1 by 0.5 − 0.4343;
    // with (0.1 + s)/(20.1 + n) means differ by 0.045 and the count decides.
    #expect(flat(["prior": .numbers([0.1, 20])], [0, 1, 0, 0]) == [0, 1, 1, 0])
    #expect(flat([:], [0, 1, 0, 0]) == [0, 1, 1, 1])
  }

  @Test("A prior of an outer rule is refused: the strategy has it")
  func outerPrior() {
    let given = arguments(UpperConfidenceBound.ucb1, ["prior": .numbers([1, 1])])
    let shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    func paths(_ level: SelectionLevel, _ arguments: Arguments) -> [[String]] {
      ruleProblems("ucb1", arguments, level: level, shape: shape).map(\.path)
    }
    #expect(paths(.clusters, given) == [["prior"]])
    #expect(paths(.arms, given) == [])
    #expect(paths(.clusters, arguments(UpperConfidenceBound.ucb1)) == [])
  }
}
