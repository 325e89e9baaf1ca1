import Randomness
import TestSupport
import Testing

@testable import SampleStatistics

@Suite("The sign-flip test")
struct SignFlipTests {
  private func test(_ values: [Double], patterns: Int? = nil, index: UInt64 = 0) -> SignFlipTest {
    var stream = testStream(index, of: "sign flips")
    return SignFlipTest(values, patterns: patterns, using: &stream)
  }

  /// All patterns one by one, in whole numbers.
  private func enumerated(_ values: [Int]) -> Double {
    let observed = values.reduce(0, +).magnitude
    let all = 1 << values.count
    let extreme = (0..<all).count { pattern in
      values.indices.reduce(0) {
        $0 + (pattern >> $1 & 1 == 1 ? values[$1] : -values[$1])
      }.magnitude >= observed
    }
    return Double(extreme) / Double(all)
  }

  @Test("Darwin's maize: 1,726 of 32,768 patterns, as Fisher counted")
  func fisher() {
    // Differences of height in eighths of an inch (The Design of Experiments, section 21).
    let maize: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    let exact = test(maize)
    #expect(exact.pValue == 1726.0 / 32768)
    #expect(exact.patterns == nil)
  }

  @Test("Many differences that sum to 0 have p = 1 of the patterns that stand for all")
  func sumOfZero() {
    for (count, patterns) in [(20, nil), (22, 99_999)] as [(Int, Int?)] {
      let balanced = test((0..<count).map { $0 % 2 == 0 ? 3 : -3 })
      #expect(balanced.pValue == 1)
      #expect(balanced.patterns == patterns)
    }
  }

  @Test("Few differences by hand")
  func byHand() {
    #expect(test([]).pValue == 1)
    #expect(test([0, 0, 0]).pValue == 1)
    #expect(test([3]).pValue == 1)
    #expect(test([3, 0, 4]).pValue == 0.5)
    #expect(test([3, 4, -1]).pValue == 0.5)
    #expect(test([1, 1, 1, 1, -4]).pValue == 1)
    #expect(test([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]).pValue == 2.0 / 128)
  }

  @Test("Counting all patterns is enumeration, also with ties and zeros", arguments: 0..<40)
  func exact(_ index: Int) {
    var stream = testStream(UInt64(index))
    let count = 1 + index % 11
    let values = (0..<count).map { _ in stream.nextIndex(below: 9) - 3 }
    let nonzero = values.filter { $0 != 0 }
    #expect(test(values.map(Double.init)).pValue == enumerated(nonzero))
    // Tenths are not exact, and neither are their sums: ties must survive that.
    #expect(test(values.map { Double($0) / 10 }).pValue == enumerated(nonzero))
  }

  @Test("Twenty differences are counted, twenty-one are drawn")
  func limit() {
    let values = (1...21).map { Double($0) * ($0 % 3 == 0 ? -1 : 1) }
    #expect(test(Array(values.prefix(20)) + [0, 0]).patterns == nil)
    #expect(test(Array(values.prefix(20))).pValue == 129072.0 / 1_048_576)
    #expect(test(values).patterns == 99_999)
  }

  @Test("Drawn patterns estimate the exact share", arguments: [21, 64, 65, 100])
  func drawn(_ count: Int) {
    // Values ±1: the number of pluses is a fair coin's, so the exact p-value is known.
    let pluses = count / 2 + count / 8
    let values = (0..<count).map { $0 < pluses ? 1.0 : -1.0 }
    let drawn = test(values, patterns: 9999, index: UInt64(count))
    let exact = FairCoin(tosses: count).twoSided(heads: pluses)
    let extreme = Int((drawn.pValue * 10_000).rounded()) - 1
    #expect(drawn.patterns == 9999)
    #expect(Verdict.proportion(extreme, of: 9999, is: exact).holds)
  }

  @Test(
    "Any two values are flipped by signs of their own",
    arguments: [(0, 1), (7, 8), (31, 32), (0, 63), (0, 64), (63, 64), (5, 69)])
  func independentSigns(_ first: Int, _ second: Int) {
    // Two values all but cancel and the rest is dust: equal signs reach the observed sum, others
    // do not, and equal signs are every second pattern.
    var values = Array(repeating: 1e-6, count: 70)
    values[first] = 100
    values[second] = -99
    let drawn = test(values, patterns: 999, index: UInt64(70 * first + second))
    let extreme = Int((drawn.pValue * 1000).rounded()) - 1
    #expect(Verdict.proportion(extreme, of: 999, is: 0.5).holds)
  }

  @Test("Signs turned, other orders and other scales leave the p-value")
  func invariance() {
    let values = [4, -2, 7, 1, 3, -5, 6, 2.5]
    let p = test(values).pValue
    #expect(test(values.map { -$0 }).pValue == p)
    #expect(test(values.reversed()).pValue == p)
    #expect(test(values.map { 1e-200 * $0 }).pValue == p)
    #expect(test(values.map { 1e200 * $0 }).pValue == p)
    let many = (0..<50).map { Double($0 % 7) - 2.5 }
    #expect(test(many.map { -$0 }).pValue == test(many).pValue)
  }

  @Test("The same stream gives the same p-value, another stream another one")
  func repeatable() {
    let many = (0..<70).map { Double($0 % 13) - 5.3 }
    #expect(test(many) == test(many))
    #expect(test(many, index: 1).pValue != test(many).pValue)
    #expect(test(many).pValue > 0)
  }

  @Test("Very many differences draw fewer patterns, and never fewer than 999")
  func budget() {
    #expect(SignFlipTest.defaultPatterns(differences: 100_000) == 99_999)
    #expect(SignFlipTest.defaultPatterns(differences: 1_000_000) == 9_999)
    #expect(SignFlipTest.defaultPatterns(differences: 1_000_000_000) == 999)
  }

  @Test("Sums that overflow decide nothing and trap nowhere")
  func overflow() {
    #expect(test([1e308, 1e308]).pValue == 1)
    #expect(test(Array(repeating: 1e308, count: 30)).pValue == 1)
  }

  @Test("Under the null the exact p-value is uniform on its multiples of 2/2^n")
  func exactCalibration() {
    var stream = testStream()
    // P(p ≤ 2k/2^n) = 2k/2^n for differences that are symmetric about 0, whatever their tails.
    let small = (0..<4000).count { _ in
      let values = (0..<8).map { _ in
        (stream.nextBernoulli(0.5) ? 1 : -1) / (stream.nextOpenUnit() + 0.01)
      }
      return test(values).pValue <= 26.0 / 256
    }
    #expect(Verdict.proportion(small, of: 4000, is: 26.0 / 256).holds)
  }

  @Test("Under the null the drawn p-value is uniform on its multiples of 1/(M + 1)")
  func drawnCalibration() {
    var stream = testStream()
    let small = (0..<2000).count { index in
      let values = (0..<30).map { _ in stream.nextUnit() - 0.5 }
      return test(values, patterns: 19, index: UInt64(index)).pValue <= 0.101
    }
    #expect(Verdict.proportion(small, of: 2000, is: 0.1).holds)
  }
}
