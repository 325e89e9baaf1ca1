import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Posterior of clusters, by covariance or by shared effects")
struct ClusterPosteriorTests {
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
  func anticipation(kind: PosteriorKind, noise: Double) {
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
  func otherClusters(kind: PosteriorKind) { kind.check(OtherClusters()) }

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
  func extremes(kind: PosteriorKind) { kind.check(Extremes()) }
}
