import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Factors of the clusters' covariances")
struct CovarianceFactorsTests {
  @Test("A singular covariance is given a little jitter, which is counted")
  func jitter() {
    let n = 20
    let prior = GaussianPrior(
      mean: 1, structure: .dense([Matrix(rows: n, columns: n, repeating: 4), [[1]]]))
    var posterior = CovariancePosterior(
      prior, clustering: Clustering(sizes: [n, 1]), deviation: 1,
      needs: PosteriorNeeds(draws: true))
    var stream = testStream()
    var first: [Double] = []
    for _ in 0..<2000 {
      posterior.draw(1, using: &stream)
      first.append(posterior.drawn(0))
      let spread = (0..<n).map { abs(posterior.drawn($0) - posterior.drawn(0)) }.max() ?? 1
      #expect(spread < 1e-3 * 4, "all arms of the cluster are one")
    }
    #expect(
      Verdict.kolmogorovSmirnov(first, follow: .normal(mean: 1, standardDeviation: 2)).holds)
    let notes = posterior.notes(of: 0)
    #expect(notes.jitteredFactorisations == 1, "one factorization serves until the next pull")
    #expect(notes.largestRelativeJitter >= 20 * 0x1p-53 && notes.largestRelativeJitter <= 1e-6)
    #expect(notes.diagonalFallbacks == 0 && posterior.notes(of: 1).isEmpty)
    #expect(posterior.numericalNotes == notes)
    #expect(posterior.covariance(0, 0) == 4, "the covariance itself is left alone")
  }

  @Test("A matrix that is no covariance is drawn from by its diagonal, which is counted")
  func fallback() {
    let prior = GaussianPrior(
      mean: 0, structure: .dense([[[1, 2, 0], [2, 4, 9], [0, 9, 1]]]))
    var posterior = CovariancePosterior(
      prior, clustering: Clustering(sizes: [3]), deviation: 1, needs: PosteriorNeeds(draws: true))
    var stream = testStream()
    var normals = stream
    posterior.draw(1, using: &stream)
    for (arm, deviation) in [1.0, 2, 1].enumerated() {
      #expect(posterior.drawn(arm) == deviation * normals.nextNormal(.shared))
    }
    let notes = posterior.numericalNotes
    #expect(notes.diagonalFallbacks == 1 && notes.jitteredFactorisations == 0)
  }

  @Test(
    "Whatever a covariance holds, looking for its factor comes to an end",
    arguments: [0, Double.leastNonzeroMagnitude, 1, .infinity, .nan], [0.5, 2, .nan, .infinity])
  func anyCovariance(variance: Double, covariance: Double) {
    var factors = CovarianceFactors(clusterCount: 1, size: 4)
    let entries = [variance, covariance, 0, variance]
    entries.withUnsafeBufferPointer {
      let factor = factors.factor(of: 0, order: 2, at: 0, $0)
      #expect(factor[0] >= 0 && factor[3] >= 0 && !factor[1].isNaN)
    }
  }
}
