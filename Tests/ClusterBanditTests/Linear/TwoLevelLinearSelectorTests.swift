import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Linear policies, flat and at two levels")
struct TwoLevelLinearSelectorTests {
  private func play<P: ContextualPolicy & ~Copyable>(
    _ policy: consuming P, on instance: BanditInstance, horizon: Int, number: UInt64 = 0
  ) -> (ContextualTranscript, RandomStream) {
    let run = replication(of: instance, horizon: horizon, number: number, test: "linear")
    var policy = policy
    var stream = run.seeds.stream(replication: number, role: .policy)
    let played = transcript(&policy, in: run, &stream)
    return (played, stream)
  }

  private func setting(_ instance: BanditInstance) -> PolicySetting {
    PolicySetting(instance: instance, horizon: 100, tables: .covering(horizon: 100))
  }

  @Test(
    "Decisions and draws are those of the definition with dense solves", arguments: LinearCase.all,
    [[4], [3, 1, 2], [1, 1, 1]])
  func definition(linear: LinearCase, sizes: [Int]) {
    let instance = contextualProblem(sizes: sizes, dimension: 3)
    let (values, setting) = (linear.arguments, setting(instance))
    func plain(_ samples: Bool, _ isTwoLevel: Bool) -> (ContextualTranscript, RandomStream) {
      play(
        PlainLinear(
          samples: samples, arguments: values, clustering: instance.clustering,
          isTwoLevel: isTwoLevel, d: 3), on: instance, horizon: 60)
    }
    #expect(
      play(
        FlatLinearSelector<LinTS>(arguments: values, setting: setting), on: instance, horizon: 60)
        == plain(true, false))
    #expect(
      play(
        FlatLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance, horizon: 60)
        == plain(false, false))
    #expect(
      play(
        TwoLevelLinearSelector<LinTS>(arguments: values, setting: setting), on: instance,
        horizon: 60) == plain(true, true))
    #expect(
      play(
        TwoLevelLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance,
        horizon: 60) == plain(false, true))
  }

  @Test(
    "With one cluster or singletons two levels play pull by pull as the flat policy",
    arguments: LinearCase.all, [[7], [1, 1, 1, 1, 1, 1, 1], [1]])
  func flat(linear: LinearCase, sizes: [Int]) {
    let instance = contextualProblem(sizes: sizes, dimension: 2)
    let (values, setting) = (linear.arguments, setting(instance))
    #expect(
      play(
        FlatLinearSelector<LinTS>(arguments: values, setting: setting), on: instance, horizon: 200)
        == play(
          TwoLevelLinearSelector<LinTS>(arguments: values, setting: setting), on: instance,
          horizon: 200))
    #expect(
      play(
        FlatLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance, horizon: 200)
        == play(
          TwoLevelLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance,
          horizon: 200))
  }

  @Test("With several clusters of several arms the two levels differ from the flat policy")
  func flatCanDiffer() {
    let instance = contextualProblem(sizes: [2, 2], dimension: 2)
    let (values, setting) = (LinearCase().arguments, setting(instance))
    #expect(
      play(
        FlatLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance, horizon: 200)
        != play(
          TwoLevelLinearSelector<LinUCB>(arguments: values, setting: setting), on: instance,
          horizon: 200))
  }

  @Test("Names of arms and clusters change nothing in law", arguments: ["lin-ts", "lin-tsc"])
  func relabelling(name: String) throws {
    // Laws of the final regret at a Kolmogorov distance of 0.3 are told apart.
    let vectors: [[Double]] = [[1, 0], [0.5, 0.5], [0, 1], [-1, 0.25]]
    let original = BanditInstance(
      contextual: ContextualModel(dimension: 2, parameters: vectors.flatMap(\.self)),
      clustering: Clustering(sizes: [3, 1]))
    let relabelled = BanditInstance(
      contextual: ContextualModel(
        dimension: 2, parameters: [3, 1, 2, 0].flatMap { vectors[$0] }),
      clustering: Clustering(sizes: [1, 3]))
    let first = finalRegrets(
      prepared(name, for: original), on: original, horizon: 20, count: 460)
    let second = finalRegrets(
      prepared(name, for: relabelled), on: relabelled, horizon: 20, count: 460, from: 10_000)
    let verdict = Verdict.kolmogorovSmirnov(first, sameLawAs: second)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("On cohesive clusters knowing them pays: the two levels earn more", arguments: [0, 1])
  func clustersPay(pair: Int) throws {
    let environment = ContextualClusters(
      sizes: ClusterSizes(arms: 60, clusters: 6), dimension: 3, spread: 0.1)
    var stream = testStream()
    let names = [("lin-ts", "lin-tsc"), ("lin-ucb", "lin-ucbc")][pair]
    // What the flat policy loses more, instance by instance.
    var gains: [Double] = []
    for number in 0..<16 as Range<UInt64> {
      let instance = environment.drawInstance(using: &stream)
      let run = replication(of: instance, horizon: 400, number: number)
      let flat = prepared(names.0, for: instance).play(run).final(.pseudoRegret)
      gains.append(flat - prepared(names.1, for: instance).play(run).final(.pseudoRegret))
    }
    let mean = gains.reduce(0, +) / 16
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 15
    #expect(mean > 5 * (variance / 16).squareRoot(), "\(mean)")
  }
}
