import ClusterBandit
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Coverage of intervals over environments")
struct AggregateCoverageTests {
  /// Two environments; the second policy loses a tenth more on average.
  private func result(_ count: Int) -> ResultSet {
    var stream = testStream()
    let cells = ["one", "two"].flatMap { environment in
      [("a", 10.0), ("b", 11.0)].map { policy, mean in
        ResultSet.Cell(
          environment, policy, horizon: 10, rounds: [10],
          values: [.pseudoRegret: (0..<count).map { _ in mean + stream.nextNormal(.shared) }])
      }
    }
    return ResultSet(named: "made", title: "Made up", seed: 3, replications: count, cells: cells)
  }

  // The scale of a sample is the mean of its best policy, and each resample has its own: were it
  // held fixed, the other policy's interval would cover P(|Z| < 1.96/√2) = 83 %. Percentiles of 20
  // values are short by √(19/20) and by a normal's 1.96 for a t of 2.09: 92.4 % is what they cover.
  // 400 samples tell that to 1.3 %; four of these are allowed.
  @Test("An interquartile mean's interval knows the error of its scale")
  func normal() throws {
    let found = AggregateCoverage(
      result(4_000), ComparisonSelection(), sizes: [20, 100], samples: 400)
    #expect(found.rows.count == 2 * 2 * AggregateCoverage.measures.count)
    for row in found.rows where row.measure == "IQM" {
      #expect(row.samples == 400 && (row.coverage + row.below + row.above - 1).magnitude < 1e-12)
      #expect(row.length > 0, "\(row)")
      if row.policy == "b" { #expect((row.coverage - 0.94).magnitude < 4 * 0.013, "\(row)") }
    }
    // The error of a mean falls by √5.
    func length(_ size: Int) throws -> Double {
      try #require(
        found.rows.first { $0.measure == "IQM" && $0.policy == "b" && $0.replications == size }
      ).length
    }
    let ratio = try length(20) / length(100)
    #expect((ratio / 5.0.squareRoot() - 1).magnitude < 0.1, "\(ratio)")
  }

  @Test("It is the interval of compare --aggregate whose coverage is measured")
  func interval() throws {
    let made = result(60)
    let selection = ComparisonSelection()
    let comparison = AggregateComparison(made, selection)
    let field = AggregateField(made, environments: ["one", "two"], metric: .pseudoRegret)
    #expect(field.rivals == ["a", "b"] && field.replications == 60)
    var stream = AggregateComparison.resampling(seed: 3)
    let found = AggregateComparison.estimates(
      Aggregates(field.values, factors: AggregateComparison.factors, isBetterLower: true),
      replications: 60, resamples: comparison.resamples, level: 0.95, &stream)
    for (row, estimates) in zip(comparison.rows, found) {
      #expect([row.meanRank, row.interquartileMean] + row.shares == estimates)
    }
  }

  @Test("The same seed measures the same, and a break leaves nothing half done")
  func cancelled() {
    let made = result(200)
    func coverage(_ isCancelled: () -> Bool = { false }) -> AggregateCoverage {
      AggregateCoverage(
        made, ComparisonSelection(), sizes: [10, 20], samples: 8, isCancelled: isCancelled)
    }
    #expect(coverage().rows.map(\.length) == coverage().rows.map(\.length))
    #expect(coverage({ true }).rows.isEmpty)
    var asked = 0
    let part = coverage {
      asked += 1
      return asked > 12
    }
    #expect(Set(part.rows.map(\.replications)) == [10])
    let report = AggregateCoverageReport(coverage(), .pseudoRegret)
    #expect(report.plain().contains("intervals over environments of the pseudo regret"))
    #expect(report.csv().split(separator: "\n").count == 1 + coverage().rows.count)
    #expect(CoverageStudy(made, ComparisonSelection(), isCancelled: { true }).rows.isEmpty)
  }
}
