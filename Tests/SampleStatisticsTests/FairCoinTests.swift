import TestSupport
import Testing

@testable import SampleStatistics

@Suite("A fair coin")
struct FairCoinTests {
  /// C(n, k) in whole numbers.
  private func choose(_ n: Int, _ k: Int) -> Int {
    k == 0 ? 1 : choose(n, k - 1) * (n - k + 1) / k
  }

  @Test("Tails are sums of binomial coefficients", arguments: 0...20)
  func tails(_ tosses: Int) {
    let coin = FairCoin(tosses: tosses)
    #expect(coin.lowerTail(-1) == 0)
    var count = 0
    for k in 0...(tosses / 2) {
      count += choose(tosses, k)
      let exact = Double(count) / Double(1 << tosses)
      #expect((coin.lowerTail(k) - exact).magnitude < 1e-15)
    }
  }

  @Test("The two-sided test is symmetric, exact and at most 1")
  func twoSided() {
    // 2 (1 + 10) / 2^10 and 2 (1 + 15 + 105) / 2^15.
    #expect((FairCoin(tosses: 10).twoSided(heads: 1) - 22.0 / 1024).magnitude < 1e-16)
    #expect(FairCoin(tosses: 10).twoSided(heads: 9) == FairCoin(tosses: 10).twoSided(heads: 1))
    #expect((FairCoin(tosses: 15).twoSided(heads: 2) - 242.0 / 32768).magnitude < 1e-16)
    #expect(FairCoin(tosses: 0).twoSided(heads: 0) == 1)
    #expect(FairCoin(tosses: 1).twoSided(heads: 1) == 1)
    #expect(FairCoin(tosses: 6).twoSided(heads: 3) == 1)
    for tosses in [7, 60, 401] {
      let coin = FairCoin(tosses: tosses)
      for heads in 0...tosses {
        let other = SpecialFunctions.binomialTwoSided(
          successes: heads, trials: tosses, probability: 0.5)
        #expect((coin.twoSided(heads: heads) - other).magnitude < 1e-10 * other + 1e-300)
      }
    }
  }

  @Test("Many tosses neither overflow nor take long")
  func many() {
    let coin = FairCoin(tosses: 1_000_000)
    #expect(coin.twoSided(heads: 0) == 0)
    #expect(coin.twoSided(heads: 500_000) == 1)
    // The normal limit with its correction for continuity, 2 Φ(−(1000 − ½)/500).
    let normal = 2 * SpecialFunctions.normalCDF(-999.5 / 500)
    #expect((coin.twoSided(heads: 499_000) - normal).magnitude < 1e-6)
  }

  // The ranks of the sign interval as tables of the binomial give them at 95 %.
  @Test(
    "Ranks of the median's interval",
    arguments: [
      (0, nil), (1, nil), (5, nil), (6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (15, 4), (20, 6),
      (25, 8), (40, 14), (100, 40),
    ] as [(Int, Int?)])
  func ranks(_ count: Int, _ rank: Int?) {
    let coin = FairCoin(tosses: count)
    #expect(coin.medianRank(miss: 0.05) == rank)
    guard let rank else { return }
    #expect(2 * coin.lowerTail(rank - 1) <= 0.05)
    #expect(2 * coin.lowerTail(rank) > 0.05)
  }
}
