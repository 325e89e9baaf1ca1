import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Playoff trees")
struct PlayoffTreeTests {
  @Test("Only groups that are large enough have a tree")
  func holding() {
    let tree = PlayoffTree(groups: Clustering(sizes: [9, 10, 3, 70]), smallest: 10)
    let holds = [tree.isPlanted, tree.holds(0), tree.holds(1), tree.holds(2), tree.holds(3)]
    #expect(holds == [true, false, true, false, true])
    let none = PlayoffTree(groups: Clustering(sizes: [9, 10]), smallest: 11)
    let isPlanted = none.isPlanted
    #expect(!isPlanted)
  }

  @Test(
    "The best is that of a search after every change",
    arguments: [[1], [7, 8, 9], [64, 65], [513, 2]])
  func againstSearch(sizes: [Int]) {
    let groups = Clustering(sizes: sizes)
    var tree = PlayoffTree(groups: groups, smallest: 1)
    // Few values, so that many are equal.
    var values = Array(repeating: 3, count: groups.armCount)
    var world = testStream(UInt64(sizes[0]))
    for step in 0..<1500 {
      let group = world.nextIndex(below: sizes.count)
      let range = groups.arms(of: group)
      // Half of the changes are of the best itself: it falls.
      let best = range.reduce(range.lowerBound) { values[$1] > values[$0] ? $1 : $0 }
      let candidate =
        world.nextUnit() < 0.5
        ? best : range.lowerBound + world.nextIndex(below: range.count)
      let value = world.nextIndex(below: 6)
      let rose = value > values[candidate]
      values[candidate] = value
      let found = tree.update(
        candidate, group: group, rose: rose && world.nextUnit() < 0.7
      ) { values[$0] > values[$1] }
      #expect(range.contains(found) && values[found] == range.map { values[$0] }.max(), "\(step)")
    }
  }

  @Test(
    "A large cluster's estimate under MAX is that of a search of the cluster",
    arguments: MaxStrategyTests.maxCases)
  func maxStrategy(maxCase: MaxCase) {
    let clustering = Clustering(sizes: [MaxStrategy.treeFrom, 3, 2 * MaxStrategy.treeFrom + 1])
    var strategy = MaxStrategy(
      arguments: arguments(MaxStrategy.variant, maxCase.values), clustering: clustering)
    var arms = ArmStatistics(count: clustering.armCount, isBinary: true)
    let order = PosteriorOrder(
      a0: maxCase.prior[0], b0: maxCase.prior[1], observedOnly: maxCase.observedOnly)
    let extra: Double = maxCase.plusOne ? 1 : 0
    var pulls = [0.0, 0, 0]
    var world = testStream()
    for _ in 0..<600 {
      let cluster = world.nextIndex(below: 3)
      let range = clustering.arms(of: cluster)
      var best = range.lowerBound
      for arm in range.dropFirst() where order.beats(arm, best, arms) { best = arm }
      // Often the best, which then may fall.
      let arm =
        world.nextUnit() < 0.6 ? best : range.lowerBound + world.nextIndex(below: range.count)
      let reward: Double = world.nextUnit() < 0.4 ? 1 : 0
      _ = arms.record(arm, reward: reward)
      pulls[cluster] += 1
      let found = strategy.update(arm: arm, cluster: cluster, reward: reward, arms: arms)
      best = range.lowerBound
      for arm in range.dropFirst() where order.beats(arm, best, arms) { best = arm }
      let (s, n) = (arms.sum(of: best), arms.pulls(of: best))
      #expect(
        found
          == ClusterEstimate(
            alpha: maxCase.prior[0] + s + extra, beta: maxCase.prior[1] + (n - s) + extra,
            pulls: pulls[cluster]))
    }
  }
}
