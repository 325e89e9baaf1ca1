import Foundation
import TestSupport
import Testing

/// Known values with 16 digits, computed in 40-digit arithmetic.
@Suite("Special functions of the tests")
struct SpecialFunctionTests {
  private func close(_ value: Double, _ known: Double, _ relative: Double) -> Bool {
    abs(value - known) <= relative * abs(known)
  }

  @Test("The logarithm of the gamma function has its known values")
  func logGamma() {
    for (x, known): (Double, Double) in [
      (1e-300, 690.775_527_898_213_71), (0.01, 4.599_479_878_042_021_7),
      (0.5, 0.572_364_942_924_700_09), (1.5, -0.120_782_237_635_245_22),
      (3, 0.693_147_180_559_945_31), (10.5, 13.940_625_219_403_764),
      (100, 359.134_205_369_575_4), (1e6, 12_815_504.569_147_612),
    ] {
      #expect(close(SpecialFunctions.logGamma(x), known, 1e-13), "\(x)")
    }
    #expect(abs(SpecialFunctions.logGamma(1)) < 1e-13)
    #expect(abs(SpecialFunctions.logGamma(2)) < 1e-13)
  }

  @Test("The regularized incomplete gamma functions have their known values")
  func incompleteGamma() {
    for (a, x, known): (Double, Double, Double) in [
      (0.5, 0.25, 0.520_499_877_813_046_54), (1, 2, 0.864_664_716_763_387_31),
      (5, 3.2, 0.219_387_488_932_695_66), (100, 110, 0.841_721_329_939_912_91),
      (1e6, 1_000_500, 0.691_550_475_771_497_18), (0.01, 1e-20, 0.634_557_920_548_996_74),
      (10, 1, 1.114_254_783_387_206_8e-7), (1e6, 995_000, 2.749_580_359_270_070_8e-7),
    ] {
      #expect(close(SpecialFunctions.regularizedGammaP(a, x), known, 1e-10), "\(a) \(x)")
      #expect(abs(SpecialFunctions.regularizedGammaQ(a, x) - (1 - known)) < 1e-10)
    }
    for (a, x, known): (Double, Double, Double) in [
      (0.5, 30, 9.485_737_571_073_848_4e-15), (50, 120, 1.600_822_679_334_482_9e-13),
      (1, 20, 2.061_153_622_438_557_8e-9),
    ] {
      #expect(close(SpecialFunctions.regularizedGammaQ(a, x), known, 1e-10), "\(a) \(x)")
    }
    #expect(SpecialFunctions.regularizedGammaP(2, 0) == 0)
    #expect(SpecialFunctions.regularizedGammaP(2, .infinity) == 1)
    #expect(SpecialFunctions.regularizedGammaQ(2, -1) == 1)
    #expect(SpecialFunctions.regularizedGammaP(2, .nan).isNaN)
  }

  @Test("The regularized incomplete beta function has its known values")
  func incompleteBeta() {
    for (x, a, b, known): (Double, Double, Double, Double) in [
      (0.3, 2, 5, 0.579_825), (0.5, 0.5, 0.5, 0.5), (1e-10, 0.1, 3, 0.115_499_999_997_899_9),
      (0.6, 50, 30, 0.317_057_153_969_111_91), (0.501, 1e5, 1e5, 0.814_453_255_442_442_3),
      (0.497, 1e5, 1e5, 0.003_644_952_364_713_873),
      (1e-100, 1e-3, 1e-3, 0.397_164_769_718_137_59),
      (0.99, 1e-3, 1e-3, 0.502_291_481_736_704_21), (0.2, 1, 1, 0.2),
      (0.9, 10, 0.5, 0.151_640_909_634_709_97), (0.001, 3, 4, 1.995_503_599_000_000_1e-8),
    ] {
      #expect(
        close(SpecialFunctions.regularizedBeta(x, a, b), known, 1e-9), "\(x) \(a) \(b)")
      if x > 0.1 {
        #expect(abs(SpecialFunctions.regularizedBeta(1 - x, b, a) - (1 - known)) < 1e-9)
      }
    }
    #expect(SpecialFunctions.regularizedBeta(0, 2, 3) == 0)
    #expect(SpecialFunctions.regularizedBeta(1, 2, 3) == 1)
    #expect(SpecialFunctions.regularizedBeta(.nan, 2, 3).isNaN)
  }

  @Test("The normal distribution function has its known values")
  func normal() {
    for (x, known): (Double, Double) in [
      (-8, 6.220_960_574_271_784_1e-16), (-3, 0.001_349_898_031_630_094_5),
      (-1, 0.158_655_253_931_457_05), (0, 0.5), (0.5, 0.691_462_461_274_013_1),
      (2, 0.977_249_868_051_820_79), (5, 0.999_999_713_348_428_12),
    ] {
      #expect(close(SpecialFunctions.normalCDF(x), known, 1e-14), "\(x)")
    }
  }

  @Test("Quantiles of chi-square and tails of Student and the binomial law are known")
  func tails() {
    for (degrees, probability, known): (Int, Double, Double) in [
      (1, 1e-6, 23.928_126_976_934_827), (9, 1e-6, 44.810_937_870_687_82),
      (23, 1e-6, 70.549_557_136_885_95), (255, 1e-6, 377.078_115_498_986_73),
      (1, 0.05, 3.841_458_820_694_128_5), (10, 0.01, 23.209_251_158_954_36),
    ] {
      let quantile = SpecialFunctions.chiSquareUpperQuantile(probability, degrees: degrees)
      #expect(close(quantile, known, 1e-9))
    }
    for (degrees, t, known): (Double, Double, Double) in [
      (3, 2.5, 0.087_706_647_008_065_56), (30, 5, 2.329_668_546_700_78e-5),
      (1e6, 4.9, 9.585_160_085_842_904e-7),
    ] {
      #expect(close(SpecialFunctions.studentTwoSided(t, degrees: degrees), known, 1e-8))
    }
    for (successes, trials, probability, smallerTail): (Int, Int, Double, Double) in [
      (20, 100, 0.3, 0.016_462_853_241_869_38), (41, 100, 0.3, 0.012_498_407_166_438_193),
      (0, 10, 0.1, 0.348_678_440_099_999_93),
    ] {
      let value = SpecialFunctions.binomialTwoSided(
        successes: successes, trials: trials, probability: probability)
      #expect(close(value, 2 * smallerTail, 1e-9))
    }
  }

  @Test("The laws' distribution functions join smoothly and end at 0 and 1")
  func laws() {
    let law = Law.logGamma(shape: 0.01)
    #expect(abs(law.cdf(-40.000_001) - law.cdf(-39.999_999)) < 1e-7)
    #expect(law.cdf(10) == 1)
    #expect(Law.uniform.cdf(-1) == 0)
    #expect(Law.uniform.cdf(0.25) == 0.25)
    #expect(Law.uniform.cdf(2) == 1)
    #expect(abs(Law.normal(mean: 3, standardDeviation: 2).cdf(4) - 0.691_462_461_274) < 1e-10)
    #expect(abs(Law.gamma(shape: 1, scale: 2).cdf(4) - 0.864_664_716_763) < 1e-10)
    #expect(abs(Law.beta(2, 5).cdf(0.3) - 0.579_825) < 1e-10)
    let tail = Law.normalTail(beyond: 2)
    #expect(tail.cdf(2) == 0)
    #expect(abs(tail.cdf(3) - (1 - 0.001_349_898_031_630_094_5 / 0.022_750_131_948_179_2)) < 1e-12)
  }
}
