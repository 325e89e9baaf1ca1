import ClusterBandit
import Randomness
import Testing

@testable import BanditExperiments

@Suite("Policies over all environments")
struct AggregateComparisonTests {
  /// Values by environment and policy, one for each replication.
  private func result(
    _ regrets: [(environment: String, policies: [(String, [Double])])],
    metric: Metric = .pseudoRegret
  ) -> ResultSet {
    let cells = regrets.flatMap { environment, policies in
      policies.map { policy, values in
        var all: [Metric: [Double]] = [.pseudoRegret: values]
        all[metric] = values
        return ResultSet.Cell(environment, policy, horizon: 10, rounds: [], values: all)
      }
    }
    return ResultSet(
      named: "made-up", title: "Made up", seed: 3,
      replications: regrets[0].policies[0].1.count, cells: cells)
  }

  private func aggregate(_ result: ResultSet, _ metric: Metric = .pseudoRegret)
    -> AggregateComparison
  {
    var selection = ComparisonSelection()
    selection.metric = metric
    return AggregateComparison(result, selection)
  }

  /// Two environments of four replications whose best means are 2 and 10.
  private static let regrets: [(environment: String, policies: [(String, [Double])])] = [
    ("a", [("x", [1, 2, 2, 3]), ("y", [4, 4, 8, 8]), ("z", [2, 2, 2, 18])]),
    ("b", [("x", [20, 20, 30, 50]), ("y", [5, 10, 10, 15]), ("z", [20, 20, 40, 40])]),
  ]

  private static func eighths(_ counts: Int...) -> [Double] { counts.map { Double($0) / 8 } }

  @Test("Ranks, interquartile means and profiles by hand")
  func byHand() {
    let one = aggregate(result(Self.regrets))
    #expect(one.environments == ["a", "b"] && one.replications == 4)
    #expect(one.rows.map(\.policy) == ["x", "y", "z"])
    // Means 2, 6, 6 and 30, 10, 30: equal ones share ranks 2 and 3.
    #expect(one.rows.map(\.meanRank.value) == [1.75, 1.75, 2.5])
    // x: ½ 1 1 1½ and 2 2 3 5, without the two lowest and the two highest of eight.
    let means = one.rows.map { $0.interquartileMean?.value }
    #expect(means == [1.625, 1.625, 2.25])
    #expect(AggregateComparison.factors == [1, 1.5, 2, 4])
    let shares = one.rows.map { $0.shares.map(\.value) }
    #expect(shares[0] == Self.eighths(3, 4, 6, 7))
    #expect(shares[1] == Self.eighths(3, 4, 6, 8))
    #expect(shares[2] == Self.eighths(3, 3, 5, 7))
  }

  /// Two environments whose best means are 3 and 2, where more is better.
  private static let rewards: [(environment: String, policies: [(String, [Double])])] = [
    ("a", [("x", [4, 4, 2, 2]), ("y", [1, 1, 0.5, 0.5])]),
    ("b", [("x", [1, 1, 1, 1]), ("y", [2, 2, 2, 2])]),
  ]

  @Test("Where a higher value is better the highest mean is the scale, and 1/τ the bound")
  func higherIsBetter() throws {
    let one = aggregate(result(Self.rewards, metric: .reward), .reward)
    #expect(one.rows.map(\.meanRank.value) == [1.5, 1.5])
    // x over 3 and 2: 4/3 4/3 2/3 2/3 ½ ½ ½ ½.
    let mean = try #require(one.rows[0].interquartileMean).value
    #expect((mean - 7.0 / 12).magnitude < 1e-15)
    let shares = one.rows.map { $0.shares.map(\.value) }
    #expect(shares[0] == Self.eighths(2, 4, 8, 8))
    #expect(shares[1] == Self.eighths(4, 4, 4, 6))
  }

  @Test("The order of policies changes nothing")
  func policyOrder() {
    let forth = aggregate(result(Self.regrets))
    let back = aggregate(result(Self.regrets.map { ($0.environment, $0.policies.reversed()) }))
    #expect(back.rows == forth.rows.reversed())
  }

  @Test("An environment that is told twice changes nothing, intervals included")
  func duplicates() throws {
    let one = aggregate(result(Self.regrets))
    let twice = aggregate(
      result(Self.regrets + Self.regrets.map { ($0.environment + "'", $0.policies) }))
    #expect(twice.environments.count == 4)
    var compared = 0
    for (a, b) in zip(one.rows, twice.rows) {
      let left = [a.meanRank, a.interquartileMean].compactMap(\.self) + a.shares
      let right = [b.meanRank, b.interquartileMean].compactMap(\.self) + b.shares
      for (a, b) in zip(left, right) {
        let (one, two) = (try #require(a.interval), try #require(b.interval))
        #expect((a.value - b.value).magnitude < 1e-12)
        #expect((one.low - two.low).magnitude < 1e-12)
        #expect((one.high - two.high).magnitude < 1e-12)
        compared += 1
      }
    }
    #expect(compared == 3 * 6)
  }

  @Test("Weights count a replication several times, as if it stood there so often")
  func weights() {
    let byPolicy = (0..<3).map { policy in Self.regrets.map { $0.policies[policy].1 } }
    let weighted = Aggregates(
      byPolicy, factors: AggregateComparison.factors, isBetterLower: true
    ).measures(of: [3, 0, 0, 1])
    // Means 1.5, 5, 6 and 27.5, 7.5, 25.
    #expect(weighted.map { $0[0] } == [2, 1.5, 2.5])
    // The scales are 1.5 and 7.5, those of the weighted means: x has ⅔ ⅔ ⅔ 2 and 2⅔ 2⅔ 2⅔ 6⅔.
    #expect((weighted[0][1] - 2).magnitude < 1e-15)
    #expect(Array(weighted[0].dropFirst(2)) == Self.eighths(3, 3, 4, 7))
  }

  @Test("A quarter, rounded down, is left out at either end; a best mean of 0 is no scale")
  func trimming() {
    func means(_ values: [[[Double]]], _ weights: [Int]) -> [Double] {
      Aggregates(values, factors: [1], isBetterLower: true).measures(of: weights).map { $0[1] }
    }
    // Scale 2: ½ ½ 2, of which none is left out, and 1½ 1½ 1½.
    #expect(means([[[1, 1, 4]], [[3, 3, 3]]], [1, 1, 1]) == [1, 1.5])
    // With 1 1 1 of a second environment one is left out at either end: (½ + 1 + 1 + 1)/4.
    #expect(
      means([[[1, 1, 4], [2, 2, 2]], [[3, 3, 3], [3, 3, 3]]], [1, 1, 1]) == [0.875, 1.5])
    // The first replication twice: its best mean is 0, and the scale of both, 2, stands in.
    #expect(means([[[0, 4]], [[6, 6]]], [2, 0]) == [0, 3])
  }

  @Test("Intervals are those of the mean where nothing but the mean is resampled")
  func intervals() throws {
    // One policy within the factor in a share of 30 of 100 replications: its share is binomial.
    let x = (0..<100).map { $0 < 30 ? 0.5 : 20.0 }
    let y = Array(repeating: 10.0, count: 100)
    let policies = [("x", x), ("y", y)]
    let one = aggregate(result(["a", "b"].map { ($0, policies) }))
    let share = one.rows[0].shares[0]
    #expect(one.resamples == 2000)
    #expect(share.value == 0.3)
    // ± 1.96 √(0.3 · 0.7/100): resampling each environment alone would have it narrower by √2.
    let half = 0.0898
    let interval = try #require(share.interval)
    #expect((interval.low - (0.3 - half)).magnitude < 0.02)
    #expect((interval.high - (0.3 + half)).magnitude < 0.02)
    #expect(one == aggregate(one.result))
  }

  @Test("What is no rival is left out and named, and without a scale there are ranks alone")
  func leftOut() {
    let none: [Double] = [0, 0, 0, 0]
    let regrets = Self.regrets.map { ($0.environment, $0.policies + [("oracle", none)]) }
    let one = aggregate(result(regrets + [("c", [("x", [1, 1, 1, 1]), ("y", none)])]))
    #expect(one.missing == ["z", "oracle"] && one.lossless == [])
    #expect(one.unscaled == ["c"])
    #expect(one.rows.map(\.interquartileMean) == [nil, nil])
    let text = AggregateReport(one).plain()
    #expect(text.contains("is not above 0 in c."))
    #expect(text.contains("Left out: z, oracle: not in every environment."))
    let two = aggregate(result(regrets))
    #expect(two.lossless == ["oracle"] && two.rows == aggregate(result(Self.regrets)).rows)
    #expect(AggregateReport(two).plain().contains("Left out: oracle: without regret."))
  }

  @Test("One replication has no intervals")
  func oneReplication() {
    let one = aggregate(
      result([("a", [("x", [1.0]), ("y", [2.0])]), ("b", [("x", [3.0]), ("y", [2.0])])]))
    #expect(one.resamples == 0 && one.rows.allSatisfy { $0.meanRank.interval == nil })
    #expect(one.rows.map(\.meanRank.value) == [1.5, 1.5])
    #expect(AggregateReport(one).plain().contains("use --replications to run more"))
  }

  @Test("For machines there is a row for each policy and measure, under keys that are documented")
  func report() throws {
    let report = AggregateReport(aggregate(result(Self.regrets)))
    let lines = report.csv().split(separator: "\n")
    #expect(
      lines[0]
        == "experiment,seed,policy,measure,factor,metric,value,low,high,level,environments,"
        + "replications,resamples")
    #expect(lines.count == 1 + 3 * 6)
    #expect(lines[1].hasPrefix("made-up,3,x,mean-rank,,pseudo-regret,1.75,"))
    #expect(lines[4].hasPrefix("made-up,3,x,profile,1.5,pseudo-regret,0.5,"))
    #expect(lines[4].hasSuffix(",0.95,2,4,2000"))
    let columns = try #require(report.document.tables.first).columns.map(\.key)
    #expect(columns == AggregateReport.columnKeys)
    #expect(report.document.tables.first?.rows[0][1].text == "1.75")
  }
}
