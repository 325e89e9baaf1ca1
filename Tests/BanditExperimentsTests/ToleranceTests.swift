import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Published values with a tolerance")
struct ToleranceTests {
  private func agrees(_ mean: Double, _ published: Double, _ tolerance: Double?) throws -> Bool {
    var moments = Moments()
    for value in [mean - 1e-6, mean + 1e-6] { moments.add(value) }
    let value = PublishedValue(
      environment: "e", policy: "p", metric: .reward, round: 10, mean: published,
      standardDeviation: 1e-6, replications: 100, tolerance: tolerance, source: "s")
    return try #require(Comparison(value, moments)).agrees
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
}
