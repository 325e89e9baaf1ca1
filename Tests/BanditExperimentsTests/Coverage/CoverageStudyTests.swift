import ClusterBandit
import Randomness
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Coverage of intervals")
struct CoverageStudyTests {
  private func study(_ policies: [(String, [Double])], samples: Int) -> CoverageStudy {
    let made = ResultSet(
      named: "made", title: "Made up", seed: 3, replications: policies[0].1.count,
      cells: policies.map { label, values in
        ResultSet.Cell("two", label, horizon: 10, rounds: [10], values: [.pseudoRegret: values])
      })
    return CoverageStudy(made, ComparisonSelection(), samples: samples)
  }

  private func normals(_ count: Int, mean: Double) -> [Double] {
    var stream = testStream()
    return (0..<count).map { _ in mean + stream.nextNormal(.shared) }
  }

  /// The standard error of 1,600 samples is 0.54 %; five of them are allowed, 30 checks at 6e-7.
  @Test("Of normal values every interval covers what it says, fixed or at a precision")
  func normal() throws {
    let found = study([("a", normals(5_000, mean: 10))], samples: 1_600)
    #expect(found.rows.count == 5 * 5 + 4 + 3 * 4)
    for row in found.rows {
      let error = (0.95 * 0.05 / Double(row.samples)).squareRoot()
      let floor = row.interval == .median ? 0.95 : 0.945
      #expect(row.coverage > floor - 5 * error, "\(row)")
      #expect(row.interval == .median || row.coverage < 0.955 + 5 * error, "\(row)")
      #expect((row.coverage + row.below + row.above - 1).magnitude < 1e-12)
    }
    let student = try #require(
      found.rows.first { $0.interval == .student && $0.replications == 100 })
    // 2 t s/√n of normal values, t = 1.984.
    #expect((student.length - 2 * 1.984 / 10).magnitude < 0.01)
    let precise = found.rows.filter { $0.precision == 0.02 && $0.interval == .printed }
    // A standard error of 1/√500 is below 2 % of 10.
    #expect(precise.map(\.replications) == [500])
  }

  @Test("A rare loss is missed by samples that have not seen it, from below")
  func rare() throws {
    let values = (0..<10_000).map { $0 % 100 == 0 ? 1_000.0 : Double(1 + $0 % 7) }
    let found = study([("a", values)], samples: 400)
    let small = try #require(
      found.rows.first { $0.interval == .printed && $0.replications == 20 })
    // 0.99^20 = 0.82 of the samples have none.
    #expect(small.below > 0.7 && small.above == 0)
  }

  @Test("Differences and ratios are of pairs, and policies that lose nothing have none")
  func pairs() throws {
    let base = normals(2_000, mean: 10)
    let found = study(
      [("zero", base.map { _ in 0 }), ("a", base), ("b", base.map { 2 * $0 })], samples: 200)
    let subjects = Set(found.rows.map(\.subject))
    #expect(subjects == ["a", "b", "a − b", "a / b"])
    // b is twice a in every replication: the ratio is exact, and the interval a point on 0.
    let ratio = try #require(found.rows.first { $0.subject == "a / b" && $0.interval == .student })
    #expect(ratio.length < 1e-9)
    let again = study(
      [("zero", base.map { _ in 0 }), ("a", base), ("b", base.map { 2 * $0 })], samples: 200)
    #expect(again.rows.map(\.coverage) == found.rows.map(\.coverage))
  }

  @Test("The report has a line for each sample size, and a record for each interval")
  func report() {
    let found = study([("a", normals(1_000, mean: 10))], samples: 40)
    let report = CoverageReport(found, .pseudoRegret)
    let text = report.plain()
    #expect(text.contains("two: how many of 100 intervals of the pseudo regret hold the truth"))
    #expect(text.contains("2 %: 500"))
    #expect(report.csv(hasHeader: true).split(separator: "\n").count == 1 + found.rows.count)
  }
}
