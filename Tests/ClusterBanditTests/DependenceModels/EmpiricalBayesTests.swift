import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// Counts of a cluster's arms and the prior that they make.
struct FitCase: Sendable, CustomTestStringConvertible {
  let arms: [(n: Int, s: Int)]
  /// pν and (1 − p)ν, or nil if nothing can be fitted.
  let prior: SIMD2<Double>?
  let testDescription: String
  init(_ arms: [(n: Int, s: Int)], p: Double? = nil, nu: Double = .nan, _ why: String) {
    self.arms = arms
    prior = p.map { SIMD2($0 * nu, (1 - $0) * nu) }
    testDescription = "\(why): \(arms)"
  }
}

@Suite("Empirical Bayes model")
struct EmpiricalBayesTests {
  private func model(_ sizes: [Int]) -> EmpiricalBayes {
    EmpiricalBayes(arguments: Arguments(), setting: setting(Clustering(sizes: sizes)))
  }

  @Test(
    "A fit is what the moments give by hand",
    arguments: [
      // p = ¾, X = 4/16 + 4/16 = ½, X/(p(1 − p)) − 1 = 5/3; 8 − 32/8 − 1 = 3: ρ = 5/9, ν = 4/5.
      FitCase([(4, 4), (4, 2)], p: 0.75, nu: 0.8, "two arms"),
      // p = ½, X = ¼ + 0 + ½ = ¾, 3 − 2 = 1; 8 − 24/8 − 2 = 3: ρ = ⅓, ν = 2.
      FitCase([(4, 3), (2, 1), (2, 0)], p: 0.5, nu: 2, "three arms"),
      FitCase(
        [(2, 0), (0, 0), (4, 3), (2, 1), (0, 0)], p: 0.5, nu: 2, "unpulled arms are no arms"),
      // p = ⅝, X = 8/64 = ⅛, 8/15 − 1 < 0: ρ is clipped to 10⁻⁴, ν = 9999.
      FitCase([(4, 3), (4, 2)], p: 0.625, nu: 9999, "arms alike"),
      // p = ⅝, X = 25/24, 40/9 − 1 = 31/9; 8 − 40/8 − 1 = 2: ρ > 1 is clipped to .999.
      FitCase([(6, 5), (2, 0)], p: 0.625, nu: 1 / 0.999 - 1, "arms unlike"),
      FitCase([(8, 3)], "one arm"),
      FitCase([(8, 3), (0, 0)], "one pulled arm"),
      FitCase([(4, 4), (4, 4)], "p = 1"),
      FitCase([(4, 0), (4, 0)], "p = 0"),
      FitCase([(1, 1), (1, 0), (1, 0), (1, 1)], "every arm once"),
      FitCase([(2, 1), (1, 0)], p: 1.0 / 3, nu: 9999, "one pull more than arms"),
    ])
  func fit(fit: FitCase) {
    var model = model([fit.arms.count, 1])
    for (arm, counts) in fit.arms.enumerated() {
      for pull in 0..<counts.n {
        model.update(arm: arm, cluster: 0, reward: pull < counts.s ? 1 : 0)
      }
    }
    let fitted = model.fit(0)
    guard let expected = fit.prior, let fitted else {
      #expect(fitted == nil && fit.prior == nil, "\(String(describing: fitted))")
      return
    }
    #expect(abs(fitted.x / expected.x - 1) < 1e-11 && abs(fitted.y / expected.y - 1) < 1e-11)
  }

  /// The fit in other words: the correlation from Pearson's statistic of homogeneity and from
  /// pairs.
  private func pearson(_ arms: [ArmCounts]) -> SIMD2<Double>? {
    let pulled = arms.filter { $0.n > 0 }
    let n = pulled.reduce(0) { $0 + $1.n }
    let s = pulled.reduce(0) { $0 + $1.s }
    guard pulled.count >= 2, s > 0, s < n, Int(n) > pulled.count else { return nil }
    // Σ (observed − expected)²/expected over successes and failures.
    let statistic = pulled.reduce(0) { sum, arm in
      let expected = (arm.n * s / n, arm.n * (n - s) / n)
      let gap = arm.s - expected.0
      return sum + gap * gap / expected.0 + gap * gap / expected.1
    }
    // Σn − Σn²/Σn = Σ_{i ≠ j} n_i n_j / Σn.
    var pairs = 0.0
    for i in pulled.indices {
      for j in pulled.indices where i != j { pairs += pulled[i].n * pulled[j].n / n }
    }
    let freedom = Double(pulled.count - 1)
    let rho = min(max((statistic - freedom) / (pairs - freedom), 1e-4), 0.999)
    return SIMD2(s / n, 1 - s / n) * (1 / rho - 1)
  }

  @Test("The prior is fitted at 1, 2, 4, 8, … pulls of the cluster and at no other time")
  func doubling() {
    var stream = testStream()
    let clustering = Clustering(sizes: [4, 3])
    var fitted = 0
    for _ in 0..<20 {
      var model = model([4, 3])
      var counts = Array(repeating: ArmCounts(), count: 7)
      var prior = [SIMD2(1.0, 1), SIMD2(1.0, 1)]
      for pull in randomPulls(300, armCount: 7, using: &stream) {
        let cluster = Int(clustering.clusterOfArm[pull.arm])
        let range = clustering.arms(of: cluster)
        counts[pull.arm].n += 1
        counts[pull.arm].s += pull.reward
        model.update(arm: pull.arm, cluster: cluster, reward: pull.reward)
        let m = Int(range.reduce(0) { $0 + counts[$1].n })
        if [1, 2, 4, 8, 16, 32, 64, 128, 256].contains(m), let fit = pearson(Array(counts[range])) {
          prior[cluster] = fit
          fitted += 1
        }
        for arm in range {
          let expected = prior[cluster] + SIMD2(counts[arm].s, counts[arm].n - counts[arm].s)
          let parameters = model.parameters(of: arm)
          let gap = parameters / expected - SIMD2(1, 1)
          #expect(abs(gap.x) < 1e-9 && abs(gap.y) < 1e-9, "\(m) pulls, arm \(arm)")
        }
      }
    }
    #expect(fitted > 100, "fits were possible")
  }

  @Test("Where nothing can be fitted the former prior stands")
  func formerPrior() {
    // Two successes and two failures: p = ½, X = 1, 4 − 1 = 3; 4 − 2 − 1 = 1: ν = 1/.999 − 1. A
    // second cluster that only succeeds keeps Beta(1, 1).
    var model = model([2, 2])
    for _ in 0..<2 {
      model.update(arm: 0, cluster: 0, reward: 1)
      model.update(arm: 1, cluster: 0, reward: 0)
      model.update(arm: 2, cluster: 1, reward: 1)
      model.update(arm: 3, cluster: 1, reward: 1)
    }
    let half = 0.5 * (1 / 0.999 - 1)
    let parameters = (0..<4).map { model.parameters(of: $0) }
    #expect(abs(parameters[0].x - half - 2) < 1e-12 && abs(parameters[0].y - half) < 1e-12)
    #expect(abs(parameters[1].x - half) < 1e-12 && abs(parameters[1].y - half - 2) < 1e-12)
    #expect(parameters[2] == SIMD2(3, 1) && parameters[3] == SIMD2(3, 1))
  }

  @Test("Moments are those of Beta posteriors, independent given the fit")
  func moments() {
    var model = model([2, 1])
    // [(4, 4), (4, 2)]: Beta(0.6, 0.2) is the prior, see above.
    for (arm, reward) in [(0, 1.0), (0, 1), (0, 1), (0, 1), (1, 1), (1, 1), (1, 0), (1, 0)] {
      model.update(arm: arm, cluster: 0, reward: reward)
    }
    let first = MeanAndVariance(mean: 4.6 / 4.8, variance: 4.6 * 0.2 / (4.8 * 4.8 * 5.8))
    let second = MeanAndVariance(mean: 2.6 / 4.8, variance: 2.6 * 2.2 / (4.8 * 4.8 * 5.8))
    #expect(model.posterior(of: 0).distance(to: first) < 1e-14)
    #expect(model.posterior(of: 1).distance(to: second) < 1e-14)
    let average = MeanAndVariance(
      mean: 7.2 / 9.6, variance: (first.variance + second.variance) / 4)
    #expect(model.average(of: 0).distance(to: average) < 1e-14)
    let pulls = (0..<3).map { model.pulls(of: $0) }
    #expect(pulls == [4, 4, 0])
    // The other cluster still has its uniform prior.
    let uniform = MeanAndVariance(mean: 0.5, variance: 1.0 / 12)
    #expect(model.posterior(of: 2).distance(to: uniform) < 1e-15)
    #expect(model.average(of: 1).distance(to: uniform) < 1e-15)
  }

  @Test("Draws are independent Beta draws from the posterior, siblings refitted included")
  func draws() {
    // 8000 draws: a distance of 0.06 between laws is missed once in a million.
    var model = model([3])
    for (arm, reward) in [(0, 1.0), (0, 1), (0, 1), (0, 1), (1, 1), (1, 1), (1, 0), (1, 0)] {
      model.update(arm: arm, cluster: 0, reward: reward)
    }
    let laws = [Law.beta(4.6, 0.2), .beta(2.6, 2.2), .beta(0.6, 0.2)]
    var stream = testStream()
    var draws: [[Double]] = [[], [], []]
    for _ in 0..<8000 {
      let before = stream
      model.drawShared(0, using: &stream)
      #expect(stream == before, "nothing is shared")
      for arm in 0..<3 { draws[arm].append(model.draw(arm, using: &stream)) }
    }
    for arm in 0..<3 {
      let verdict = Verdict.kolmogorovSmirnov(draws[arm], follow: laws[arm])
      #expect(verdict.holds, "arm \(arm): \(verdict)")
    }
    // Mean of the product minus product of the means.
    let products = zip(draws[0], draws[1]).map { ($0 - 4.6 / 4.8) * ($1 - 2.6 / 4.8) }
    let verdict = Verdict.mean(of: products, is: 0)
    #expect(verdict.holds, "\(verdict)")
  }
}
