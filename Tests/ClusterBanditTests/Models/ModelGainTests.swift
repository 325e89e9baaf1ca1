import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A small problem on which knowing the clusters pays, with the gain that 200 other replications
/// showed.
struct GainCase: Sendable, CustomTestStringConvertible {
  let environment: String
  let values: [String: ParameterValue]
  let horizon: Int
  let replications: Int
  /// The mean difference of the final pseudo-regrets, flat minus hierarchical.
  let gain: Double
  var testDescription: String { environment }

  static let all = [
    // 4.5 with a standard deviation of 3.8 over 200 replications: half of it is 5 standard errors
    // away.
    GainCase(
      environment: "beta-clusters",
      values: [
        "arms": .integer(40), "clusters": .integer(4), "cohesion": .number(200),
        "centre": .numbers([0.05, 0.95]),
      ], horizon: 50, replications: 72, gain: 4.5),
    // 6.8 with a standard deviation of 9.9: half of it is 5 standard errors away.
    GainCase(
      environment: "needle",
      values: [
        "arms": .integer(20), "clusters": .integer(2), "best": .number(0.6),
        "siblings": .number(0.05), "others": .numbers([0.15, 0.2]),
      ], horizon: 100, replications: 220, gain: 6.8),
  ]
}

@Suite("What knowing the clusters gains")
struct ModelGainTests {
  /// The mean of flat Thompson sampling's regret minus that of `rival`, over common rewards.
  private func gain(of rival: String, _ problem: GainCase, splitting: Bool = false) throws -> Double
  {
    let family = try #require(EnvironmentCatalogue.standard[problem.environment])
    let environment = try family.make(
      Arguments(problem.values, defaultsOf: family.parameters)
    ).get()
    let seeds = SeedTree(test: problem.environment, root: 1)
    var total = 0.0
    for number in 0..<UInt64(problem.replications) {
      var stream = seeds.stream(replication: number, role: .instance)
      var instance = environment.drawInstance(using: &stream)
      if splitting {
        instance = BanditInstance(
          means: instance.means.array, clustering: .singletons(instance.armCount),
          rewards: instance.rewards)
      }
      let run = Replication(
        instance: instance, horizon: problem.horizon, checkpoints: [problem.horizon], seeds: seeds,
        number: number, tables: .covering(horizon: problem.horizon))
      total += prepared("thompson", for: instance).play(run).final(.pseudoRegret)
      total -= prepared(rival, for: instance).play(run).final(.pseudoRegret)
    }
    return total / Double(problem.replications)
  }

  @Test(
    "Hierarchical Thompson sampling beats flat Thompson sampling where siblings are alike",
    arguments: GainCase.all)
  func hierarchicalBeatsFlat(problem: GainCase) throws {
    // Five standard errors on either side: a right program fails, and one without any gain passes,
    // less than once in a million.
    let gain = try gain(of: "hierarchical-thompson", problem)
    #expect(gain > problem.gain / 2, "\(gain)")
  }

  @Test("With every arm a cluster of its own the gain is gone")
  func singletonsGainNothing() throws {
    let gain = try gain(of: "hierarchical-thompson", GainCase.all[0], splitting: true)
    #expect(gain < GainCase.all[0].gain / 2, "\(gain)")
  }
}
