import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// A problem with contexts whose vectors are drawn from the test's stream.
func contextualProblem(
  sizes: [Int], dimension: Int, contexts: [Double] = [], index: UInt64 = 0,
  test: String = #function
) -> BanditInstance {
  var stream = testStream(index, of: test)
  let vectors = stream.normals(sizes.reduce(0, +) * dimension)
  return BanditInstance(
    contextual: ContextualModel(dimension: dimension, parameters: vectors, contexts: contexts),
    clustering: Clustering(sizes: sizes))
}

/// What happened round by round.
struct ContextualTranscript: Equatable {
  var arms: [Int] = []
  var contexts: [[Double]] = []
  var rewards: [Double] = []
}

/// Plays round by round in the plainest way, apart from the engine; `policyStream` ends in its
/// state after the last round.
func transcript<P: ContextualPolicy & ~Copyable>(
  _ policy: inout P, in run: Replication, _ policyStream: inout RandomStream
) -> ContextualTranscript {
  var result = ContextualTranscript()
  guard let model = run.instance.contextual else { return result }
  let d = model.dimension
  var rewardStream = run.seeds.stream(replication: run.number, role: .reward)
  var contextStream = run.seeds.stream(replication: run.number, role: .context)
  for round in 1...run.horizon {
    let given = model.contexts.array
    let context =
      given.isEmpty
      ? contextStream.normals(d)
      : (0..<d).map { given[((round - 1) * d + $0) % given.count] }
    let arm = policy.selectArm(round: round, context: context.span, using: &policyStream)
    let mean = dot(context, (0..<d).map { model.parameters[arm * d + $0] })
    let size = 2 * abs(mean) * rewardStream.nextUnit()
    let reward = mean < 0 ? -size : size
    policy.update(arm: arm, context: context.span, reward: reward)
    result.arms.append(arm)
    result.contexts.append(context)
    result.rewards.append(reward)
  }
  return result
}

/// A linear policy written down as plainly as its definition.
struct PlainLinear: ContextualPolicy {
  let samples: Bool
  let scale: Double
  let isVariance: Bool
  let ties: TieBreak
  /// The groups of the last level; one group for a flat policy.
  let clusters: [Range<Int>]?
  var arms: [PlainRegression]
  var groups: [PlainRegression]

  init(samples: Bool, arguments: Arguments, clustering: Clustering, isTwoLevel: Bool, d: Int) {
    self.samples = samples
    scale = arguments.number("scale")
    isVariance = arguments.word("width") == "variance"
    ties = arguments.ties
    let fresh = PlainRegression(dimension: d, ridge: arguments.number("ridge"))
    arms = Array(repeating: fresh, count: clustering.armCount)
    groups = Array(repeating: fresh, count: clustering.clusterCount)
    clusters = isTwoLevel ? (0..<clustering.clusterCount).map(clustering.arms(of:)) : nil
  }

  private func choice(
    _ range: Range<Int>, of all: [PlainRegression], _ context: [Double],
    _ stream: inout RandomStream
  ) -> Int {
    if range.count == 1 { return range.lowerBound }
    let scores = range.map { candidate in
      let q = all[candidate].variance(context)
      let width = isVariance ? q : q.squareRoot()
      let random = samples ? stream.nextNormal(.shared) : 1
      return all[candidate].mean(context) + scale * width * random
    }
    let tied = range.filter { scores[$0 - range.lowerBound] == scores.max() }
    return tied.count == 1 || ties == .first
      ? tied[0] : tied[stream.nextIndex(below: tied.count)]
  }

  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int {
    let x = context.indices.map { context[$0] }
    guard let clusters else { return choice(0..<arms.count, of: arms, x, &stream) }
    let cluster = choice(0..<groups.count, of: groups, x, &stream)
    return choice(clusters[cluster], of: arms, x, &stream)
  }

  mutating func update(arm: Int, context: Span<Double>, reward: Double) {
    let x = context.indices.map { context[$0] }
    arms[arm].record(x, reward)
    if let cluster = clusters?.firstIndex(where: { $0.contains(arm) }) {
      groups[cluster].record(x, reward)
    }
  }
}

/// Arguments of a linear policy: a row of a test's table.
struct LinearCase: Sendable, CustomTestStringConvertible {
  var scale = 1.0
  var ridge = 1.0
  var width = "deviation"
  var ties = TieBreak.uniform

  var testDescription: String { "scale \(scale) ridge \(ridge) \(width) ties \(ties.rawValue)" }

  var arguments: Arguments {
    Arguments([
      "scale": .number(scale), "ridge": .number(ridge), "width": .word(width),
      "ties": .word(ties.rawValue),
    ])
  }

  static let all = [
    LinearCase(), LinearCase(scale: 0.25), LinearCase(scale: 2, ridge: 3, width: "variance"),
    LinearCase(width: "variance", ties: .first), LinearCase(ridge: 0.5, ties: .first),
  ]
}

@Suite("Linear policies")
struct LinearPolicyTests {
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

  /// P(N(0, 1) ≤ z).
  private func normal(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  @Test(
    "A sample is normal about xᵀθ̂ with standard deviation v·w",
    arguments: [
      LinearCase(), LinearCase(scale: 0.5), LinearCase(width: "variance"),
      LinearCase(scale: 2, width: "variance"),
    ])
  func law(linear: LinearCase) {
    // Candidate 0 has θ̂ = 1.2 and xᵀB⁻¹x = 0.2 x²; the others' samples are a number each, so the
    // wins of 0 are draws of its distribution function. 20 000 draws see an error of 0.035.
    let rule = LinTS(arguments: linear.arguments)
    var stream = testStream()
    for (x, cut) in [(1.0, 1.0), (1, 1.2), (1, 1.5), (2, 3), (0.5, 0.5), (-1, -1.6)] {
      var regressions = RidgeRegressions(count: 2, dimension: 1, ridge: 1)
      regressions.record(0, context: [2].span, reward: 3)
      // θ̂ = cut/x up to 10⁻¹², and xᵀB⁻¹x below 10⁻¹¹.
      regressions.record(1, context: [1e6].span, reward: 1e6 * cut / x)
      regressions.score(0..<2, in: [x].span)
      let width = linear.width == "variance" ? 0.2 * x * x : 0.2.squareRoot() * abs(x)
      let probability = normal((1.2 * x - cut) / (linear.scale * width))
      var wins = 0
      for _ in 0..<20_000 where rule.select(0..<2, of: regressions, using: &stream) == 0 {
        wins += 1
      }
      let verdict = Verdict.proportion(wins, of: 20_000, is: probability)
      #expect(verdict.holds, "\(x) \(cut): \(verdict)")
    }
  }

  @Test("Scale 0 is greedy, and its ties are broken by the rule", arguments: TieBreak.allCases)
  func greedy(ties: TieBreak) {
    let arguments = LinearCase(scale: 0, ties: ties).arguments
    var regressions = RidgeRegressions(count: 3, dimension: 1, ridge: 1)
    regressions.score(0..<3, in: [1].span)
    var stream = testStream()
    let (sampling, optimistic) = (LinTS(arguments: arguments), LinUCB(arguments: arguments))
    var counts = [[0, 0, 0], [0, 0, 0]]
    for _ in 0..<3000 {
      counts[0][sampling.select(0..<3, of: regressions, using: &stream)] += 1
      counts[1][optimistic.select(0..<3, of: regressions, using: &stream)] += 1
    }
    for count in counts {
      if ties == .first {
        #expect(count == [3000, 0, 0])
      } else {
        let verdict = Verdict.chiSquare(
          counts: count, probabilities: Array(repeating: 1.0 / 3, count: 3))
        #expect(verdict.holds, "\(verdict)")
      }
    }
    regressions.record(1, context: [1].span, reward: 1)
    regressions.score(0..<3, in: [1].span)
    #expect(sampling.select(0..<3, of: regressions, using: &stream) == 1)
    #expect(optimistic.select(0..<3, of: regressions, using: &stream) == 1)
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
    let environment = ContextualClusters(arms: 60, clusters: 6, dimension: 3, spread: 0.1)
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
