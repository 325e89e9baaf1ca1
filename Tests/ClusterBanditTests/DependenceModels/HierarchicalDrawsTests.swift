import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Many draws of the exact model at once")
struct HierarchicalDrawsTests {
  private static let count = 6000

  /// Draws of three arms of one cluster after some pulls, and the plain posterior.
  private func sample(
    _ stream: consuming RandomStream
  ) -> (draws: [[Double]], reference: GridReference) {
    let pulls = [Pull(0, 1), Pull(0, 1), Pull(1, 0), Pull(0, 1), Pull(1, 1), Pull(1, 0)]
    var model = hierarchical([2, 3])
    // The other cluster has its own weights.
    model.update(arm: 0, cluster: 0, reward: 1)
    for pull in pulls { model.update(arm: 2 + pull.arm, cluster: 1, reward: pull.reward) }
    var draws = Array(repeating: [0.0, 0, 0], count: Self.count)
    var handed = 0
    model.drawMeans(of: 1, arms: 2..<5, count: Self.count, using: &stream) { number, arm, mean in
      draws[number][arm - 2] = mean
      handed += 1
    }
    #expect(handed == 3 * Self.count)
    return (draws, GridReference(counted(pulls, armCount: 3)))
  }

  // Power: with 6000 draws a mean that is off by .02, or a moment of two arms by .015, is missed
  // once in a million. Arms of a cluster covary by about .02.
  @Test("Means and joint moments are those of the posterior")
  func moments() {
    let (draws, reference) = sample(testStream())
    for i in 0..<3 {
      let mean = Verdict.mean(of: draws.map { $0[i] }, is: reference.means[i])
      #expect(mean.holds, "\(mean)")
      for j in i..<3 {
        let expected = reference.covariance(i, j) + reference.means[i] * reference.means[j]
        let verdict = Verdict.mean(of: draws.map { $0[i] * $0[j] }, is: expected)
        #expect(verdict.holds, "\(verdict)")
      }
    }
    #expect(reference.covariance(0, 2) > 0.01)
  }

  // The grid is walked from low cohesions to high ones: without dealing, early draws would spread
  // more than late ones.
  @Test("The number of a draw says nothing of its value")
  func dealt() {
    let (draws, reference) = sample(testStream())
    let half = Self.count / 2
    for part in [draws[..<half], draws[half...]] {
      let squares = part.map { ($0[2] - reference.means[2]) * ($0[2] - reference.means[2]) }
      let verdict = Verdict.mean(of: squares, is: reference.covariance(2, 2))
      #expect(verdict.holds, "\(verdict)")
    }
  }

  // The average of independent draws has the posterior's variance over their number, to 7 % with
  // 400 averages; that of strata lacks most of what comes from the clusters' centers.
  @Test("Draws are strata of the grid's weight")
  func strata() {
    var model = hierarchical([1])
    var stream = testStream()
    let averages = (0..<400).map { _ in
      var sum = 0.0
      model.drawMeans(of: 0, arms: 0..<1, count: 320, using: &stream) { sum += $2 }
      return sum / 320
    }
    let mean = averages.reduce(0, +) / 400
    let variance = averages.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    let ratio = 320 * variance / model.posterior(of: 0).variance
    #expect(ratio > 0.02 && ratio < 0.6, "\(ratio)")
  }

  @Test("The same stream gives the same draws")
  func repeated() {
    var model = hierarchical([1])
    var means: [[Double]] = []
    for _ in 0..<2 {
      var stream = testStream()
      var drawn: [Double] = []
      model.drawMeans(of: 0, arms: 0..<1, count: 2, using: &stream) { drawn.append($2) }
      means.append(drawn)
    }
    #expect(means[0] == means[1] && means[0][0] != means[0][1])
  }
}
