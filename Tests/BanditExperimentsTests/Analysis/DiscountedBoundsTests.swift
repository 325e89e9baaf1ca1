import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("The discounted maximum in bounds")
struct DiscountedBoundsTests {
  private let text = """
    name: sooner
    horizon: 40
    environment: {kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}
    policies: [{kind: tsc}]
    """

  // 6.75654 is what a program of its own finds for four arms of uniform means.
  @Test("With a discount factor a table and records follow, and without one nothing does")
  func reported() throws {
    let experiment = try read(text)
    let plain = BoundsReport(try ExperimentBounds(experiment))
    let bounds = try ExperimentBounds(experiment, discount: 0.9)
    let integral = try #require(bounds.problems[0].discounted)
    #expect(integral.lower < 6.75656 && integral.upper > 6.75652)
    let report = BoundsReport(bounds)
    let page = report.markdown()
    #expect(page.contains("So many arms of uniform means: the most that a policy earns"))
    #expect(page.contains("α = 0.9"))
    #expect(page.contains("Exact for independent arms."))
    #expect(!plain.markdown().contains("Whittle"))
    let records = report.csv()
    #expect(records.contains("discounted-maximum-lower,"))
    #expect(!plain.csv().contains("discount"))
    let rows = records.split(separator: "\n").map { $0.split(separator: ",").last }
    #expect(rows.first == "discount" && rows.suffix(2) == ["0.9", "0.9"])
    let others = records.split(separator: "\n").dropFirst().dropLast(2)
    #expect(!others.isEmpty && others.allSatisfy { $0.hasSuffix(",") })
    #expect(report.jsonObject().contains("\"discount\":0.9"))
    #expect(page.contains("α |"))
  }

  @Test("Gaussian rewards have no such maximum")
  func refused() throws {
    let normal = try read(
      text.replacing(
        "{kind: bernoulli, means: [0.2, 0.3, 0.7, 0.8], clusters: [[0, 1], [2, 3]]}",
        with: "{kind: gaussian, means: [0, 1], standard-deviation: 1}"
      ).replacing("tsc", with: "ucb1"))
    #expect(throws: NoLowerBound.self) { try ExperimentBounds(normal, discount: 0.9) }
  }
}
