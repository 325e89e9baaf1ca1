import Foundation
import Randomness
import TestSupport
import Testing

/// Every statistical test holds for correct data and fails for a fault of the size its power
/// promises to see: each fault here is missed with probability at most one in a million.
@Suite("Statistical tests")
struct VerdictTests {
  private func normals(
    _ count: Int, _ stream: inout RandomStream, shift: Double = 0, scale: Double = 1
  ) -> [Double] {
    let tables = ZigguratTables.shared
    return (0..<count).map { _ in shift + scale * stream.nextNormal(tables) }
  }

  @Test("A verdict with a p-value of NaN does not hold")
  func notANumber() {
    #expect(!Verdict("nonsense", pValue: .nan).holds)
    #expect(!Verdict("impossible", pValue: 0).holds)
    #expect(Verdict("ordinary", pValue: 0.3).holds)
    #expect(Verdict("ordinary", pValue: 0.3).description.contains("holds"))
    #expect(Verdict("ordinary", pValue: 0.3, falseFail: 0.5).description.contains("fails"))
  }

  @Test("Kolmogorov–Smirnov sees a shift of a tenth and a scale of 1.18 in 20 000 draws")
  func oneSample() {
    // ε = 0.019. The shift lies at distance 0.0399, the scale at 0.0385 or more: 2ε + 1/2048.
    var stream = testStream()
    let law = Law.normal()
    let right = Verdict.kolmogorovSmirnov(normals(20_000, &stream), follow: law)
    let shifted = Verdict.kolmogorovSmirnov(normals(20_000, &stream, shift: 0.1), follow: law)
    let scaled = Verdict.kolmogorovSmirnov(normals(20_000, &stream, scale: 1.18), follow: law)
    let shrunk = Verdict.kolmogorovSmirnov(normals(20_000, &stream, scale: 0.84), follow: law)
    #expect(right.holds, "\(right)")
    #expect(!shifted.holds, "\(shifted)")
    #expect(!scaled.holds, "\(scaled)")
    #expect(!shrunk.holds, "\(shrunk)")
  }

  @Test("Kolmogorov–Smirnov measures the exact distance of a small sample")
  func exactDistance() {
    // Draws at 0.3 and 0.5 against the uniform law: the greatest gap is 1 − 0.5 at 0.5.
    let verdict = Verdict.kolmogorovSmirnov([0.5, 0.3], follow: .uniform)
    #expect(abs(verdict.pValue - 2 * exp(-2 * 2 * 0.25)) < 1e-15)
    // Gaps on the left of a draw count as well: 0.9 − 0 at 0.9.
    let left = Verdict.kolmogorovSmirnov([0.9], follow: .uniform)
    #expect(abs(left.pValue - 2 * exp(-2 * 0.81)) < 1e-15)
  }

  @Test("Kolmogorov–Smirnov fails on NaN among the draws or from the law")
  func missingDraws() {
    #expect(!Verdict.kolmogorovSmirnov([0.5, .nan], follow: .uniform).holds)
    #expect(!Verdict.kolmogorovSmirnov([0.5, .nan], follow: .uniform, at: [0.5]).holds)
    #expect(!Verdict.kolmogorovSmirnov([0.5, .nan], sameLawAs: [0.5]).holds)
    #expect(!Verdict.kolmogorovSmirnov([0.5], follow: Law("none") { _ in .nan }).holds)
    #expect(!Verdict.kolmogorovSmirnov([0.5], follow: Law("none") { _ in .nan }, at: [0.5]).holds)
  }

  @Test("Kolmogorov–Smirnov at cuts accepts an atom and sees it misplaced by 0.04")
  func cuts() {
    // n = 20 000: ε = 0.019. The law: 0 with probability 0.3, else uniform.
    var stream = testStream()
    let law = Law("an atom at 0") { $0 < 0 ? 0 : min(1, 0.3 + 0.7 * $0) }
    func draws(_ atom: Double) -> [Double] {
      (0..<20_000).map { _ in
        let isZero = stream.nextBernoulli(atom)
        let u = stream.nextUnit()
        return isZero ? 0 : u
      }
    }
    let right = Verdict.kolmogorovSmirnov(draws(0.3), follow: law, at: [-1, 0, 0.5, 1])
    let wrong = Verdict.kolmogorovSmirnov(draws(0.34), follow: law, at: [-1, 0, 0.5, 1])
    #expect(right.holds, "\(right)")
    #expect(!wrong.holds, "\(wrong)")
  }

  @Test("Two-sample Kolmogorov–Smirnov sees a shift of a quarter between 10 000 draws each")
  func twoSample() {
    // A distance of 0.0995, beyond the promised 0.094.
    var stream = testStream()
    let first = normals(10_000, &stream)
    let same = Verdict.kolmogorovSmirnov(first, sameLawAs: normals(10_000, &stream))
    let shifted = Verdict.kolmogorovSmirnov(
      first, sameLawAs: normals(10_000, &stream, shift: 0.25))
    #expect(same.holds, "\(same)")
    #expect(!shifted.holds, "\(shifted)")
  }

  @Test("Two-sample Kolmogorov–Smirnov works for unequal sizes and for atoms")
  func twoSampleUnequal() {
    // By the union bound ε = 0.047 for 10⁴ and 2·10⁴; a shift of 0.3 lies at 0.119.
    var stream = testStream()
    let first = normals(10_000, &stream)
    let same = Verdict.kolmogorovSmirnov(first, sameLawAs: normals(20_000, &stream))
    let shifted = Verdict.kolmogorovSmirnov(
      first, sameLawAs: normals(20_000, &stream, shift: 0.3))
    #expect(same.holds, "\(same)")
    #expect(!shifted.holds, "\(shifted)")
    // Atoms: identical samples are at distance 0 whatever their ties.
    let atoms = Verdict.kolmogorovSmirnov([1, 1, 2, 2, 2], sameLawAs: [2, 1, 2, 1, 2])
    #expect(atoms.pValue == 1)
    // Disjoint samples are at distance 1.
    let apart = Verdict.kolmogorovSmirnov(
      [Double](repeating: 0, count: 500), sameLawAs: [Double](repeating: 1, count: 500))
    #expect(abs(apart.pValue / (2 * exp(-500)) - 1) < 1e-9)
  }

  @Test("Chi-square sees a die whose six is too frequent by a tenth in 60 000 throws")
  func chiSquare() {
    // λ = 120, √λ = 10.95; √L + 4.76 = 10.8.
    var stream = testStream()
    let fair = [Double](repeating: 1.0 / 6, count: 6)
    func throwDice(_ six: Double) -> [Int] {
      var counts = [Int](repeating: 0, count: 6)
      for _ in 0..<60_000 {
        counts[stream.nextBernoulli(six) ? 5 : stream.nextIndex(below: 5)] += 1
      }
      return counts
    }
    let right = Verdict.chiSquare(counts: throwDice(1.0 / 6), probabilities: fair)
    let loaded = Verdict.chiSquare(counts: throwDice(1.1 / 6), probabilities: fair)
    #expect(right.holds, "\(right)")
    #expect(!loaded.holds, "\(loaded)")
  }

  @Test("Chi-square has its textbook statistic and pools sparse cells")
  func chiSquareStatistic() {
    // (60 − 50)²/50 · 2 = 4 with one degree of freedom: p = erfc(√2).
    let coin = Verdict.chiSquare(counts: [60, 40], probabilities: [0.5, 0.5])
    #expect(abs(coin.pValue - erfc(2.0.squareRoot())) < 1e-12)
    // The cells of 0.1 each are pooled in fives.
    let pooled = Verdict.chiSquare(
      counts: [60, 0, 0, 0, 0, 0, 0, 0, 40, 0],
      probabilities: [Double](repeating: 0.1, count: 10))
    #expect(abs(pooled.pValue - coin.pValue) < 1e-12)
  }

  @Test("Chi-square fails on a single draw in a cell of probability 0")
  func impossibleCell() {
    let counts = [5000, 5000, 0]
    #expect(Verdict.chiSquare(counts: counts, probabilities: [0.5, 0.5, 0]).holds)
    #expect(!Verdict.chiSquare(counts: [5000, 4999, 1], probabilities: [0.5, 0.5, 0]).holds)
  }

  @Test("At the least expected count chi-square's false-fail rate is within a factor of five")
  func chiSquareCalibration() {
    // Two cells, the rarer one expecting 50: the exact probability that the statistic passes the
    // quantile, from the binomial law. For 0.5 the tails are light, for 0.001 skewed.
    let limit = SpecialFunctions.chiSquareUpperQuantile(1e-6, degrees: 1)
    for probability in [0.5, 0.1, 0.01, 0.001] {
      let n = (50 / probability).rounded()
      let reach = (limit * n * probability * (1 - probability)).squareRoot()
      let above = (n * probability + reach).rounded(.up)
      let below = (n * probability - reach).rounded(.down)
      let rate =
        SpecialFunctions.regularizedBeta(probability, above, n - above + 1)
        + SpecialFunctions.regularizedBeta(1 - probability, n - below, below + 1)
      #expect(rate < 5e-6 && rate > 2e-7, "\(rate) at \(probability)")
    }
  }

  @Test("Homogeneity tells probabilities 0.5 and 0.57 apart with 10 000 draws each")
  func homogeneity() {
    var stream = testStream()
    func draws(_ count: Int, _ probability: Double) -> [Int] {
      (0..<count).map { _ in stream.nextBernoulli(probability) ? 1 : 0 }
    }
    let first = draws(10_000, 0.5)
    let same = Verdict.chiSquare(draws: first, sameLawAs: draws(10_000, 0.5))
    let more = Verdict.chiSquare(draws: first, sameLawAs: draws(30_000, 0.5))
    let other = Verdict.chiSquare(draws: first, sameLawAs: draws(10_000, 0.57))
    #expect(same.holds, "\(same)")
    #expect(more.holds, "\(more)")
    #expect(!other.holds, "\(other)")
  }

  @Test("Homogeneity has its textbook statistic, and values of one sample only count")
  func homogeneityStatistic() {
    // 60 : 40 against 40 : 60 gives 8 with one degree of freedom.
    let verdict = Verdict.chiSquare(counts: [60, 40], sameLawAs: [40, 60])
    #expect(
      abs(verdict.pValue - SpecialFunctions.regularizedGammaQ(0.5, 4)) < 1e-12)
    let disjoint = Verdict.chiSquare(
      draws: [Int](repeating: 1, count: 500), sameLawAs: [Int](repeating: 2, count: 500))
    #expect(!disjoint.holds)
    let equal = Verdict.chiSquare(
      draws: [Int](repeating: 1, count: 500), sameLawAs: [Int](repeating: 1, count: 500))
    #expect(equal.holds)
  }

  @Test("A proportion of 0.516 is told from one half with 100 000 trials")
  func proportion() {
    var stream = testStream()
    func successes(_ probability: Double) -> Int {
      (0..<100_000).count { _ in stream.nextBernoulli(probability) }
    }
    let right = Verdict.proportion(successes(0.5), of: 100_000, is: 0.5)
    let more = Verdict.proportion(successes(0.516), of: 100_000, is: 0.5)
    let fewer = Verdict.proportion(successes(0.484), of: 100_000, is: 0.5)
    #expect(right.holds, "\(right)")
    #expect(!more.holds, "\(more)")
    #expect(!fewer.holds, "\(fewer)")
  }

  @Test("A proportion of 0 or 1 fails on a single exception")
  func certainProportion() {
    #expect(Verdict.proportion(0, of: 10, is: 0).holds)
    #expect(!Verdict.proportion(1, of: 10, is: 0).holds)
    #expect(Verdict.proportion(10, of: 10, is: 1).holds)
    #expect(!Verdict.proportion(9, of: 10, is: 1).holds)
    #expect(Verdict.proportion(0, of: 0, is: 0.5).holds)
  }

  @Test("A mean off by a tenth of the standard deviation is seen in 10 000 draws")
  func means() {
    // 10 standard errors, beyond the promised 9.7.
    var stream = testStream()
    let right = normals(10_000, &stream, shift: 3, scale: 2)
    let wrong = normals(10_000, &stream, shift: 3.2, scale: 2)
    let low = normals(10_000, &stream, shift: 2.8, scale: 2)
    #expect(Verdict.mean(of: right, is: 3).holds)
    #expect(!Verdict.mean(of: wrong, is: 3).holds)
    #expect(!Verdict.mean(of: low, is: 3).holds)
    // The tolerance forgives the bias, and no more than it.
    #expect(Verdict.mean(of: wrong, is: 3, tolerance: 0.2).holds)
    #expect(!Verdict.mean(of: wrong, is: 2.8, tolerance: 0.2).holds)
    let average = wrong.reduce(0, +) / 10_000
    #expect(!Verdict.mean(average, trueDeviation: 2, count: 10_000, is: 3).holds)
    #expect(
      Verdict.mean(average, trueDeviation: 2, count: 10_000, is: 3, tolerance: 0.2).holds)
    #expect(!Verdict.mean(of: right + [.nan], is: 3).holds)
    #expect(!Verdict.mean(.nan, trueDeviation: 2, count: 10_000, is: 3).holds)
  }

  @Test("The limits of the tests of means are the exact quantiles")
  func meanLimits() {
    // Normal: 4.8916; Student with 9 degrees of freedom at 5 %: 2.2622.
    #expect(Verdict.mean(4.891, trueDeviation: 1, count: 1, is: 0).holds)
    #expect(!Verdict.mean(-4.892, trueDeviation: 1, count: 1, is: 0).holds)
    let error = 1 / 10.0.squareRoot()
    #expect(
      Verdict.mean(2.262 * error, sampleDeviation: 1, count: 10, is: 0, falseFail: 0.05).holds)
    #expect(
      !Verdict.mean(2.263 * error, sampleDeviation: 1, count: 10, is: 0, falseFail: 0.05).holds)
  }

  @Test("A mean without any deviation has to agree to the tolerance")
  func constantMean() {
    #expect(Verdict.mean(2, sampleDeviation: 0, count: 10, is: 2).holds)
    #expect(!Verdict.mean(2.001, sampleDeviation: 0, count: 10, is: 2).holds)
    #expect(Verdict.mean(2.001, sampleDeviation: 0, count: 10, is: 2, tolerance: 0.01).holds)
  }

  @Test("At a false-fail rate of 5 % correct data fail in 5 % of the cases")
  func calibration() {
    // 2000 repetitions; a rate of 11 % would be missed once in a million.
    var stream = testStream()
    let repetitions = 2000
    var failures = (student: 0, chiSquare: 0, kolmogorov: 0, twoSample: 0)
    for _ in 0..<repetitions {
      let draws = normals(30, &stream)
      if !Verdict.mean(of: draws, is: 0, falseFail: 0.05).holds { failures.student += 1 }
      var counts = [0, 0, 0, 0]
      for _ in 0..<400 { counts[stream.nextIndex(below: 4)] += 1 }
      let fair = Verdict.chiSquare(
        counts: counts, probabilities: [0.25, 0.25, 0.25, 0.25], falseFail: 0.05)
      if !fair.holds { failures.chiSquare += 1 }
      let law = Verdict.kolmogorovSmirnov(draws, follow: .normal(), falseFail: 0.05)
      if !law.holds { failures.kolmogorov += 1 }
      let units = (0..<30).map { _ in stream.nextUnit() }
      let others = (0..<30).map { _ in stream.nextUnit() }
      let same = Verdict.kolmogorovSmirnov(units, sameLawAs: others, falseFail: 0.05)
      if !same.holds { failures.twoSample += 1 }
    }
    for count in [failures.student, failures.chiSquare] {
      let verdict = Verdict.proportion(count, of: repetitions, is: 0.05)
      #expect(verdict.holds, "\(verdict)")
    }
    // The two bounds are on the safe side: 5 % and five standard errors at most.
    #expect(failures.kolmogorov < 149 && failures.kolmogorov > 10)
    #expect(failures.twoSample < 149)
  }
}
