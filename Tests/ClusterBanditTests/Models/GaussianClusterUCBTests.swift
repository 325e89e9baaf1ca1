import Foundation
import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Arguments of gaussian-cluster-ucb, ties first.
private func ucbArguments(width: Double = 1, delta: Double = 0.1) -> Arguments {
  Arguments([
    "ties": .word("first"), "scale": .number(width), "delta": .number(delta),
  ])
}

@Suite("gaussian-cluster-ucb")
struct GaussianClusterUCBTests {
  /// The choices of GP-BUCB worked out from the dense solution: means of the arms' rewards before
  /// the batch, deviations as if the batch's earlier pulls had been paid.
  private struct Reference: PosteriorCheck {
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
    // Pending, arm 0 has variance 7/4 − (7/4)²/(11/4) = 7/11, its bound 2.10 is still the higher:
    // the covariance with arm 1 is 1/4, whose variance falls to 3/4 − 1/44.
    policy.anticipate(arm: 0)
    #expect(policy.selectArm(round: 3, using: &stream) == 0)
    for _ in 0..<10 { policy.anticipate(arm: 0) }
    #expect(policy.selectArm(round: 3, using: &stream) == 1)
    #expect(abs((policy.belief(of: 0)?.standardDeviation ?? 0) - 1.75.squareRoot()) < 1e-14)
  }
}
