import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// What both kinds of posterior have to keep, checked for a type that is settled here.
private enum PosteriorKind: CaseIterable {
  case covariance
  case effects

  func check<Check: PosteriorCheck>(_ check: Check) {
    switch self {
    case .covariance: check.run(CovariancePosterior.self)
    case .effects: check.run(EffectsPosterior.self)
    }
  }
}

private protocol PosteriorCheck {
  func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type)
}

@Suite("Posterior of clusters, by covariance or by shared effects")
struct ClusterPosteriorTests {
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
    // b = (1, 0), (1, 2); v = 2, τ² = 1, s = 1. Var θ = 3 and 11, covariance 2. A pull of arm 0 that pays
    // m0 + 4: gain 4/4; means 3 and 2, variances 3 − 9/4 and 11 − 1.
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

  private struct Draws: PosteriorCheck {
    let noise: Double

    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      // 20 000 draws: a distance of 0.04 between laws or a covariance off by 0.07 of its scale is
      // missed once in a million.
      let given = PriorCase(sizes: [1, 3], noise: noise, dependence: .effects)
      var posterior = given.posterior(Posterior.self)
      // What was factored before the pulls must not serve afterwards.
      var early = testStream(7)
      posterior.draw(1, using: &early)
      let pulls = noise == 0 ? [Pull(1, 1.5)] : [Pull(1, 1.5), Pull(1, 2), Pull(2, -0.5)]
      posterior.learn(pulls, batch: 3)
      let counts = counted(pulls, armCount: 4)
      let reference = DenseReference(
        given.prior, cluster: 1, Array(counts[1...]), noise: noise)
      var stream = testStream(UInt64(noise))
      var draws: [[Double]] = [[], [], []]
      for _ in 0..<20_000 {
        posterior.draw(1, using: &stream)
        for arm in 0..<3 { draws[arm].append(posterior.drawn(arm + 1)) }
      }
      for i in 0..<3 where noise > 0 || i > 0 {
        let moments = reference.posterior(i)
        let law = Verdict.kolmogorovSmirnov(
          draws[i],
          follow: .normal(mean: moments.mean, standardDeviation: moments.variance.squareRoot()))
        #expect(law.holds, "arm \(i): \(law)")
        for j in 0..<i where noise > 0 || j > 0 {
          let products = zip(draws[i], draws[j]).map {
            ($0 - reference.mean[i]) * ($1 - reference.mean[j])
          }
          let verdict = Verdict.mean(of: products, is: reference.covariance[i, j])
          #expect(verdict.holds, "arms \(i) and \(j): \(verdict)")
          #expect(
            !Verdict.mean(of: products, is: reference.covariance[i, j] + 0.2).holds,
            "another covariance would be noticed")
        }
      }
      if noise == 0 { #expect(draws[0].allSatisfy { abs($0 - 1.5) < 1e-12 }) }
    }
  }

  @Test(
    "Joint draws have the posterior's laws and covariance", arguments: PosteriorKind.allCases,
    [1.0, 0])
  fileprivate func draws(kind: PosteriorKind, noise: Double) { kind.check(Draws(noise: noise)) }

  private struct Blocks: PosteriorCheck {
    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      let given = PriorCase(sizes: [4, 1, 20], dependence: .effects)
      var posterior = given.posterior(Posterior.self)
      var stream = testStream()
      posterior.learn(given.pulls(30, using: &stream), batch: 30)
      var again = stream
      let highest = (0..<50).map { _ in
        posterior.draw(1, using: &stream)
        return posterior.highest(ofDraw: 0, ties: .first, using: &stream)
      }
      posterior.draw(50, using: &again)
      #expect(
        highest == (0..<50).map { posterior.highest(ofDraw: $0, ties: .first, using: &again) })
      #expect(again == stream, "the same words")
      #expect(Set(highest).count > 3)
      // A cluster's own draw has the law that it has among all: its words are the next ones.
      let start = stream
      posterior.draw(1, using: &stream)
      let whole = (0..<4).map { posterior.drawn($0) }
      var own = start
      posterior.drawCluster(0, using: &own)
      #expect((0..<4).allSatisfy { abs(posterior.drawn($0) - whole[$0]) < 1e-12 })
    }
  }

  @Test("Draws made at once are the draws made one by one", arguments: PosteriorKind.allCases)
  fileprivate func blocks(kind: PosteriorKind) { kind.check(Blocks()) }

  private struct Anticipation: PosteriorCheck {
    let noise: Double

    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      let given = PriorCase(sizes: [6, 20, 1], noise: noise, dependence: .effects)
      let clustering = given.clustering
      var posterior = given.posterior(Posterior.self)
      var stream = testStream(UInt64(noise))
      for _ in 0..<3 {
        let before = (0..<27).map { posterior.anticipatedVariance(of: $0) }
        let pulls = given.pulls(12, using: &stream)
        for pull in pulls {
          posterior.anticipate(
            arm: pull.arm, cluster: Int(clustering.clusterOfArm[pull.arm]))
        }
        let anticipated = (0..<27).map { posterior.anticipatedVariance(of: $0) }
        #expect(anticipated != before)
        posterior.forgetAnticipated()
        #expect((0..<27).map { posterior.anticipatedVariance(of: $0) } == before)
        posterior.learn(pulls, batch: 12)
        for arm in 0..<27 {
          let learned = posterior.posterior(of: arm).variance
          #expect(abs(learned - anticipated[arm]) < 1e-10, "arm \(arm)")
          #expect(abs(learned - posterior.anticipatedVariance(of: arm)) < 1e-12)
        }
      }
    }
  }

  @Test(
    "Pending pulls shrink the variances as their rewards will, whatever they pay",
    arguments: PosteriorKind.allCases, [1.0, 0.1, 0])
  fileprivate func anticipation(kind: PosteriorKind, noise: Double) {
    kind.check(Anticipation(noise: noise))
  }

  private struct OtherClusters: PosteriorCheck {
    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      let given = PriorCase(sizes: [3, 20], dependence: .effects)
      var posterior = given.posterior(Posterior.self)
      posterior.learn([Pull(0, 1), Pull(2, -1)], batch: 2)
      let before = (0..<3).map { posterior.posterior(of: $0) } + [posterior.average(of: 0)]
      posterior.learn((3..<23).map { Pull($0, 5) }, batch: 8)
      #expect(
        (0..<3).map { posterior.posterior(of: $0) } + [posterior.average(of: 0)] == before)
    }
  }

  @Test("A pull changes no bit of another cluster", arguments: PosteriorKind.allCases)
  fileprivate func otherClusters(kind: PosteriorKind) { kind.check(OtherClusters()) }

  private struct Extremes: PosteriorCheck {
    func run<Posterior: ClusterPosterior & ~Copyable>(_: Posterior.Type) {
      for noise in [1e-50, 1e50] {
        let given = PriorCase(sizes: [20, 2], noise: noise, dependence: .effects)
        var posterior = given.posterior(Posterior.self)
        var stream = testStream()
        for _ in 0..<3 {
          let pulls = (0..<30).map { Pull(($0 * 7) % 22, 0.25) }
          posterior.learn(pulls, batch: 30)
          posterior.draw(1, using: &stream)
          posterior.anticipate(arm: 3, cluster: 0)
          posterior.anticipate(arm: 3, cluster: 0)
          for arm in 0..<22 {
            let moments = posterior.posterior(of: arm)
            #expect(moments.mean.isFinite && moments.variance >= 0 && moments.variance < 10)
            #expect(posterior.drawn(arm).isFinite)
            #expect(posterior.anticipatedVariance(of: arm) >= 0)
            #expect(abs(moments.mean - (noise < 1 ? 0.25 : 0.5)) < 1e-6)
          }
          posterior.forgetAnticipated()
        }
      }
    }
  }

  @Test(
    "The smallest and the largest noise that a file may give are no trouble",
    arguments: PosteriorKind.allCases)
  fileprivate func extremes(kind: PosteriorKind) { kind.check(Extremes()) }
}
