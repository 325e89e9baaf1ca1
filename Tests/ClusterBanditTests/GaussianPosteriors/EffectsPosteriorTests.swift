import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Posterior of arms with shared effects")
struct EffectsPosteriorTests {
  static let cases: [PriorCase] = [[1], [3], [5, 1, 4], [30]].flatMap { sizes in
    [1, 0.1, 0].map { PriorCase(sizes: sizes, noise: $0, dependence: .effects) }
  }

  @Test(
    "Shared effects have the posterior of the covariance v B Bᵀ + τ² I", arguments: cases,
    [1, 7, 200])
  func effectsAreDense(given: PriorCase, batch: Int) {
    for (index, count) in [0, 1, 7, 150].enumerated() {
      var stream = testStream(UInt64(100 * given.sizes.count + 10 * index))
      let pulls = given.pulls(count, using: &stream)
      var effects = given.posterior(EffectsPosterior.self)
      var covariance = given.posterior(CovariancePosterior.self)
      effects.learn(pulls, batch: batch)
      covariance.learn(pulls, batch: batch)
      let references = given.references(pulls)
      let worst = max(
        flaw(effects, given, pulls, references), flaw(covariance, given, pulls, references))
      #expect(worst < 1e-10, "\(count) pulls: \(worst)")
    }
  }

  @Test("Two effects and one pull are as computed by hand")
  func effectsByHand() {
    // b = (1, 0), (1, 2); v = 2, τ² = 1, s = 1. Var θ = 3 and 11, covariance 2. A pull of arm 0
    // that pays m0 + 4: gain 4/4; means 3 and 2, variances 3 − 9/4 and 11 − 1.
    let prior = GaussianPrior(
      mean: 10,
      structure: .effects(
        SharedEffects(
          count: 2, designs: [[[1, 0], [1, 2]]], effectVariance: 2, ownVariance: 1)))
    var posterior = EffectsPosterior(
      prior, clustering: Clustering(sizes: [2]), deviation: 1, needs: PosteriorNeeds())
    #expect(posterior.posterior(of: 0).distance(to: MeanAndVariance(mean: 10, variance: 3)) < 1e-14)
    #expect(
      posterior.posterior(of: 1).distance(to: MeanAndVariance(mean: 10, variance: 11)) < 1e-14)
    posterior.update(arm: 0, cluster: 0, reward: 14)
    #expect(
      posterior.posterior(of: 0).distance(to: MeanAndVariance(mean: 13, variance: 0.75)) < 1e-13)
    #expect(
      posterior.posterior(of: 1).distance(to: MeanAndVariance(mean: 12, variance: 10)) < 1e-13)
    // The covariance is 2 − 2 · 3/4.
    #expect(
      posterior.average(of: 0).distance(
        to: MeanAndVariance(mean: 12.5, variance: (0.75 + 10 + 2 * 0.5) / 4)) < 1e-13)
  }

  @Test("More arms in a batch than one dsyrk takes, and a hundred thousand pulls, change nothing")
  func manyEffects() {
    let given = PriorCase(sizes: [300], noise: 0.5, dependence: .effects)
    var stream = testStream()
    let pulls = given.pulls(100_000, using: &stream)
    var posterior = given.posterior(EffectsPosterior.self)
    posterior.learn(pulls, batch: 5000)
    var one = given.posterior(EffectsPosterior.self)
    let counts = counted(pulls, armCount: 300)
    // The counts and sums alone decide.
    for (arm, count) in counts.enumerated() {
      one.learn(
        Array(repeating: Pull(arm, count.s / count.n), count: Int(count.n)), batch: 100_000)
    }
    for arm in 0..<300 {
      #expect(posterior.posterior(of: arm).distance(to: one.posterior(of: arm)) < 1e-10)
    }
  }
}
