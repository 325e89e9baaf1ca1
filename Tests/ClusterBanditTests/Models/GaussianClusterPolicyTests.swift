import Foundation
import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// What policies over both kinds of posterior have to do.
private protocol KindCheck {
  func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type)
}

private func forBothKinds(_ check: some KindCheck) {
  check.run(CovariancePosterior.self)
  check.run(EffectsPosterior.self)
}

private let thompsonArguments = Arguments(["ties": .word("first")])

private func ucbArguments(width: Double = 1, delta: Double = 0.1) -> Arguments {
  Arguments([
    "ties": .word("first"), "width": .number(width), "delta": .number(delta),
  ])
}

extension Policy where Self: ~Copyable {
  /// Chooses a batch.
  fileprivate mutating func batch(
    _ count: Int, firstRound: Int = 1, using stream: inout RandomStream
  ) -> [Int] {
    var arms = Array(repeating: Int32(-1), count: count)
    var places = arms.mutableSpan
    selectArms(&places, firstRound: firstRound, using: &stream)
    return arms.map(Int.init)
  }

  /// Learns a batch.
  fileprivate mutating func learn(_ arms: [Int], _ rewards: [Double]) {
    let places = arms.map(Int32.init)
    update(arms: places.span, rewards: rewards.span)
  }
}

@Suite("gaussian-cluster-thompson")
struct GaussianClusterThompsonTests {
  private struct Frequencies: KindCheck {
    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      // Two arms of one cluster: the first wins with probability Φ((m₀ − m₁)/sd(θ₀ − θ₁)).
      var looked = 0
      // Of some draws of the prior the two arms hardly depend on each other.
      for number in 0..<20 as Range<UInt64> where looked < 3 {
        looked +=
          look(
            Posterior.self, PriorCase(sizes: [2], dependence: .effects, number: number)) ? 1 : 0
      }
      #expect(looked == 3)
    }

    /// Looks at one prior; false if the covariance does not matter there.
    private func look<Posterior: ClusterPosterior & ~Copyable>(
      _: Posterior.Type, _ given: PriorCase
    ) -> Bool {
      var policy = GaussianClusterThompson<Posterior>(
        arguments: thompsonArguments, setting: given.setting())
      policy.learn([0, 1, 0], [2, 0.25, 1.5])
      let reference = DenseReference(
        given.prior, cluster: 0, [ArmCounts(n: 2, s: 3.5), ArmCounts(n: 1, s: 0.25)], noise: 1)
      let variance =
        reference.covariance[0, 0] + reference.covariance[1, 1] - 2 * reference.covariance[0, 1]
      let probability = SpecialFunctions.normalCDF(
        (reference.mean[0] - reference.mean[1]) / variance.squareRoot())
      let independent = SpecialFunctions.normalCDF(
        (reference.mean[0] - reference.mean[1])
          / (reference.covariance[0, 0] + reference.covariance[1, 1]).squareRoot())
      guard abs(probability - independent) > 0.02 else { return false }
      var stream = testStream(given.number)
      let wins = policy.batch(20_000, using: &stream).count { $0 == 0 }
      let verdict = Verdict.proportion(wins, of: 20_000, is: probability)
      #expect(verdict.holds, "\(verdict)")
      #expect(!Verdict.proportion(wins, of: 20_000, is: 1 - probability).holds)
      return true
    }
  }

  @Test("An arm is chosen as often as it is the best under the posterior")
  func frequencies() { forBothKinds(Frequencies()) }

  private struct Batches: KindCheck {
    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      let given = PriorCase(sizes: [20, 1, 4], dependence: .effects)
      var whole = GaussianClusterThompson<Posterior>(
        arguments: thompsonArguments, setting: given.setting())
      var single = GaussianClusterThompson<Posterior>(
        arguments: thompsonArguments, setting: given.setting())
      var stream = testStream()
      var other = stream
      for round in 0..<3 {
        let arms = whole.batch(150, using: &stream)
        #expect(
          arms == (0..<150).map { single.selectArm(round: $0 + 1, using: &other) }, "batch \(round)"
        )
        #expect(stream == other)
        let rewards = arms.map { Double($0 % 3) + stream.nextNormal(.shared) }
        other = stream
        whole.learn(arms, rewards)
        for (arm, reward) in zip(arms, rewards) { single.update(arm: arm, reward: reward) }
        for arm in 0..<25 {
          guard let first = whole.belief(of: arm), let second = single.belief(of: arm),
            let (mean, deviation) = first.moments, let (otherMean, otherDeviation) = second.moments
          else {
            Issue.record("a belief without moments")
            return
          }
          #expect(first.pulls == second.pulls)
          #expect(abs(mean - otherMean) < 1e-10 && abs(deviation - otherDeviation) < 1e-10)
        }
      }
    }
  }

  @Test("A batch is as many choices from one state, and its rewards are one update")
  func batches() { forBothKinds(Batches()) }

  @Test("Independent arms make the same choices in one cluster as in a cluster each")
  func independentArms() {
    func policy(_ sizes: [Int], _ covariances: [Matrix]) -> GaussianClusterThompson<
      CovariancePosterior
    > {
      let instance = BanditInstance(
        laidOut: Array(repeating: 0, count: 6), clustering: Clustering(sizes: sizes),
        rewards: .gaussian(standardDeviation: 0.5),
        prior: GaussianPrior(mean: 1, structure: .dense(covariances)))
      return GaussianClusterThompson(
        arguments: thompsonArguments,
        setting: PolicySetting(instance: instance, horizon: 100, tables: ClockTables(count: 10)))
    }
    var diagonal = Matrix.identity(6)
    for index in 0..<6 { diagonal[index, index] = 1 + Double(index) / 4 }
    var one = policy([6], [diagonal])
    var each = policy([1, 1, 1, 1, 1, 1], (0..<6).map { [[diagonal[$0, $0]]] })
    var (first, second) = (testStream(), testStream())
    for round in 1...200 {
      let arm = one.selectArm(round: round, using: &first)
      #expect(arm == each.selectArm(round: round, using: &second))
      let reward = Double(arm) / 8 + Double(round % 5) / 4
      one.update(arm: arm, reward: reward)
      each.update(arm: arm, reward: reward)
    }
    #expect(first == second)
  }

  @Test("A given standard deviation stands in for the environment's")
  func ownNoise() {
    let given = PriorCase(sizes: [3], noise: 7)
    var policy = GaussianClusterThompson<CovariancePosterior>(
      arguments: Arguments(["ties": .word("first"), "standard-deviation": .number(0.5)]),
      setting: given.setting())
    policy.update(arm: 1, reward: 2)
    let reference = DenseReference(
      given.prior, cluster: 0, [ArmCounts(), ArmCounts(n: 1, s: 2), ArmCounts()], noise: 0.5)
    for arm in 0..<3 {
      let deviation = policy.belief(of: arm)?.standardDeviation ?? .nan
      #expect(abs(deviation - reference.covariance[arm, arm].squareRoot()) < 1e-12)
      #expect(abs((policy.belief(of: arm)?.mean ?? .nan) - reference.mean[arm]) < 1e-12)
    }
  }

  @Test("Without noise it ends with one arm, the best of those that it pulled")
  func noiseFree() {
    let given = PriorCase(sizes: [10, 10], noise: 0, dependence: .effects)
    for dependence in PriorCase.Dependence.allCases {
      let means = (0..<20).map { Double($0 * 7 % 20) / 10 }
      let instance = PriorCase(sizes: given.sizes, noise: 0, dependence: dependence).instance(means)
      let arms = transcript(
        prepared("gaussian-cluster-thompson", for: instance), on: instance, horizon: 200
      ).arms
      let best = Set(arms).max { means[$0] < means[$1] }
      #expect(Set(arms.suffix(20)) == [best], "\(dependence)")
    }
  }
}

extension Belief {
  fileprivate var moments: (Double, Double)? {
    guard let mean, let standardDeviation else { return nil }
    return (mean, standardDeviation)
  }
}

@Suite("gaussian-cluster-ucb")
struct GaussianClusterUCBTests {
  /// The choices of GP-BUCB worked out from the dense solution: means of the arms' rewards before the
  /// batch, deviations as if the batch's earlier pulls had been paid.
  private struct Reference: KindCheck {
    let batch: Int
    let width: Double
    let delta: Double

    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      let given = PriorCase(sizes: [4, 1, 7], noise: 0.7, dependence: .effects)
      var policy = GaussianClusterUCB<Posterior>(
        arguments: ucbArguments(width: width, delta: delta), setting: given.setting())
      var stream = testStream(UInt64(batch))
      let untouched = testStream(99)
      var own = untouched
      var counts = Array(repeating: ArmCounts(), count: 12)
      var means = references(given, counts).flatMap(\.mean)
      var seen: Set<Int> = []
      for start in stride(from: 1, through: 40, by: batch) {
        let arms = policy.batch(batch, firstRound: start, using: &own)
        var pending = counts
        for (place, arm) in arms.enumerated() {
          let t = Double(start + place)
          let beta = 2 * log(12 * t * t * Double.pi * Double.pi / (6 * delta))
          let variances = references(given, pending).flatMap { reference in
            reference.mean.indices.map { reference.covariance[$0, $0] }
          }
          let indices = zip(means, variances).map {
            $0 + width * (beta * $1).squareRoot()
          }
          let best = indices.max() ?? 0
          #expect(abs(indices[arm] - best) < 1e-9, "round \(start + place): arm \(arm)")
          pending[arm].n += 1
          seen.insert(arm)
        }
        let rewards = arms.map { Double($0 % 5) / 5 + 0.7 * stream.nextNormal(.shared) }
        for (arm, reward) in zip(arms, rewards) {
          counts[arm].n += 1
          counts[arm].s += reward
        }
        policy.learn(arms, rewards)
        means = references(given, counts).flatMap(\.mean)
      }
      #expect(own == untouched, "ties are broken by order: nothing is drawn")
      #expect(seen.count > 3)
    }

    private func references(_ given: PriorCase, _ counts: [ArmCounts]) -> [DenseReference] {
      let prior = given.prior
      return given.sizes.indices.map {
        DenseReference(
          prior, cluster: $0, Array(counts[given.clustering.arms(of: $0)]), noise: given.noise)
      }
    }
  }

  @Test(
    "Every choice is the highest bound worked out from the dense solution, also within a batch",
    arguments: [1, 2, 9], [(1.0, 0.1), (0.3, 0.01)])
  func reference(batch: Int, parameters: (Double, Double)) {
    forBothKinds(Reference(batch: batch, width: parameters.0, delta: parameters.1))
  }

  @Test("A batch spreads over arms where one that forgot its pending pulls would not")
  func spreads() {
    let given = PriorCase(sizes: [10], dependence: .effects)
    var policy = GaussianClusterUCB<CovariancePosterior>(
      arguments: ucbArguments(), setting: given.setting())
    var stream = testStream()
    #expect(Set(policy.batch(20, using: &stream)).count > 3)
    var forgetful = GaussianClusterUCB<CovariancePosterior>(
      arguments: ucbArguments(), setting: given.setting())
    #expect(Set((1...20).map { forgetful.selectArm(round: $0, using: &stream) }).count == 1)
  }

  @Test("Two arms and two pulls are as worked out by hand")
  func byHand() {
    let instance = BanditInstance(
      laidOut: [0, 0], clustering: Clustering(sizes: [2]), rewards: .gaussian(standardDeviation: 1),
      prior: GaussianPrior(mean: 0, structure: .dense([[[2, 1], [1, 3]]])))
    var policy = GaussianClusterUCB<CovariancePosterior>(
      arguments: ucbArguments(),
      setting: PolicySetting(instance: instance, horizon: 10, tables: ClockTables(count: 10)))
    var stream = testStream()
    // β₁ = 2 ln(2 · 1.645/0.1) = 6.987: the wider prior wins.
    #expect(policy.selectArm(round: 1, using: &stream) == 1)
    // S = 4: means −1/2 and −3/2, variances 7/4 and 3/4; β₂ = 9.759: 3.63 against 1.21.
    policy.update(arm: 1, reward: -2)
    #expect(policy.selectArm(round: 2, using: &stream) == 0)
    // Pending, arm 0 has variance 7/4 − (7/4)²/(11/4) = 7/11, its bound 2.10 is still the higher: the
    // covariance with arm 1 is 1/4, whose variance falls to 3/4 − 1/44.
    policy.anticipate(arm: 0)
    #expect(policy.selectArm(round: 3, using: &stream) == 0)
    for _ in 0..<10 { policy.anticipate(arm: 0) }
    #expect(policy.selectArm(round: 3, using: &stream) == 1)
    #expect(abs((policy.belief(of: 0)?.standardDeviation ?? 0) - 1.75.squareRoot()) < 1e-14)
  }
}

@Suite("Policies under the environment's normal prior")
struct EnvironmentPriorTests {
  @Test(
    "They refuse environments without a prior, and rewards of 0 and 1, with a hint",
    arguments: ["gaussian-cluster-thompson", "gaussian-cluster-ucb", "two-level"])
  func refusals(name: String) throws {
    let family = try #require(PolicyCatalogue.standard[name])
    let values: [String: ParameterValue] =
      name == "two-level" ? ["model": .part(DependenceChoice.covariance)] : [:]
    let arguments = Arguments(values, defaultsOf: family.parameters)
    func problems(_ rewards: RewardDistribution, _ hasPrior: Bool) -> [ArgumentProblem] {
      family.problems(
        arguments,
        ProblemShape(
          armCount: 4, clusterCount: 2, rewards: rewards, hasGaussianPrior: hasPrior))
    }
    #expect(problems(.gaussian(standardDeviation: 1), true).isEmpty)
    let missing = problems(.gaussian(standardDeviation: 1), false)
    #expect(missing.count == 1 && missing[0].message.contains("needs the prior covariance"))
    #expect(!missing[0].hint.isEmpty)
    let binary = problems(.bernoulli, false)
    #expect(binary.count == 1 && binary[0].message.contains("Gaussian rewards"))
    #expect(binary[0].path == (name == "two-level" ? ["model"] : []))
  }

  @Test("The model covariance has no PMAX, and priors come from the environment")
  func twoLevelRefusals() throws {
    let family = try #require(PolicyCatalogue.standard["two-level"])
    let shape = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1), hasGaussianPrior: true
    )
    let maximum = Arguments(
      ["model": .part(DependenceChoice.covariance), "strategy": .part(PMaxStrategy.variant)],
      defaultsOf: family.parameters)
    #expect(family.problems(maximum, shape).map(\.path) == [["strategy"]])
    let prior = Arguments(
      [
        "model": .part(DependenceChoice.covariance),
        "outer": .part(
          BetaThompson.variant,
          ["prior-mean": .number(0), "prior-standard-deviation": .number(1)]),
      ], defaultsOf: family.parameters)
    #expect(Set(family.problems(prior, shape).compactMap(\.path.first)) == ["outer"])
  }

  /// The rules outside and inside, and the strategy.
  static let combinations: [(RuleCase, RuleCase, Variant)] = [
    (RuleCase.ucb(0.5), RuleCase.ucb(0.5)), (.tuned, .ucb1),
    (RuleCase(EpsilonGreedy.variant, ["epsilon": .constant(0.1)]), .ucb(1)),
    (RuleCase(BetaThompson.variant), .ucb(0.5)),
  ].flatMap { pair in
    [MeanStrategy.variant, MaxStrategy.variant].map { (pair.0, pair.1, $0) }
  }

  @Test(
    "Under a compound-symmetric prior two levels choose as under the Gaussian hierarchy",
    arguments: combinations, [1, 16])
  func twoLevels(parts: (RuleCase, RuleCase, Variant), batch: Int) {
    let sizes = [3, 20, 1, 5]
    let clustering = Clustering(sizes: sizes)
    var stream = testStream()
    let means = stream.normals(29)
    let prior = GaussianPrior(
      mean: 0.25,
      structure: .dense(
        sizes.map { n in
          var covariance = Matrix(rows: n, columns: n, repeating: 1)
          for index in 0..<n { covariance[index, index] += 0.25 }
          return covariance
        }))
    let instance = BanditInstance(
      laidOut: means, clustering: clustering, rewards: .gaussian(standardDeviation: 1), prior: prior
    )
    func arms(_ model: ParameterValue) -> [Int] {
      transcript(
        prepared(
          "two-level",
          [
            "strategy": .part(parts.2), "outer": parts.0.part, "inner": parts.1.part,
            "model": model,
          ], for: instance),
        on: instance, horizon: 160, batch: batch, test: "two levels"
      ).arms
    }
    let known = arms(
      .part(
        DependenceChoice.hierarchical,
        [
          "prior-mean": .number(0.25), "prior-standard-deviation": .number(1),
          "arm-standard-deviation": .number(0.5),
        ]))
    #expect(arms(.part(DependenceChoice.covariance)) == known)
    #expect(Set(known).count > 8)
  }

  @Test("Thompson sampling inside draws the cluster's arms from their joint posterior")
  func thompsonInside() {
    // One cluster of two arms, so only the inner rule decides.
    let given = PriorCase(sizes: [2], dependence: .effects)
    for dependence in PriorCase.Dependence.allCases {
      let current = PriorCase(sizes: given.sizes, dependence: dependence)
      let setting = current.setting()
      var wins = 0
      var stream = testStream()
      switch dependence {
      case .general:
        wins = thompsonWins(CovarianceModel<CovariancePosterior>.self, setting, &stream)
      case .effects:
        wins = thompsonWins(CovarianceModel<EffectsPosterior>.self, setting, &stream)
      }
      let reference = DenseReference(
        current.prior, cluster: 0, [ArmCounts(n: 1, s: 1), ArmCounts(n: 1, s: 0.75)], noise: 1)
      let variance =
        reference.covariance[0, 0] + reference.covariance[1, 1] - 2 * reference.covariance[0, 1]
      let probability = SpecialFunctions.normalCDF(
        (reference.mean[0] - reference.mean[1]) / variance.squareRoot())
      let verdict = Verdict.proportion(wins, of: 20_000, is: probability)
      #expect(verdict.holds, "\(dependence): \(verdict)")
    }
  }

  /// How often the first arm is drawn higher after one pull of each.
  private func thompsonWins<Model: DependenceModel & ~Copyable>(
    _: Model.Type, _ setting: PolicySetting, _ stream: inout RandomStream
  ) -> Int {
    var model = Model(arguments: Arguments(), setting: setting)
    model.update(arm: 0, cluster: 0, reward: 1)
    model.update(arm: 1, cluster: 0, reward: 0.75)
    var wins = 0
    for _ in 0..<20_000 {
      model.drawShared(0, using: &stream)
      if model.draw(0, using: &stream) > model.draw(1, using: &stream) { wins += 1 }
    }
    return wins
  }

  @Test(
    "What the prior says of related arms saves regret", arguments: PriorCase.Dependence.allCases)
  func knowledgeHelps(dependence: PriorCase.Dependence) {
    // Instances from the prior itself: 60 arms in 3 clusters, most of whose variance is shared.
    let sizes = [20, 20, 20]
    var stream = testStream()
    var (informed, bound, ignorant) = (0.0, 0.0, 0.0)
    for number in 0..<12 as Range<UInt64> {
      let effects = SharedEffects(
        count: 2,
        designs: sizes.map { Matrix(rows: $0, columns: 2, elements: stream.normals(2 * $0)) },
        effectVariance: 1, ownVariance: 0.01)
      let shared = GaussianPrior(mean: 0, structure: .effects(effects))
      let prior = GaussianPrior(
        mean: 0,
        structure: .dense(
          (0..<3).map { cluster in
            var elements = Array(repeating: 0.0, count: 400)
            elements.withUnsafeMutableBufferPointer {
              shared.fillCovariance(of: cluster, order: 20, $0)
            }
            return Matrix(rows: 20, columns: 20, elements: elements)
          }))
      let means = (0..<3).flatMap { cluster in
        let psi = stream.normals(2)
        return (0..<20).map { arm in
          effects.designs[cluster][arm, 0] * psi[0] + effects.designs[cluster][arm, 1] * psi[1]
            + 0.1 * stream.nextNormal(.shared)
        }
      }
      let instance = BanditInstance(
        laidOut: means, clustering: Clustering(sizes: sizes),
        rewards: .gaussian(standardDeviation: 1), prior: dependence == .general ? prior : shared)
      func regret(_ name: String, _ values: [String: ParameterValue] = [:]) -> Double {
        finalRegrets(
          prepared(name, values, for: instance), on: instance, horizon: 100, count: 1,
          from: number, test: "knowledge"
        )[0] / 12
      }
      informed += regret("gaussian-cluster-thompson")
      bound += regret("gaussian-cluster-ucb", ["width": .number(0.447)])
      ignorant += regret(
        "thompson", ["prior-mean": .number(0), "prior-standard-deviation": .number(1.4)])
    }
    #expect(informed < 0.6 * ignorant, "\(informed) against \(ignorant)")
    #expect(bound < 0.8 * ignorant, "\(bound) against \(ignorant)")
  }
}

extension GaussianClusterThompsonTests {
  @Test("What a policy's factorisations met is told at the end of a replication")
  func notes() {
    // Two arms that are one: no factor without jitter, and none is renewed but after a pull.
    let instance = BanditInstance(
      laidOut: [1, 1, 0], clustering: Clustering(sizes: [2, 1]),
      rewards: .gaussian(standardDeviation: 1),
      prior: GaussianPrior(mean: 0, structure: .dense([[[1, 1], [1, 1]], [[1]]])))
    for (name, values) in [
      ("gaussian-cluster-thompson", [:]),
      ("two-level", ["model": ParameterValue.variant("covariance", Arguments())]),
    ] {
      let policy = prepared(name, values, for: instance)
      let notes = policy.play(replication(of: instance, horizon: 1)).notes
      #expect(notes.jitteredFactorisations <= 1 && notes.largestRelativeJitter <= 1e-6)
      let more = policy.play(replication(of: instance, horizon: 40)).notes
      #expect(more.jitteredFactorisations > 1 && more.diagonalFallbacks == 0, "\(name)")
    }
  }
}
