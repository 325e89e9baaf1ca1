import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("The summary of several environments")
struct ResultSummaryTests {
  /// Regrets by environment and policy, one value for each replication.
  private func result(
    _ regrets: [(environment: String, policies: [(String, [Double])])], horizons: [Int] = [3000]
  ) -> ResultSet {
    let cells = regrets.enumerated().flatMap { index, environment in
      environment.policies.map { policy, values in
        ResultSet.Cell(
          environment.environment, policy, horizon: horizons[min(index, horizons.count - 1)],
          rounds: [], values: [.pseudoRegret: values])
      }
    }
    return ResultSet(
      named: "made-up", title: "Made up", seed: 1, replications: 10, cells: cells)
  }

  private static let low = [10.0, 11, 12, 9, 8, 10, 11, 12, 9, 8]
  private static let high = low.map { $0 + 10 }
  /// Nearly the low values: which is better cannot be told.
  private static let similar = low.enumerated().map { $0 % 2 == 0 ? $1 + 1 : $1 - 0.9 }
  private static let none = low.map { _ in 0.0 }

  @Test("Controls stand beside their environments, and supported minima are marked")
  func across() {
    let report = ResultReport(
      result([
        ("needle", [("ucb", Self.low), ("Thompson", Self.high), ("oracle", Self.none)]),
        ("hay", [("ucb", Self.low), ("Thompson", Self.similar), ("oracle", Self.none)]),
        ("needle, permuted", [("ucb", Self.high), ("Thompson", Self.low), ("oracle", Self.none)]),
      ]))
    #expect(
      report.plain() == """
        Made up
        made-up · seed 1 · 10 replications · horizon 3,000

        Mean pseudo regret after 3,000 rounds, in brackets the standard error of its last digits
        policy      needle  permuted      hay
        ────────  ────────  ────────  ───────
        ucb       10.0(5)*  20.0(5)   10.0(5)
        Thompson  20.0(5)   10.0(5)*  10.1(6)
        oracle     0.0(0)    0.0(0)    0.0(0)

        - marked *: lower than every other policy in its environment, except policies without \
        regret: paired tests at 5 %, Holm's correction over the whole table
        - permuted: the same arms, assigned at random to clusters of the same sizes
        """)
    #expect(report.hidesDetails)
    let detailed = ResultReport(
      result([("a", [("p", Self.low)]), ("b", [("p", Self.high)])]), isDetailed: true)
    #expect(!detailed.hidesDetails)
    #expect(detailed.document.tables.count == 3)
  }

  @Test("Where nothing is better for sure nothing is marked, and nothing is said of marks")
  func unmarked() {
    let made = result(
      [
        ("a", [("ucb", Self.low), ("Thompson", Self.similar)]),
        ("b", [("ucb", [1]), ("Thompson", [2])]), ("c", [("ucb", Self.low)]),
      ], horizons: [3000, 5])
    let plain = ResultReport(made).plain()
    #expect(!plain.contains("*"))
    #expect(plain.contains("\nMean pseudo regret, in brackets"))
    #expect(plain.hasSuffix("\nThompson  10.1(6)  2(–)"))
  }

  @Test("A test must hold against every rival, with Holm's correction over the whole table")
  func everyRival() {
    // Seven replications: p = 2/128 against each of the others, enough for three tests and not for
    // four.
    let low = (0..<7).map { Double($0) }
    func marks(_ rivals: Int, _ environments: Int) -> Bool {
      let policies = [("best", low)] + (0..<rivals).map { ("p\($0)", low.map { $0 + 5 }) }
      let report = ResultReport(result((1...environments).map { ("e\($0)", policies) }))
      return report.plain().contains("*")
    }
    #expect(marks(1, 2) && marks(1, 3) && !marks(1, 4) && !marks(2, 2))
  }

  @Test("Many environments stand below each other")
  func down() {
    let plain = ResultReport(
      result(
        (1...5).map { ("e, permuted, n = \($0)", [("ucb", Self.low), ("x|y", Self.high)]) })
    ).plain()
    #expect(
      plain.contains(
        """
        environment              ucb      x|y
        ──────────────────  ────────  ───────
        e, permuted, n = 1  10.0(5)*  20.0(5)
        """))
  }

  @Test("Published values of hidden tables are listed")
  func published() throws {
    let text = """
      name: p
      horizon: 20
      replications: 5
      environments:
        - {label: a, kind: bernoulli, means: [0, 1]}
        - {label: b, kind: bernoulli, means: [0, 1]}
      policies: [{kind: random}, {kind: oracle}]
      published:
        - {environment: b, policy: oracle, metric: reward, mean: 20, replications: 5, source: s}
      """
    let result = try read(text).run(jobs: 1)
    let summary = ResultReport(result).document
    #expect(summary.tables.map(\.title).last == "Published values")
    #expect(summary.tables.last?.rows.count == 1)
    let detailed = ResultReport(result, isDetailed: true).document
    #expect(detailed.tables.count == 3)
    #expect(detailed.tables.last?.columns.map(\.key).contains("reward_published") == true)
  }
}
