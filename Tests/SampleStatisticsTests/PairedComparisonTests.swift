import Randomness
import TestSupport
import Testing

@testable import SampleStatistics

@Suite("Paired comparisons")
struct PairedComparisonTests {
  private func compare(
    _ first: [Double], _ second: [Double], level: Double = 0.95
  ) -> PairedComparison {
    PairedComparison(
      first: first, second: second, level: level,
      flips: PairedComparison.flips(seed: 1))
  }

  /// Crossed and self-fertilised maize (Fisher, The Design of Experiments, section 17), in eighths
  /// of an inch less 100.
  static let crossed: [Double] = [88, -4, 68, 76, 53, 72, 77, 63, 46, 73, 84, 65, 80, 77, -4]
  static let selfed: [Double] = [39, 63, 60, 60, 47, 49, 49, 22, 32, 44, 28, 41, 5, 17, 44]

  @Test("Darwin's maize: mean, t interval, median, signs and permutations")
  func maize() throws {
    let one = compare(PairedComparisonTests.crossed, PairedComparisonTests.selfed)
    #expect(one.replications == 15)
    #expect((one.mean - 314.0 / 15).magnitude < 1e-13)
    let error = try #require(one.standardError)
    // Σ D² = 26,518: s² = (26,518 − 314²/15)/14.
    #expect((error * error * 15 - (26518 - 314.0 * 314 / 15) / 14).magnitude < 1e-9)
    // Fisher: t = 2.148, just beyond the 5 % point 2.145.
    #expect((one.mean / error - 2.148).magnitude < 5e-4)
    let interval = try #require(one.interval)
    let quantile = 2.144786687917804
    #expect((interval.low - (one.mean - quantile * error)).magnitude < 1e-10)
    #expect((interval.high - (one.mean + quantile * error)).magnitude < 1e-10)
    #expect(one.median == 24)
    // The 4th smallest and the 4th largest: 1 − 2 (1 + 15 + 105 + 455)/2^15.
    #expect(one.medianInterval == PairedComparison.Interval(low: 8, high: 49))
    #expect((try #require(one.medianCoverage) - (1 - 1152.0 / 32768)).magnitude < 1e-14)
    #expect((one.lower, one.higher, one.ties) == (2, 13, 0))
    #expect((one.signTest - 242.0 / 32768).magnitude < 1e-16)
    #expect(one.permutationTest == 1726.0 / 32768)
    #expect(one.permutations == nil)
  }

  @Test("Exchanging the policies turns every sign and leaves every p-value", arguments: [15, 40])
  func exchange(_ count: Int) throws {
    var stream = testStream(UInt64(count))
    let first = (0..<count).map { _ in stream.nextUnit() * 3 }
    let second = (0..<count).map { _ in stream.nextUnit() + stream.nextUnit() }
    let (one, other) = (compare(first, second), compare(second, first))
    #expect(one.mean == -other.mean)
    #expect(one.standardError == other.standardError)
    #expect(one.interval?.low == other.interval.map { -$0.high })
    #expect(one.interval?.high == other.interval.map { -$0.low })
    #expect(one.median == -other.median)
    #expect(one.medianInterval?.low == other.medianInterval.map { -$0.high })
    #expect((one.lower, one.higher) == (other.higher, other.lower))
    #expect(one.signTest == other.signTest)
    #expect(one.permutationTest == other.permutationTest)
    #expect(one.permutations == (count > 20 ? 99_999 : nil))
  }

  @Test("A common shift of both policies changes nothing")
  func shift() {
    let (first, second) = ([1.0, 5, 2, 8, 3, 9], [2.0, 3, 4, 5, 6, 7])
    let one = compare(first, second)
    #expect(compare(first.map { $0 + 1024 }, second.map { $0 + 1024 }) == one)
    #expect((one.lower, one.higher) == (3, 3))
    #expect(one.signTest == 1)
  }

  @Test("No replication, one, and a few: what cannot be told is nil and nothing traps")
  func few() {
    let none = compare([], [])
    #expect(none.mean == 0 && none.median == 0)
    #expect(none.standardError == nil && none.interval == nil && none.medianInterval == nil)
    #expect(none.signTest == 1 && none.permutationTest == 1)
    let one = compare([3], [1])
    #expect(one.mean == 2 && one.median == 2 && one.higher == 1)
    #expect(one.standardError == nil && one.interval == nil && one.medianInterval == nil)
    #expect(one.signTest == 1 && one.permutationTest == 1)
    let five = compare([1, 2, 3, 4, 5], [0, 0, 0, 0, 0])
    #expect(five.interval != nil)
    #expect(five.medianInterval == nil && five.medianCoverage == nil)
    #expect(five.signTest == 2.0 / 32 && five.permutationTest == 2.0 / 32)
    let six = compare([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0])
    #expect(six.medianInterval == PairedComparison.Interval(low: 1, high: 6))
    #expect(six.median == 3.5)
  }

  @Test("Equal and constant differences have intervals of one point")
  func constant() {
    let values = (0..<30).map { Double($0) }
    let equal = compare(values, values)
    #expect(equal.ties == 30)
    #expect(equal.mean == 0 && equal.standardError == 0)
    #expect(equal.interval == PairedComparison.Interval(low: 0, high: 0))
    #expect(equal.medianInterval == PairedComparison.Interval(low: 0, high: 0))
    #expect(equal.signTest == 1 && equal.permutationTest == 1)
    let shifted = compare(values.map { $0 + 2 }, values)
    #expect(shifted.mean == 2 && shifted.standardError == 0)
    #expect(shifted.interval == PairedComparison.Interval(low: 2, high: 2))
    #expect(shifted.higher == 30)
    #expect(shifted.permutationTest == 1e-5)
  }

  @Test("Ties count for the mean and the median and not for the sign test")
  func ties() {
    let one = compare([1, 0, 0, 0, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect((one.lower, one.higher, one.ties) == (0, 6, 3))
    #expect(one.signTest == 2.0 / 64)
    #expect(one.permutationTest == 2.0 / 64)
    #expect((one.mean - 6.0 / 9).magnitude < 1e-15)
    #expect(one.median == 1)
  }

  @Test("A higher level widens both intervals")
  func levels() throws {
    var stream = testStream()
    let values = (0..<60).map { _ in stream.nextUnit() }
    let zeros = Array(repeating: 0.0, count: 60)
    let wide = compare(values, zeros, level: 0.999)
    let narrow = compare(values, zeros, level: 0.8)
    #expect(try #require(wide.interval).low < (try #require(narrow.interval)).low)
    #expect(try #require(wide.medianInterval).high > (try #require(narrow.medianInterval)).high)
    #expect(try #require(wide.medianCoverage) >= 0.999)
    #expect(try #require(narrow.medianCoverage) >= 0.8)
    #expect(try #require(narrow.medianCoverage) < 0.9)
  }

  @Test("The flips depend on the seed and on nothing else")
  func flips() {
    let one = PairedComparison.flips(seed: 1)
    #expect(PairedComparison.flips(seed: 1) == one)
    #expect(PairedComparison.flips(seed: 2) != one)
    for role in StreamRole.allCases where role != .signFlips {
      #expect(SeedTree(root: 1).stream(replication: 0, role: role) != one)
    }
  }

  @Test("The t interval covers the mean of a normal law as often as it says")
  func coverage() throws {
    var stream = testStream()
    let covering = try (0..<2000).count { _ in
      let values = (0..<5).map { _ in stream.nextNormal(.shared) }
      let interval = try #require(
        compare(values, [0, 0, 0, 0, 0], level: 0.8).interval)
      return interval.low <= 0 && 0 <= interval.high
    }
    #expect(Verdict.proportion(covering, of: 2000, is: 0.8).holds)
  }

  @Test("The median's interval covers with its exact coverage on a skewed law")
  func medianCoverage() throws {
    var stream = testStream()
    let zeros = Array(repeating: 0.0, count: 9)
    let covering = try (0..<2000).count { _ in
      // U³ has the median 1/8.
      let values = zeros.map { _ in
        let unit = stream.nextUnit()
        return unit * unit * unit
      }
      let interval = try #require(compare(values, zeros, level: 0.8).medianInterval)
      return interval.low <= 0.125 && 0.125 <= interval.high
    }
    // The 3rd and the 7th of nine: 1 − 2 (1 + 9 + 36)/2^9.
    #expect(Verdict.proportion(covering, of: 2000, is: 1 - 92.0 / 512).holds)
  }

  @Test("Under the null the sign test rejects as often as its binomial says, ties or not")
  func signCalibration() {
    var stream = testStream()
    let zeros = Array(repeating: 0.0, count: 12)
    let small = (0..<3000).count { _ in
      let values = zeros.map { _ in stream.nextUnit() - 0.5 }
      return compare(values, zeros).signTest <= 0.04
    }
    // At most two of twelve on one side: 2 (1 + 12 + 66)/2^12.
    #expect(Verdict.proportion(small, of: 3000, is: 158.0 / 4096).holds)
  }
}
