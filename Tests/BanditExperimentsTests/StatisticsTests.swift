import ClusterBandit
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Statistics of replications")
struct StatisticsTests {
  private func moments(_ values: some Sequence<Double>) -> Moments {
    var moments = Moments()
    for value in values { moments.add(value) }
    return moments
  }

  @Test("Moments of a few numbers are those worked out by hand")
  func byHand() {
    let few = moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(few.count == 8)
    #expect(few.mean == 5)
    #expect(few.squaredDeviations == 32)
    #expect(few.standardDeviation == (32.0 / 7).squareRoot())
    #expect(few.standardError == (32.0 / 7).squareRoot() / 8.0.squareRoot())
  }

  @Test("One value has no spread, no value has no mean")
  func few() {
    #expect(moments([3]).mean == 3)
    #expect(moments([3]).standardDeviation == nil)
    #expect(moments([3]).standardError == nil)
    #expect(moments([]) == Moments())
    #expect(moments([5, 5]).standardError == 0)
  }

  /// Sums without cancellation: values are multiples of 1/8, so the naive sums are exact.
  @Test("Adding and merging agree with exact sums to a few units of rounding")
  func againstExactSums() {
    var stream = testStream()
    for count in [1, 2, 3, 10, 999] {
      // A large common offset is what naive formulas with squares founder on.
      let values = (0..<count).map { _ in Double(stream.nextIndex(below: 8000)) / 8 + 1e9 }
      let mean = values.reduce(0, +) / Double(count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let added = moments(values)
      #expect(added.count == count)
      #expect((added.mean - mean).magnitude <= 1e9 * 0x1p-52 * 8)
      #expect((added.squaredDeviations - squares).magnitude <= squares * 1e-8 + 1e-6)
      for split in [0, 1, count / 2, count] {
        var merged = moments(values.prefix(split))
        merged.merge(moments(values.dropFirst(split)))
        #expect(merged.count == count)
        #expect((merged.mean - mean).magnitude <= 1e9 * 0x1p-52 * 8)
        #expect((merged.squaredDeviations - squares).magnitude <= squares * 1e-8 + 1e-6)
      }
    }
  }

  @Test("Merging with an empty sample changes nothing")
  func mergingNothing() {
    var some = moments([1, 2, 4])
    some.merge(Moments())
    #expect(some == moments([1, 2, 4]))
    var none = Moments()
    none.merge(moments([1, 2, 4]))
    #expect(none == moments([1, 2, 4]))
  }

  @Test("Merging rounds differently in another order, so the order must be fixed")
  func mergeOrder() {
    let parts = [moments([0.1, 0.2]), moments([1e8, 3.3]), moments([0.7, 0.9, 1e-8])]
    func merged(_ order: [Int]) -> Moments {
      var all = Moments()
      for index in order { all.merge(parts[index]) }
      return all
    }
    let results = [[0, 1, 2], [2, 1, 0], [1, 2, 0]].map(merged)
    #expect(Set(results.map(\.squaredDeviations)).count > 1)
    #expect(results.allSatisfy { ($0.mean - results[0].mean).magnitude < 1 })
  }

  @Test("Quantiles interpolate between order statistics at h = (n − 1) p")
  func quantiles() {
    #expect(quantile([7], 0.05) == 7)
    #expect(quantile([1, 2], 0.5) == 1.5)
    #expect(quantile([1, 2, 3, 4], 0.5) == 2.5)
    #expect(quantile([10, 20, 30, 40, 50], 0.25) == 20)
    // h = 4 · 0.05 = 0.2: a fifth of the way from the first to the second.
    #expect(quantile([10, 20, 30, 40, 50], 0.05) == 12)
    #expect(quantile([10, 20, 30, 40, 50], 0.95) == 48)
    #expect(quantile([1, 2, 3], 0) == 1)
    #expect(quantile([1, 2, 3], 1) == 3)
    let ramp = (0...100).map { Double($0) }
    #expect(quantile(ramp, 0.05) == 5)
    #expect(quantile(ramp, 0.95) == 95)
  }

  @Test("A summary takes mean and spread from the moments and quantiles from the values")
  func summary() {
    let values: [Double] = [50, 10, 30, 20, 40]
    let summary = Summary(moments: moments(values), values: values)
    #expect(summary.mean == 30)
    #expect(summary.standardDeviation == 250.0.squareRoot())
    #expect(summary.standardError == 250.0.squareRoot() / 5.0.squareRoot())
    #expect(summary.median == 30)
    #expect(summary.q05 == 12)
    #expect(summary.q95 == 48)
    #expect(summary.replications == 5)
    let one = Summary(moments: moments([4]), values: [4])
    #expect(one.standardError == nil)
    #expect(one.standardDeviation == nil)
    #expect([one.median, one.q05, one.q95] == [4, 4, 4])
  }

  private func published(_ mean: Double, _ deviation: Double?, _ count: Int) -> PublishedValue {
    PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: mean,
      standardDeviation: deviation, replications: count, source: "s")
  }

  @Test("z divides by both standard errors")
  func comparison() throws {
    // Measured: mean 10, s = 4, R = 4, so 2. Published: s0 = 9, R0 = 36, so 1.5. Together 2.5.
    let deviation = 48.0.squareRoot()
    let (low, high) = (10 - deviation / 2, 10 + deviation / 2)
    let measured = moments([low, high, low, high])
    #expect(((measured.standardDeviation ?? 0) - 4).magnitude < 1e-12)
    let one = try #require(Comparison(published(5, 9, 36), measured))
    #expect(one.mean == measured.mean)
    #expect((one.standardError - 2).magnitude < 1e-12)
    #expect(one.publishedStandardError == 1.5)
    #expect((one.z - 2).magnitude < 1e-12)
    #expect(one.agrees)
    let far = try #require(Comparison(published(18, 9, 36), measured))
    #expect((far.z + 3.2).magnitude < 1e-12)
    #expect(!far.agrees)
  }

  @Test("Where no standard deviation was published, the measured one stands in")
  func missingDeviation() throws {
    let measured = moments([8, 12, 8, 12])
    let one = try #require(Comparison(published(10, nil, 16), measured))
    let deviation = (16.0 / 3).squareRoot()
    #expect(one.publishedStandardError == deviation / 4)
    #expect(one.z == 0)
    let other = try #require(Comparison(published(9, nil, 16), measured))
    let expected = 1 / (deviation * deviation / 16 + deviation * deviation / 4).squareRoot()
    #expect((other.z - expected).magnitude < 1e-12)
  }

  @Test("Without any spread only equal means agree; one replication compares with nothing")
  func noSpread() throws {
    let exact = moments([3, 3])
    let equal = try #require(Comparison(published(3, 0, 5), exact))
    #expect(equal.z == 0 && equal.agrees)
    let above = try #require(Comparison(published(2, 0, 5), exact))
    #expect(above.z == .infinity && !above.agrees)
    let below = try #require(Comparison(published(4, nil, 5), exact))
    #expect(below.z == -.infinity && !below.agrees)
    #expect(Comparison(published(3, 1, 5), moments([3])) == nil)
  }
}
