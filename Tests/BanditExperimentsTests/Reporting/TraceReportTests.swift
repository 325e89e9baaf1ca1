import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Traces")
struct TraceReportTests {
  private func report(
    _ environment: String, _ policy: String, rounds: Int = 2, number: Int = 0, horizon: Int = 20
  ) throws -> String? {
    let experiment = try read(
      """
      name: trace
      horizon: \(horizon)
      replications: 4
      environment: \(environment)
      policies: [\(policy)]
      """)
    return try TraceReport(
      experiment, problem: experiment.problems[0], policy: 0,
      rounds: rounds, number: number)?.plain()
  }

  @Test("Observed means: only the pulled arm moves, and there is no posterior to show")
  func observed() throws {
    let text = try report(
      "{kind: bernoulli, means: [1, 0, 1], clusters: [[2, 0], [1]]}", "{kind: ucb1, ties: first}",
      rounds: 3)
    // Positions 0 and 1 are the user's arms 2 and 0, position 2 is arm 1.
    #expect(
      text == """
        bernoulli: ucb1 (ties = first), replication 0
        3 arms in 2 clusters (sizes 2 and 1)

        round 1: arm 2 of cluster 0 paid 1
            arm       θ  pulls  mean before  mean after  change
        ──  ───  ──────  ─────  ───────────  ──────────  ──────
        →     2  1.0000      1            –      1.0000       –
              0  1.0000      0            –           –       –

        0 of 1 siblings moved, and 0 of 1 arms elsewhere

        round 2: arm 0 of cluster 0 paid 1
            arm       θ  pulls  mean before  mean after  change
        ──  ───  ──────  ─────  ───────────  ──────────  ──────
              2  1.0000      1       1.0000      1.0000  0.0000
        →     0  1.0000      1            –      1.0000       –

        0 of 1 siblings moved, and 0 of 1 arms elsewhere

        round 3: arm 1 of cluster 1 paid 0
            arm       θ  pulls  mean before  mean after  change
        ──  ───  ──────  ─────  ───────────  ──────────  ──────
        →     1  0.0000      1            –      0.0000       –

        0 of 0 siblings moved, and 0 of 2 arms elsewhere
        """)
  }

  @Test("Under a model the siblings move too")
  func model() throws {
    let text = try report(
      "{label: two clusters, kind: bernoulli, means: [1, 0, 1], clusters: [[0, 2], [1]]}",
      "{label: HT, kind: hierarchical-thompson}", rounds: 2, number: 17)
    #expect(
      text == """
        two clusters: HT, replication 17
        3 arms in 2 clusters (sizes 2 and 1)

        round 1: arm 2 of cluster 0 paid 1
            arm       θ  pulls  mean before  mean after   change  s.d. before  s.d. after
        ──  ───  ──────  ─────  ───────────  ──────────  ───────  ───────────  ──────────
              0  1.0000      0       0.5000      0.6665  +0.1665       0.3188      0.2719
        →     2  1.0000      1       0.5000      0.7033  +0.2033       0.3188      0.2456

        1 of 1 siblings moved, and 0 of 1 arms elsewhere

        round 2: arm 1 of cluster 1 paid 0
            arm       θ  pulls  mean before  mean after   change  s.d. before  s.d. after
        ──  ───  ──────  ─────  ───────────  ──────────  ───────  ───────────  ──────────
        →     1  0.0000      1       0.5000      0.2967  -0.2033       0.3188      0.2456

        0 of 0 siblings moved, and 0 of 2 arms elsewhere
        """)
  }

  @Test("Gaussian rewards have decimals, and no more rounds are shown than there are")
  func gaussian() throws {
    let text = try #require(
      try report(
        "{kind: gaussian, means: [0.5, -0.25], standard-deviation: 0, clusters: [[0, 1]]}",
        "{kind: ucb, c: 0, ties: first}", rounds: 50, horizon: 3))
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("round ") }
    #expect(
      headings == [
        "round 1: arm 0 of cluster 0 paid 0.5000", "round 2: arm 1 of cluster 0 paid -0.2500",
        "round 3: arm 0 of cluster 0 paid 0.5000",
      ])
  }

  @Test("Indices that are known between bounds are shown, the highest six")
  func indices() throws {
    let clusters = (0..<7).map { "[\(2 * $0), \(2 * $0 + 1)]" }.joined(separator: ", ")
    let text = try #require(
      try report(
        "{kind: bernoulli, means: [\(Array(repeating: "0", count: 14).joined(separator: ", "))], "
          + "clusters: [\(clusters)]}",
        "{kind: cluster-gittins, discount: 0.9, states: 10, ties: first}"))
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("compared: ") }
    try #require(lines.count == 2)
    // Two pulls ahead of two fresh arms: .7127961936 and .7775606069.
    #expect(lines[0].hasPrefix("compared: the index of cluster 0 in [0.7128, 0.7776], 1 in ["))
    #expect(lines[0].hasSuffix(" 5 in [0.7128, 0.7776]; 1 more without a higher lower bound"))
    #expect(lines[1].hasPrefix("compared: the index of cluster 1 in [0."))
    #expect(lines[1].contains("], 6 in [0.") && !lines[1].contains(" 0 in ["))
  }

  @Test("Of a large cluster forty arms are shown, and the pulled one in any case")
  func large() throws {
    let means = Array(repeating: "0.5", count: 50).joined(separator: ", ")
    let arms = (0..<50).map(String.init).joined(separator: ", ")
    let text = try #require(
      try report(
        "{kind: bernoulli, means: [\(means)], clusters: [[\(arms)]]}", "{kind: ucb1, ties: first}",
        rounds: 41, horizon: 60))
    let blocks = text.components(separatedBy: "\nround ").dropFirst().map { block in
      block.split(separator: "\n").dropFirst(3)
    }
    #expect(blocks.count == 41)
    // The table's rows and the line under them.
    #expect(blocks[39].count == 41 && blocks[40].count == 42)
    #expect(
      blocks[39].last
        == "0 of 49 siblings moved, and 0 of 0 arms elsewhere; 10 arms of the cluster are not shown"
    )
    #expect(
      blocks[40].last
        == "0 of 49 siblings moved, and 0 of 0 arms elsewhere; 9 arms of the cluster are not shown")
    #expect(blocks[40].dropLast().last?.hasPrefix("→    40  0.5000      1            –") == true)
  }

  @Test(
    "Policies that keep nothing of single arms, or play with contexts, have no report",
    arguments: [
      ("{kind: bernoulli, means: [0.4, 0.6]}", "{kind: random}"),
      ("{kind: bernoulli, means: [0.4, 0.6]}", "{kind: oracle}"),
      ("{kind: contextual-clusters}", "{kind: lin-ts}"),
      ("{kind: contextual-clusters}", "{kind: random}"),
    ])
  func nothing(environment: String, policy: String) throws {
    #expect(try report(environment, policy) == nil)
  }

  @Test("Looking first does not change what is shown, and replications differ")
  func repeats() throws {
    let (environment, policy) = ("{kind: needle, arms: 12, clusters: 3}", "{kind: tsc}")
    let first = try report(environment, policy, rounds: 5)
    #expect(try report(environment, policy, rounds: 5) == first)
    #expect(try report(environment, policy, rounds: 5, number: 1) != first)
    #expect(first?.components(separatedBy: "\nround ").count == 6)
  }

  @Test("An instance that does not fit in memory is refused before it is drawn")
  func memory() throws {
    #expect(throws: InsufficientMemory.self) {
      try report("{kind: needle, arms: 2147483647}", "{kind: thompson}")
    }
  }
}
