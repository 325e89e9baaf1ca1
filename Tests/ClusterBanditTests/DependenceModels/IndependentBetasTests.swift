import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Independent arms as a model")
struct IndependentBetasTests {
  // Beta(2, 1) and Beta(1, 1): means 2/3 and 1/2, variances 1/18 and 1/12.
  @Test("The average of a cluster has the mean of its arms' means and a quarter of two variances")
  func average() {
    var model = IndependentBetas(
      arguments: Arguments([:]), setting: setting(Clustering(sizes: [2, 1])))
    model.update(arm: 0, cluster: 0, reward: 1)
    let average = model.average(of: 0)
    #expect((average.mean - 7.0 / 12).magnitude < 1e-15)
    #expect((average.variance - 5.0 / 144).magnitude < 1e-15)
    let alone = model.average(of: 1)
    #expect(alone.mean == 0.5 && (alone.variance - 1.0 / 12).magnitude < 1e-15)
    // A Beta distribution of the average's moments: ν = m(1 − m)/v − 1 = 6.
    let candidate = model.candidate(average, pulls: 1, counts: .pulls)
    #expect((candidate.alpha - 3.5).magnitude < 1e-12 && (candidate.beta - 2.5).magnitude < 1e-12)
  }
}
