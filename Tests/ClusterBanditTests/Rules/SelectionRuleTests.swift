import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Selection rules")
struct SelectionRuleTests {
  @Test(
    "What happens in one group changes nothing in another", arguments: RuleCase.all(ties: .uniform))
  func groupsAreIndependent(rule: RuleCase) {
    // Groups 0 and 2 get unlike data; group 1 must choose alike, word for word.
    let groups = Clustering(sizes: [3, 4, 20])
    var choices: [[Int]] = []
    for variant in 0..<2 {
      let rule = rule.rule(over: groups)
      var noise = testStream(UInt64(variant))
      var stream = testStream(9)
      var world = testStream(10)
      var pulls = Array(repeating: 0.0, count: groups.armCount)
      var sums = pulls
      var chosen: [Int] = []
      for clock in 0..<300 {
        for group in variant == 0 ? [0] : [2, 0, 2] {
          let arm = rule.select(group: group, clock: clock, using: &noise)
          pulls[arm] += 1
          sums[arm] += noise.nextUnit() < 0.5 ? 1 : 0
          rule.record(arm, group: group, estimate(pulls: pulls[arm], sum: sums[arm]))
        }
        let arm = rule.select(group: 1, clock: clock, using: &stream)
        chosen.append(arm)
        pulls[arm] += 1
        sums[arm] += world.nextUnit() < 0.1 * Double(arm) ? 1 : 0
        rule.record(arm, group: 1, estimate(pulls: pulls[arm], sum: sums[arm]))
      }
      choices.append(chosen)
    }
    #expect(choices[0] == choices[1])
  }
}
