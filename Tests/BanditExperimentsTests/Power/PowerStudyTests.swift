import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Which mistakes a study notices")
struct PowerStudyTests {
  /// ε-greedy with its regret measured by the program itself, to a precision of `deviation` for one
  /// of 100 runs, and a policy of which next to nothing is known.
  private func power(
    deviation: Double, draw: PowerDraw = PowerDraw(), workers: Int = 1
  ) throws -> PowerStudy {
    func text(_ mean: Double) -> String {
      """
      name: study
      seed: 4
      horizon: 200
      replications: 200
      environment: {kind: bernoulli, means: [0.2, 0.8]}
      policies:
        - {label: greedy, kind: epsilon-greedy, epsilon: 0.4}
        - {label: coin, kind: epsilon-greedy, epsilon: 1}
      references:
        - {policy: greedy, metric: regret, mean: \(mean), standard-deviation: \(deviation),
           replications: 100, source: s}
        - {policy: coin, metric: regret, mean: 60, standard-deviation: 1e5,
           replications: 100, source: s}
      """
    }
    let measured = try read(text(1)).run(jobs: 1)
    let mean = try #require(measured.cells.first?.final[.pseudoRegret]?.mean)
    return try PowerStudy(
      read(text(mean)), folder: URL(fileURLWithPath: "."), draw: draw, workers: workers,
      run: { try $0.run(jobs: 1) })
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
      #expect(one.clearest?.verdict == .misses && one.count == 1, "\(text)")
      #expect(one.isNoticed && !one.isHarmless && !one.survives, "\(text)")
      #expect((one.clearest?.z ?? 0).magnitude > 4, "\(text)")
      // A quick look at a tenth of the replications is enough, but for a tenth of the rounds.
      #expect(one.replications == (text.hasPrefix("horizon") ? 200 : 20), "\(text)")
    }
    // Where all pulls are random no tie is broken: that changes no number.
    let ties = try outcome("coin: ties uniform → first")
    #expect(ties.isHarmless && !ties.isNoticed && !ties.survives)
    #expect(!study.survivors.contains("coin: ties uniform → first"))
    // A search is no mistake, whether it changes numbers or not.
    #expect(!study.mistakes.contains { $0.contains("search automatic →") })
  }

  @Test("A blunt reference lets them pass, and the report names them but for those with a reason")
  func blunt() throws {
    let study = try power(deviation: 1e4)
    #expect(study.survivors.contains("greedy: epsilon 0.4 → 0.5"))
    #expect(study.outcomes.allSatisfy { !$0.isNoticed })
    // What survives was played to the end; how clear it was is told.
    let survivor = try #require(study.outcomes.first { $0.text == "greedy: epsilon 0.4 → 0.5" })
    #expect(survivor.replications == 200 && survivor.clearest?.verdict == .passes)
    let report = PowerReport(study, reasons: ["greedy: epsilon 0.4 → 0.5": "by design"])
    #expect(!report.unexplained.contains("greedy: epsilon 0.4 → 0.5"))
    #expect(report.unexplained.count == study.survivors.count - 1)
    let text = report.plain()
    #expect(text.contains("nothing: by design") && text.contains("NOTHING"))
    #expect(text.contains("changes no result"))
    #expect(
      text.hasSuffix(
        "0 of \(study.survivors.count) mistakes that change results are noticed "
          + "(20, then 200 replications)"))
  }

  @Test("Any number of workers finds the same, and a draw tries the same mistakes each time")
  func drawn() throws {
    func told(_ study: PowerStudy) -> [String] {
      study.outcomes.map { "\($0.text): \($0.clearest?.z ?? 0), \($0.replications)" }
    }
    let all = try power(deviation: 40)
    #expect(try told(power(deviation: 40, workers: 3)) == told(all))
    let known = "greedy: thompson in its place"
    let half = try power(deviation: 40, draw: PowerDraw(share: 0.5, number: 1, known: [known]))
    #expect(0 < half.outcomes.count && half.outcomes.count < all.outcomes.count)
    #expect(Set(told(half)).isSubset(of: told(all)) && !half.outcomes.contains { $0.text == known })
    #expect(half.mistakes == all.mistakes && half.mistakes.contains(known))
    let other = try power(deviation: 40, draw: PowerDraw(share: 0.5, number: 2))
    #expect(other.outcomes.map(\.text) != half.outcomes.map(\.text))
  }

  @Test("A claim counts only when all cells of it that a mistake changes have been played")
  func claims() throws {
    // Both sides change alike with the horizon: the ratio of a policy to itself in two equal
    // environments stays near 1, but one side alone with 110 rounds would not.
    let study = try PowerStudy(
      read(
        """
        name: study
        seed: 4
        horizon: 300
        replications: 400
        environments:
          - {label: one, kind: bernoulli, means: [0.2, 0.8]}
          - {label: two, kind: bernoulli, means: [0.2, 0.8], clusters: [[0], [1]]}
        policies: [{kind: random}]
        claims:
          - {claim: equal, of: {environment: one, policy: random}, to: {environment: two},
             above: 0.97, below: 1.03, source: s}
        """), folder: URL(fileURLWithPath: "."), run: { try $0.run(jobs: 1) })
    let longer = try #require(study.outcomes.first { $0.text == "horizon + 10 %" })
    #expect(!longer.isNoticed && !longer.isHarmless && longer.clearest?.kind == .claim)
    let means = try #require(study.outcomes.first { $0.text.hasPrefix("bernoulli: means") })
    #expect(!means.isNoticed)
  }
}
