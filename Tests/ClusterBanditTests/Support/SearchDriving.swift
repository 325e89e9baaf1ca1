import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A rule of the catalogue in the form that `search` asks for.
func rule(
  _ name: String, _ search: SearchMethod, _ values: [String: ParameterValue] = [:],
  ties: TieBreak = .uniform, groups: Clustering, level: SelectionLevel = .arms
) -> ErasedRule {
  var all = values
  all["search"] = .word(search.rawValue)
  all["ties"] = .word(ties.rawValue)
  let variant = RuleCatalogue.standard.variants.first { $0.name == name }
  let arguments = Arguments(all, defaultsOf: variant?.parameters ?? [])
  return ErasedRule(
    RuleCatalogue.standard.part((name, arguments)), groups: groups, level: level,
    setting: setting(groups))
}

/// The means of clusters one above the other, from 0.1 on.
func clusters(
  _ count: Int, of size: Int, apart: Double, within: Double
) -> [[Double]] {
  (0..<count).map { cluster -> [Double] in
    let base = 0.1 + apart * Double(cluster)
    return (0..<size).map { base + within * Double($0) }
  }
}

extension RuleCase {
  /// The arguments with a way to search.
  func searching(_ search: SearchMethod) -> Arguments {
    Arguments(arguments.values.merging(["search": .word(search.rawValue)]) { $1 })
  }

  /// Every decision and every word drawn by classes is the scan's.
  func checkSearches(shape: Int) {
    let groups = Clustering(sizes: [[70], [1, 30, 9], [3, 3, 3, 3]][shape])
    func make(_ search: SearchMethod) -> ErasedRule {
      ErasedRule(
        RuleCatalogue.standard.part((name, searching(search))), groups: groups,
        level: .arms, setting: setting(groups))
    }
    let (scan, classes) = (make(.scan), make(.sublinear))
    var world = testStream(UInt64(shape), of: "decisions(ruleCase:shape:)")
    var stream = testStream(10 + UInt64(shape), of: "decisions(ruleCase:shape:)")
    var other = stream
    var seen = Observations(count: groups.armCount)
    var clocks = Array(repeating: 0, count: groups.clusterCount)
    // Few different means, so that many candidates share their data for long.
    let means = (0..<groups.armCount).map { _ in 0.25 * Double(1 + world.nextIndex(below: 3)) }
    for round in 1...900 {
      let group = world.nextIndex(below: groups.clusterCount)
      let expected = scan.select(group: group, clock: clocks[group], using: &other)
      let chosen = classes.select(group: group, clock: clocks[group], using: &stream)
      guard chosen == expected, stream == other else {
        Issue.record("round \(round): \(chosen) instead of \(expected)")
        return
      }
      clocks[group] += 1
      seen.pulls[chosen] += 1
      // Now and then a reward of the mean itself, as a pull that is anticipated.
      let reward =
        round % 7 == 0
        ? seen.sums[chosen] / seen.pulls[chosen] : world.nextUnit() < means[chosen] ? 1 : 0
      seen.sums[chosen] += reward
      let news = estimate(pulls: seen.pulls[chosen], sum: seen.sums[chosen])
      scan.record(chosen, group: group, news)
      classes.record(chosen, group: group, news)
    }
  }

  /// Flat and at two levels both searches play alike.
  func checkPlays(batch: Int) {
    let instance = problem(clusters(5, of: 6, apart: 0.15, within: 0.01))
    func rewards(_ search: SearchMethod, flat: Bool) -> [Double] {
      let arguments = searching(search)
      let part = ParameterValue.variant(name, arguments)
      let outer = ParameterValue.variant(
        name, Arguments(arguments.values.filter { $0.key != "prior" }))
      let policy =
        flat
        ? prepared(name, arguments.values, for: instance)
        : prepared("two-level", ["outer": outer, "inner": part], for: instance)
      let checkpoints = Array(stride(from: 12, through: 360, by: 12))
      let trajectory = policy.play(
        Replication(
          instance: instance, horizon: 360, checkpoints: checkpoints,
          seeds: SeedTree(root: 1), number: 3,
          tables: .covering(horizon: 360), batch: batch))
      return checkpoints.indices.map { trajectory.value(.pseudoRegret, checkpoint: $0) }
    }
    for flat in [true, false] {
      #expect(rewards(.scan, flat: flat) == rewards(.sublinear, flat: flat))
    }
  }
}
