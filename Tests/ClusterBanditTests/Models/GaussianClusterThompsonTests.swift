import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

private let thompsonArguments = Arguments(["ties": .word("first")])

@Suite("gaussian-cluster-thompson")
struct GaussianClusterThompsonTests {
  private struct Frequencies: PosteriorCheck {
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

  private struct Batches: PosteriorCheck {
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
