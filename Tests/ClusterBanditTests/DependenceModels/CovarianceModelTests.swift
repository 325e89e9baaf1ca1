import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Policies under the environment's normal prior")
struct CovarianceModelTests {
  @Test(
    "They refuse environments without a prior, and rewards of 0 and 1, with a hint",
    arguments: ["gaussian-cluster-thompson", "gaussian-cluster-ucb", "two-level"])
  func refusals(name: String) throws {
    let family = try #require(PolicyCatalogue.standard[name])
    let values: [String: ParameterValue] =
      name == "two-level" ? ["model": .part(ModelEntry.covariance.variant)] : [:]
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
      ["model": .part(ModelEntry.covariance.variant), "strategy": .part(PMaxStrategy.variant)],
      defaultsOf: family.parameters)
    #expect(family.problems(maximum, shape).map(\.path) == [["strategy"]])
    let prior = Arguments(
      [
        "model": .part(ModelEntry.covariance.variant),
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
        ModelEntry.hierarchical.variant,
        [
          "prior-mean": .number(0.25), "prior-standard-deviation": .number(1),
          "arm-standard-deviation": .number(0.5),
        ]))
    #expect(arms(.part(ModelEntry.covariance.variant)) == known)
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
