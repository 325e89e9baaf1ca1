import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Posterior of arms with a covariance")
struct CovariancePosteriorTests {
  /// The largest distance of moments and covariances from the dense solution.
  private func wholeFlaw(
    _ posterior: borrowing CovariancePosterior, _ given: PriorCase, _ pulls: [Pull]
  ) -> Double {
    let references = given.references(pulls)
    var worst = flaw(posterior, given, pulls, references)
    for (cluster, reference) in references.enumerated() {
      let range = given.clustering.arms(of: cluster)
      for i in range {
        for j in range {
          let expected = reference.covariance[i - range.lowerBound, j - range.lowerBound]
          worst = max(worst, abs(posterior.covariance(i, j) - expected))
        }
      }
    }
    return worst
  }

  @Test("One pull of one of two arms moves both as computed by hand")
  func byHand() {
    let prior = GaussianPrior(
      mean: 0, structure: .dense([[[2, 1], [1, 2]], [[5]]]))
    for isBatch in [false, true] {
      var posterior = CovariancePosterior(
        prior, clustering: Clustering(sizes: [2, 1]), deviation: 1,
        needs: PosteriorNeeds(draws: true))
      // S = 3: means 3 · 2/3 and 3 · 1/3; variances 2 − 4/3 and 2 − 1/3, covariance 1 − 2/3.
      if isBatch {
        posterior.update(arms: [0].span, rewards: [3].span)
      } else {
        posterior.update(arm: 0, cluster: 0, reward: 3)
      }
      #expect(
        posterior.posterior(of: 0).distance(to: MeanAndVariance(mean: 2, variance: 2.0 / 3)) < 1e-15
      )
      #expect(
        posterior.posterior(of: 1).distance(to: MeanAndVariance(mean: 1, variance: 5.0 / 3)) < 1e-15
      )
      #expect(abs(posterior.covariance(0, 1) - 1.0 / 3) < 1e-15)
      #expect(
        posterior.average(of: 0).distance(to: MeanAndVariance(mean: 1.5, variance: 0.75)) < 1e-15)
      #expect(posterior.posterior(of: 2) == MeanAndVariance(mean: 0, variance: 5))
      #expect((0..<3).map { posterior.pulls(of: $0) } == [1, 0, 0])
    }
  }

  @Test("Two pulls of an arm and one of its sibling in a batch are as computed by hand")
  func batchByHand() {
    let prior = GaussianPrior(mean: 1, structure: .dense([[[2, 1], [1, 2]]]))
    var posterior = CovariancePosterior(
      prior, clustering: Clustering(sizes: [2]), deviation: 2, needs: PosteriorNeeds())
    // Averages 4 (twice) and −2, noise 2 and 4: S = [[4, 1], [1, 6]] with determinant 23; residuals
    // 3 and −3: S⁻¹(3, −3) = (21, −15)/23.
    posterior.update(arms: [0, 1, 0].span, rewards: [3, -2, 5].span)
    let (first, second) = (posterior.posterior(of: 0), posterior.posterior(of: 1))
    #expect(abs(first.mean - (1 + 27.0 / 23)) < 1e-14)
    #expect(abs(second.mean - (1 - 9.0 / 23)) < 1e-14)
    // Σ S⁻¹ Σ = [[24, 20 ... from S⁻¹ = [[6, −1], [−1, 4]]/23.
    #expect(abs(first.variance - (2 - 24.0 / 23)) < 1e-14)
    #expect(abs(second.variance - (2 - 18.0 / 23)) < 1e-14)
    #expect(abs(posterior.covariance(1, 0) - (1 - 15.0 / 23)) < 1e-14)
  }

  static let cases: [PriorCase] = [[1], [5, 3], [1, 17, 4], [30]].flatMap { sizes in
    [1, 0.1, 3, 0].map { PriorCase(sizes: sizes, noise: $0) }
  }

  @Test(
    "Mean, covariance and average are those of one dense solution from the prior",
    arguments: cases, [1, 64])
  func dense(given: PriorCase, batch: Int) {
    for (index, count) in [0, 7, 150].enumerated() {
      var stream = testStream(UInt64(100 * given.sizes.count + 10 * index))
      let pulls = given.pulls(count, using: &stream)
      var posterior = given.posterior(CovariancePosterior.self)
      posterior.learn(pulls, batch: batch)
      let worst = wholeFlaw(posterior, given, pulls)
      #expect(worst < 1e-10, "\(count) pulls: \(worst)")
    }
  }

  @Test(
    "One update of b pulls equals b updates of one", arguments: [2, 16, 17, 140], [1.0, 0.01, 0])
  func batchEqualsOneByOne(size: Int, noise: Double) {
    let given = PriorCase(sizes: [size, 3], noise: noise)
    var stream = testStream(UInt64(size))
    // Of 140 arms more than one update takes are pulled.
    let pulls = given.pulls(4 * size + 20, using: &stream)
    var whole = given.posterior(CovariancePosterior.self)
    var parts = given.posterior(CovariancePosterior.self)
    whole.learn(pulls, batch: pulls.count)
    for pull in pulls {
      parts.update(
        arm: pull.arm, cluster: Int(given.clustering.clusterOfArm[pull.arm]), reward: pull.reward)
    }
    for arm in 0..<size + 3 {
      var worst = whole.posterior(of: arm).distance(to: parts.posterior(of: arm))
      for other in 0..<size where arm < size {
        worst = max(worst, abs(whole.covariance(arm, other) - parts.covariance(arm, other)))
      }
      #expect(worst < 1e-10, "arm \(arm)")
    }
    for cluster in 0..<2 {
      #expect(whole.average(of: cluster).distance(to: parts.average(of: cluster)) < 1e-10)
    }
  }

  @Test(
    "With the covariance t0² 11ᵀ + t² I it is the Gaussian hierarchy", arguments: [1.0, 0.2, 0])
  func compoundSymmetric(noise: Double) {
    let given = GaussianCase(priorMean: -1, priorDeviation: 1.5, armDeviation: 0.75, noise: noise)
    let sizes = [1, 20, 4]
    let prior = GaussianPrior(
      mean: -1,
      structure: .dense(
        sizes.map { n in
          var covariance = Matrix(rows: n, columns: n, repeating: 2.25)
          for index in 0..<n { covariance[index, index] += 0.5625 }
          return covariance
        }))
    let clustering = Clustering(sizes: sizes)
    var hierarchy = given.model(sizes)
    var posterior = CovariancePosterior(
      prior, clustering: clustering, deviation: noise, needs: PosteriorNeeds())
    var stream = testStream(UInt64(10 * noise))
    let pulls = PriorCase(sizes: sizes, noise: noise).pulls(200, using: &stream)
    hierarchy.learn(pulls, clustering)
    posterior.learn(pulls, batch: 50)
    for arm in 0..<25 {
      #expect(posterior.posterior(of: arm).distance(to: hierarchy.posterior(of: arm)) < 1e-10)
    }
    for cluster in 0..<3 {
      #expect(posterior.average(of: cluster).distance(to: hierarchy.average(of: cluster)) < 1e-10)
    }
  }

  @Test("A pull changes no bit of another cluster", arguments: [1, 8])
  func otherClusters(batch: Int) {
    let given = PriorCase(sizes: [3, 20])
    var posterior = given.posterior(CovariancePosterior.self)
    posterior.learn([Pull(0, 1), Pull(2, -1)], batch: 2)
    let before = (0..<3).map { posterior.posterior(of: $0) } + [posterior.average(of: 0)]
    posterior.learn((3..<23).map { Pull($0, 5) }, batch: batch)
    #expect((0..<3).map { posterior.posterior(of: $0) } + [posterior.average(of: 0)] == before)
  }

  @Test("Ten thousand single pulls drift by less than 1e-11", arguments: [1.0, 0.01])
  func drift(noise: Double) {
    let given = PriorCase(sizes: [12], noise: noise)
    var stream = testStream(UInt64(noise))
    let pulls = given.pulls(10_000, using: &stream)
    var posterior = given.posterior(
      CovariancePosterior.self, needs: PosteriorNeeds(anticipation: true))
    posterior.learn(pulls, batch: 1)
    let worst = wholeFlaw(posterior, given, pulls)
    #expect(worst < 1e-11, "\(worst)")
  }

  @Test("Without noise a pulled arm is known to the bit, and pulling it again teaches nothing")
  func noiseFree() {
    let given = PriorCase(sizes: [20], noise: 0)
    var posterior = given.posterior(CovariancePosterior.self)
    posterior.learn((0..<9).map { Pull(2 * $0, 0.1 * Double($0)) }, batch: 9)
    for arm in 0..<9 {
      #expect(
        posterior.posterior(of: 2 * arm) == MeanAndVariance(mean: 0.1 * Double(arm), variance: 0))
      for other in 0..<20 { #expect(posterior.covariance(2 * arm, other) == 0) }
    }
    let before = (0..<20).map { posterior.posterior(of: $0) }
    posterior.learn([Pull(4, 0.2), Pull(4, 0.2), Pull(0, 0)], batch: 3)
    #expect((0..<20).map { posterior.posterior(of: $0) } == before)
    #expect(posterior.pulls(of: 4) == 3)
    var stream = testStream()
    posterior.draw(3, using: &stream)
    for arm in 0..<9 { #expect(posterior.drawn(2 * arm) == 0.1 * Double(arm)) }
    #expect(posterior.numericalNotes.isEmpty, "known arms need no jitter")
  }

  @Test(
    "Variances stay at least 0 where arms are nearly copies of each other",
    arguments: [0.0, 1e-6, 1e-9])
  func nearlySingular(noise: Double) {
    // A smooth kernel: the covariance has rank 6 or so to rounding.
    let n = 40
    func kernel(_ i: Int, _ j: Int) -> Double {
      let distance = Double(i - j) / Double(n)
      return Elementary.exp(-0.5 * distance * distance)
    }
    let covariance = Matrix(rows: (0..<n).map { i in (0..<n).map { kernel(i, $0) } })
    // A function of that smoothness: its norm is below 2.
    let truth = (0..<n).map { kernel($0, 7) - 0.5 * kernel($0, 31) }
    let prior = GaussianPrior(mean: 0, structure: .dense([covariance]))
    var posterior = CovariancePosterior(
      prior, clustering: Clustering(sizes: [n]), deviation: noise,
      needs: PosteriorNeeds(draws: true))
    var stream = testStream()
    for _ in 0..<10 {
      let pulls = (0..<25).map { _ in
        let arm = stream.nextIndex(below: n)
        return Pull(arm, truth[arm] + noise * stream.nextNormal(.shared))
      }
      posterior.learn(pulls, batch: 25)
      posterior.draw(2, using: &stream)
      for arm in 0..<n {
        let moments = posterior.posterior(of: arm)
        #expect(moments.variance >= 0 && moments.variance < 1e-6)
        #expect(abs(moments.mean - truth[arm]) < 1e-3)
        #expect(abs(posterior.drawn(arm) - moments.mean) < 1e-2)
      }
      #expect(posterior.average(of: 0).variance >= 0)
    }
  }
}
