import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Joint draws of arms, by covariance or by shared effects")
struct JointDrawsTests {
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
  func draws(kind: PosteriorKind, noise: Double) { kind.check(Draws(noise: noise)) }

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
  func blocks(kind: PosteriorKind) { kind.check(Blocks()) }
}
