import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Which mistakes a study notices")
struct PowerStudyTests {
  /// ε-greedy with its regret measured by the program itself, to a precision of `deviation` for one
  /// of 100 runs.
  private func power(deviation: Double) throws -> PowerStudy {
    func text(_ mean: Double) -> String {
      """
      name: study
      seed: 4
      horizon: 200
      replications: 200
      environment: {kind: bernoulli, means: [0.2, 0.8]}
      policies: [{label: greedy, kind: epsilon-greedy, epsilon: 0.4}]
      references:
        - {policy: greedy, metric: regret, mean: \(mean), standard-deviation: \(deviation),
           replications: 100, source: s}
      """
    }
    let measured = try read(text(1)).run(jobs: 1)
    let mean = try #require(measured.cells.first?.final[.pseudoRegret]?.mean)
    return try PowerStudy(
      read(text(mean)), folder: URL(fileURLWithPath: "."), run: { try $0.run(jobs: 1) })
  }

  @Test("A sharp reference notices a moved parameter, another policy, other arms and horizons")
  func sharp() throws {
    let study = try power(deviation: 0)
    func outcome(_ text: String) throws -> PowerStudy.Outcome {
      try #require(study.outcomes.first { $0.text == text })
    }
    for text in [
      "greedy: epsilon 0.4 → 0.5", "greedy: thompson in its place", "horizon + 10 %",
      "horizon − 10 %", "bernoulli: means [0.2, 0.8] → [0.25, 1]",
    ] {
      let one = try outcome(text)
      #expect(one.noticed?.verdict == .misses && one.count == 1 && !one.isHarmless, "\(text)")
      #expect((one.noticed?.z ?? 0).magnitude > 4, "\(text)")
    }
    // The form of the search changes no number: there is nothing to notice.
    let search = try outcome("greedy: search automatic → scan")
    #expect(search.isHarmless && search.noticed == nil)
    #expect(!study.survivors.contains("greedy: search automatic → scan"))
  }

  @Test("A blunt reference lets them pass, and the report names them but for those with a reason")
  func blunt() throws {
    let study = try power(deviation: 1e4)
    #expect(study.survivors.contains("greedy: epsilon 0.4 → 0.5"))
    #expect(study.outcomes.allSatisfy { $0.noticed == nil })
    let report = PowerReport(study, reasons: ["greedy: epsilon 0.4 → 0.5": "by design"])
    #expect(!report.unexplained.contains("greedy: epsilon 0.4 → 0.5"))
    #expect(report.unexplained.count == study.survivors.count - 1)
    let text = report.plain()
    #expect(text.contains("nothing: by design") && text.contains("NOTHING"))
    #expect(text.contains("changes no result"))
    #expect(
      text.hasSuffix("0 of \(study.survivors.count) mistakes that change results are noticed"))
  }
}
