import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Published values")
struct CheckPublishedTests {
  private func agrees(_ mean: Double, _ published: Double, _ tolerance: Double?) throws -> Bool {
    var moments = Moments()
    for value in [mean - 1e-6, mean + 1e-6] { moments.add(value) }
    let value = PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: published,
      standardDeviation: 1e-6, replications: 100, tolerance: tolerance, source: "s")
    return try #require(Check(value, moments, subject: "s")).verdict == .passes
  }

  @Test("A tolerance is relative to the published mean and takes the place of z")
  func relative() throws {
    #expect(try agrees(124, 100, 0.25) && agrees(76, 100, 0.25))
    #expect(try !agrees(126, 100, 0.25) && !agrees(74, 100, 0.25))
    #expect(try agrees(-124, -100, 0.25) && !agrees(-126, -100, 0.25))
    #expect(try !agrees(100, -100, 1) && !agrees(1, 0, 1))
    #expect(try !agrees(124, 100, nil))
    // 80 is within 25 % of 100, 100 exactly 25 % above 80.
    #expect(try agrees(80, 100, 0.25) && agrees(99.9, 80, 0.25) && !agrees(100.1, 80, 0.25))
  }

  @Test(
    "A tolerance is printed in percent without noise",
    arguments: [
      (0.25, "25"), (0.07, "7"), (0.005, "0.5"), (1, "100"), (0.123, "12.3"), (0.0001, "0.01"),
      (1e-6, "0.0001"),
    ])
  func text(tolerance: Double, percent: String) {
    let value = PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: 160.2,
      standardDeviation: nil, replications: 100, tolerance: tolerance, source: "s")
    #expect(value.text == "160.2 ± \(percent) %")
  }

  private func moments(_ values: [Double]) -> Moments { Moments(values) }

  private func check(_ value: PublishedValue, _ measured: Moments) -> Check? {
    Check(value, measured, subject: "s")
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
    let one = try #require(check(published(5, 9, 36), measured))
    #expect(one.measured == measured.mean)
    #expect((try #require(one.standardError) - 2).magnitude < 1e-12)
    #expect(one.targetStandardError == 1.5)
    #expect((try #require(one.z) - 2).magnitude < 1e-12)
    #expect(one.verdict == .passes)
    let far = try #require(check(published(18, 9, 36), measured))
    #expect((try #require(far.z) + 3.2).magnitude < 1e-12)
    #expect(far.verdict == .misses)
  }

  @Test("Where no standard deviation was published, the measured one stands in")
  func missingDeviation() throws {
    let measured = moments([8, 12, 8, 12])
    let one = try #require(check(published(10, nil, 16), measured))
    let deviation = (16.0 / 3).squareRoot()
    #expect(one.targetStandardError == deviation / 4)
    #expect(one.z == 0)
    let other = try #require(check(published(9, nil, 16), measured))
    let expected = 1 / (deviation * deviation / 16 + deviation * deviation / 4).squareRoot()
    #expect((try #require(other.z) - expected).magnitude < 1e-12)
  }

  @Test("Without any spread only equal means agree; one replication compares with nothing")
  func noSpread() throws {
    let exact = moments([3, 3])
    let equal = try #require(check(published(3, 0, 5), exact))
    #expect(equal.z == 0 && equal.verdict == .passes)
    let above = try #require(check(published(2, 0, 5), exact))
    #expect(above.z == .infinity && above.verdict == .misses)
    let below = try #require(check(published(4, nil, 5), exact))
    #expect(below.z == -.infinity && below.verdict == .misses)
    #expect(check(published(3, 1, 5), moments([3])) == nil)
  }
}
