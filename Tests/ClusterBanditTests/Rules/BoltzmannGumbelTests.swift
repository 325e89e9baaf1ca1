import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Boltzmann–Gumbel exploration")
struct BoltzmannGumbelTests {
  // With equal pulls n the noise is C/√n times a Gumbel draw, so the choice is softmax at the
  // temperature C/√n: of .5 and .3 with C = .5 and n = 25, 1/(1 + e^−2).
  @Test(
    "Of equally pulled candidates the choice is softmax at C/√n",
    arguments: [(0.5, 25.0, 0.8807970780), (0.5, 100, 0.9820137900), (1, 25, 0.7310585786)]
      as [(Double, Double, Double)])
  func share(c: Double, pulls: Double, share: Double) {
    let rule = RuleCase(BoltzmannGumbel.variant, ["c": .number(c)]).rule(over: .whole(2))
    var stream = testStream(UInt64(pulls))
    for _ in 0..<2 { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for (arm, mean) in [0.5, 0.3].enumerated() {
      rule.record(
        arm, group: 0,
        CandidateEstimate(pulls: pulls, mean: mean, variance: 0, alpha: .nan, beta: .nan))
    }
    var first = 0
    for _ in 0..<20_000 { first += rule.select(group: 0, clock: 9, using: &stream) == 0 ? 1 : 0 }
    let verdict = Verdict.proportion(first, of: 20_000, is: share)
    #expect(verdict.holds, "\(verdict)")
  }

  // Of two candidates the difference of Gumbel draws is logistic and has no side. Of three, softmax
  // gives the first of .5, .3 and .3 at C = .5 and n = 25 1/(1 + 2 e^−2); the smallest of −G would
  // give it .825.
  @Test("Of three equally pulled candidates it is softmax, too: the noise is a maximum's")
  func side() {
    let share = share(of: 0, [(25, 0.5), (25, 0.3), (25, 0.3)])
    #expect(Verdict.proportion(share, of: 20_000, is: 0.7869860422).holds, "\(share)")
  }

  // Where the other one's noise is 0 and the means are equal, it is pulled if G > 0: 1 − 1/e. With
  // the noise turned round 1/e, with its mean taken out 1 − exp(−e^−γ) = .43.
  @Test("The noise is a standard Gumbel draw, mode 0, and less for what was pulled more often")
  func unequal() {
    let share = share(of: 0, [(4, 0.5), (1e12, 0.5)])
    #expect(Verdict.proportion(share, of: 20_000, is: 0.6321205588).holds, "\(share)")
  }

  /// How often of 20,000 times a candidate is chosen among those of these pulls and means.
  private func share(of chosen: Int, _ candidates: [(pulls: Double, mean: Double)]) -> Int {
    let rule = RuleCase(BoltzmannGumbel.variant, ["c": .number(0.5)])
      .rule(over: .whole(candidates.count))
    var stream = testStream()
    for _ in candidates { _ = rule.select(group: 0, clock: 0, using: &stream) }
    for (arm, candidate) in candidates.enumerated() {
      rule.record(
        arm, group: 0,
        CandidateEstimate(
          pulls: candidate.pulls, mean: candidate.mean, variance: 0, alpha: .nan, beta: .nan))
    }
    return (0..<20_000).count { _ in
      rule.select(group: 0, clock: 9, using: &stream) == chosen
    }
  }

  @Test("Every candidate is pulled once before any is twice")
  func firstPulls() {
    let rule = RuleCase(BoltzmannGumbel.variant).rule(over: .whole(6))
    var stream = testStream()
    var chosen: [Int] = []
    for clock in 0..<6 {
      let arm = rule.select(group: 0, clock: clock, using: &stream)
      chosen.append(arm)
      rule.record(arm, group: 0, estimate(pulls: 1, sum: 1))
    }
    #expect(chosen.sorted() == Array(0..<6))
  }
}
