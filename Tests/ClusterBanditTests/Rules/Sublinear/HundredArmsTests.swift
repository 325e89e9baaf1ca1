import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("A hundred arms of different data")
struct HundredArmsTests {
  /// Beta posteriors as after some thousand pulls: three that were pulled much, and arms that were
  /// given up sooner or later.
  private static let posteriors: [SIMD2<Double>] = {
    var all: [SIMD2<Double>] = [SIMD2(4300, 700), SIMD2(310, 58), SIMD2(92, 17)]
    for number in 0..<97 {
      let pulls = Double(6 + number * 7 % 45)
      let mean = 0.3 + 0.005 * Double(number)
      all.append(
        SIMD2(1 + (pulls * mean).rounded(), 1 + (pulls * (1 - mean)).rounded()))
    }
    return all
  }()

  /// The probability that each has the highest sample, by quadrature on the scale of the logit: at
  /// `points` places where the probability is that one of all samples is as high.
  private func chances(points: Int = 3000) -> [Double] {
    let (low, high) = (0.0, 8.0)
    func cdf(_ point: Int) -> [Double] {
      let logit = low + (high - low) * Double(point) / Double(points)
      return Self.posteriors.map {
        1 - SpecialFunctions.regularizedBeta(1 / (1 + exp(logit)), $0.y, $0.x)
      }
    }
    var chances = Array(repeating: 0.0, count: Self.posteriors.count)
    var last = cdf(0)
    for point in 1...points {
      let next = cdf(point)
      let middle = zip(last, next).map { max(1e-300, 0.5 * ($0 + $1)) }
      let all = middle.reduce(1, *)
      for arm in chances.indices { chances[arm] += (next[arm] - last[arm]) * all / middle[arm] }
      last = next
    }
    let total = chances.reduce(0, +)
    return chances.map { $0 / total }
  }

  @Test("Without a sample for most of them, each wins as often as one sample for each says")
  func law() {
    let groups = Clustering(sizes: [100])
    let rule = rule("thompson", .sublinear, groups: groups, level: .clusters)
    for (arm, posterior) in Self.posteriors.enumerated() {
      rule.record(
        arm, group: 0,
        ClusterEstimate(alpha: posterior.x, beta: posterior.y, pulls: 1).candidate(.pulls))
    }
    let draws = 100_000
    var stream = testStream()
    var wins = Array(repeating: 0, count: 100)
    for _ in 0..<draws { wins[rule.select(group: 0, clock: 9, using: &stream)] += 1 }
    let chances = chances()
    let verdict = Verdict.chiSquare(counts: wins, probabilities: chances)
    #expect(verdict.holds, "\(verdict)")

    // Power: were arms whose chance is below that of one in 256, the first eight bits of a level,
    // never looked at, λ = n Σ (q − p)²/p would be as large as in 10⁶ such tests is missed less
    // than once, √λ ≥ √L + 4.76 with L the 1 − 1e-6 quantile of χ² on at most 99 degrees, 178.
    let kept = chances.filter { $0 >= 1.0 / 256 }.reduce(0, +)
    var noncentrality = 0.0
    for p in chances where p > 0 {
      let q = p >= 1.0 / 256 ? p / kept : 0
      noncentrality += Double(draws) * (q - p) * (q - p) / p
    }
    #expect(noncentrality.squareRoot() > 178.0.squareRoot() + 4.76)
    #expect(chances.count { $0 < 1.0 / 256 } > 60)
  }
}
