import ClusterBandit
import Foundation
import Randomness
import Testing

@testable import BanditExperiments

@Suite("Reports")
struct ReportTests {
  /// A result with round numbers: two policies on one environment, values by replication.
  private func result(
    _ rewards: [(policy: String, values: [Double])], published: [TargetMean] = [],
    environment: String = "coin"
  ) -> ResultSet {
    let cells = rewards.map { policy, values in
      var all: [Metric: [Double]] = [:]
      for metric in Metric.allCases where !metric.isOptional {
        all[metric] =
          switch metric {
          case .reward: values
          case .pseudoRegret: values.map { 10 - $0 }
          case .realisedRegret: values.map { 8 - $0 }
          case .bestArmShare, .bestClusterShare: values.map { $0 / 16 }
          case .stuckFraction: values.map { $0 > 4 ? 0.0 : 1.0 }
          case .logBayesFactor, .discountedReward, .discountedRegret: []
          case .simpleRegret, .recommendationError, .adjustedRegret: []
          }
      }
      return ResultSet.Cell(environment, policy, horizon: 16, rounds: [8, 16], values: all)
    }
    return ResultSet(
      named: "demo", title: "A demonstration", seed: 7, replications: rewards[0].values.count,
      cells: cells, targets: published.map { .published($0) })
  }

  @Test("The table for a terminal")
  func plain() {
    let report = ResultReport(result([("ucb", [4, 6]), ("Thompson ε", [7, 7])])).plain()
    #expect(
      report == """
        A demonstration
        demo · seed 7 · 2 replications · horizon 16

        coin: the oracle earns 8.00
        policy      pseudo regret  ± s.e.  median  5 %  95 %   best arm     stuck
        ──────────  ─────────────  ──────  ──────  ───  ────  ─────────  ────────
        ucb                   5.0     1.0     5.0  4.1   5.9  0.312(62)  0.50(50)
        Thompson ε            3.0     0.0     3.0  3.0   3.0  0.438(0)   0.00(0)
        """)
  }

  @Test("The table in Markdown, with published values and bars in labels")
  func markdown() {
    let published = [
      TargetMean(
        environment: "coin", policy: "a|b", metric: .reward, round: 16, mean: 5.5,
        standardDeviation: 3, replications: 9, source: "s"),
      TargetMean(
        environment: "coin", policy: "a|b", metric: .reward, round: 8, mean: 50,
        standardDeviation: nil, replications: 4, source: "s"),
    ]
    let report = ResultReport(result([("a|b", [4, 6]), ("c", [7, 7])], published: published))
    #expect(
      report.markdown() == """
        ## A demonstration

        demo · seed 7 · 2 replications · horizon 16

        ### coin: the oracle earns 8.00

        | policy | reward | ± s.e. | published |     z | verdict | pseudo regret | ± s.e. | \
        median | 5 % | 95 % |  best arm |    stuck |
        | :----- | -----: | -----: | --------: | ----: | :------ | ------------: | -----: | \
        -----: | --: | ---: | --------: | -------: |
        | a\\|b   |    5.0 |    1.0 |       5.5 | -1.77 | agrees  |           5.0 |    1.0 | \
           5.0 | 4.1 |  5.9 | 0.312(62) | 0.50(50) |
        | c      |    7.0 |    0.0 |           |       |         |           3.0 |    0.0 | \
           3.0 | 3.0 |  3.0 | 0.438(0)  | 0.00(0)  |

        ### Other published values

        | environment | policy | metric | round | measured | ± s.e. | 5 % | 95 % | published | ± s.e. of it \
        |      z | verdict |
        | :---------- | :----- | :----- | ----: | -------: | -----: | --: | ---: | --------: | -----------: \
        | -----: | :------ |
        | coin        | a\\|b   | reward |     8 |    -1.00 |   1.00 |   – |    – |        50 |         0.71 \
        | -41.64 | DIFFERS |

        1 of 2 published values agree (|z| ≤ 3; z by way of the pseudo-regret, which has less \
        noise; medians and quantiles are of the pseudo-regret)
        """)
  }

  @Test("Every column that a report shows can be asked for by its key")
  func keys() throws {
    let text = """
      name: keys
      horizon: 20
      replications: 4
      environments:
        - {label: a, kind: bernoulli, means: [0.1, 0.5, 0.9], clusters: [[0, 1], [2]]}
        - {label: b, kind: needle, arms: 4, clusters: 2}
      evidence: true
      recommend: most-pulled
      policies: [{kind: thompson}, {kind: hierarchical-thompson}]
      published:
        - {environment: a, policy: thompson, metric: reward, mean: 9, replications: 5, source: s}
        - {environment: a, policy: thompson, metric: best-arm-share, mean: 9, \
      replications: 5, source: s}
      claims:
        - {claim: c, of: {environment: a, policy: thompson}, \
      to: {environment: b, policy: thompson}, above: 1, source: s}
      """
    let experiment = try read(text)
    let result = try experiment.run(jobs: 1)
    let trace = try TraceReport(
      experiment, problem: experiment.problems[0], policy: 1,
      rounds: 1, number: 0)
    let comparison = ExperimentComparison(result, ComparisonSelection())
    let bounds = try ExperimentBounds(experiment)
    let reports: [(report: (any Report)?, keys: [String])] = [
      (
        ResultReport(result, isDetailed: true, hasCurves: true, hasTails: true),
        ResultReport.columnKeys
      ),
      (StudyReport(result), StudyReport.columnKeys),
      (SeedSurvey([result]), SeedSurvey.columnKeys),
      (ComparisonReport(comparison), ComparisonReport.columnKeys),
      (BoundsReport(bounds), BoundsReport.columnKeys),
      (BoundCurves(bounds), BoundCurves.columnKeys), (trace, TraceReport.columnKeys),
    ]
    var columns = 0
    for (report, keys) in reports {
      // The summary has environments for columns and is cut where it is too wide.
      for table in try #require(report).document.tables where table.overflow != .cuts {
        for column in table.columns {
          #expect(keys.contains(column.key), "\(column.key)")
          columns += 1
        }
      }
    }
    #expect(columns > 70)
  }

  @Test("One replication has no standard error: a dash, an empty field, null")
  func oneReplication() throws {
    let one = result([("p", [4])])
    let row = try #require(ResultReport(one).plain().split(separator: "\n").last)
    #expect(
      row.split(separator: " ") == ["p", "6.0", "–", "6.0", "6.0", "6.0", "0.250(–)", "1.00(–)"])
    #expect(ResultReport(one).plain().contains("· 1 replication ·"))
    let csv = one.csv().split(separator: "\n")
    #expect(csv[3] == "demo,7,coin,p,reward,16,4.0,,,4.0,4.0,4.0,4.0,4.0,1,4.0,4.0,0.0,4.0,")
    let json = ResultJSON.text([one])
    #expect(json.contains("\"standard_error\":null"))
    #expect(json.contains("\"standard_deviation\":null"))
  }

  @Test("The CSV file: every metric at the horizon, names quoted where they must be")
  func csv() {
    let result = result([("a, \"b\"", [4, 6])], environment: "x\ny")
    #expect(
      result.csv() == """
        experiment,seed,environment,policy,metric,round,mean,standard_error,standard_deviation,\
        q05,q25,median,q75,q95,replications,min,max,m2,cvar95,cvar95_standard_error
        demo,7,"x\ny","a, ""b\""",pseudo-regret,16,5.0,1.0,1.4142135623730951,\
        4.1,4.5,5.0,5.5,5.9,2,4.0,6.0,2.0,6.0,
        demo,7,"x\ny","a, ""b\""",realised-regret,16,3.0,1.0,1.4142135623730951,\
        2.1,2.5,3.0,3.5,3.9,2,2.0,4.0,2.0,4.0,
        demo,7,"x\ny","a, ""b\""",reward,16,5.0,1.0,1.4142135623730951,\
        4.1,4.5,5.0,5.5,5.9,2,4.0,6.0,2.0,6.0,
        demo,7,"x\ny","a, ""b\""",best-arm-share,16,0.3125,0.0625,0.08838834764831845,\
        0.25625,0.28125,0.3125,0.34375,0.36875,2,0.25,0.375,0.0078125,0.375,
        demo,7,"x\ny","a, ""b\""",best-cluster-share,16,0.3125,0.0625,0.08838834764831845,\
        0.25625,0.28125,0.3125,0.34375,0.36875,2,0.25,0.375,0.0078125,0.375,
        demo,7,"x\ny","a, ""b\""",stuck-fraction,16,0.5,0.5,0.7071067811865476,\
        0.05,0.25,0.5,0.75,0.95,2,0.0,1.0,0.5,1.0,

        """)
    let curves = result.curvesCSV().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(curves.count == 1 + 2 * 10 + 1)
    #expect(
      curves[2]
        == "y\",\"a, \"\"b\"\"\",pseudo-regret,8,5.0,1.0,1.4142135623730951,,,,,,2,4.0,6.0,2.0")
  }

  @Test("The JSON object has the documented keys, and numbers that read back")
  func json() throws {
    let published = TargetMean(
      environment: "coin", policy: "p", metric: .reward, round: 16, mean: 5.5,
      standardDeviation: 3, replications: 9, source: "s/t")
    let text = ResultJSON.text([result([("p", [4, 6])], published: [published])])
    #expect(text.hasPrefix("{\"schema\": 2, \"experiments\": [\n{\n\"experiment\": \"demo\",\n"))
    #expect(text.hasSuffix("}\n"))
    #expect(text.contains("\"s/t\""))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document.keys.sorted() == ["experiments", "schema", "sha256"])
    let object = try #require((document["experiments"] as? [[String: Any]])?.first)
    #expect(
      object.keys.sorted() == [
        "checks", "constants", "curves", "experiment", "finals", "manifest", "notes", "partial",
        "plan", "remarks", "replications", "results", "seed", "streams", "title",
      ])
    #expect(object["experiment"] as? String == "demo")
    #expect(object["seed"] as? Int == 7)
    #expect(object["streams"] as? Int == StreamVersion.current)
    #expect(text.contains("\n\"notes\": [],\n"))
    let manifest = try #require(object["manifest"] as? [String: Any])
    #expect(
      manifest.keys.sorted() == [
        "blas", "commit", "modified", "plan_sha256", "program", "streams", "swift",
      ])
    #expect(manifest["blas"] is NSNull)
    let results = try #require(object["results"] as? [[String: Any]])
    #expect(results.count == 6)
    #expect(
      results[0].keys.sorted() == [
        "cvar95", "cvar95_standard_error", "environment", "m2", "max", "mean", "median", "metric",
        "min", "policy", "q05", "q25",
        "q75", "q95", "replications", "round", "standard_deviation", "standard_error",
      ])
    #expect(results[2]["metric"] as? String == "reward")
    #expect(results[2]["standard_deviation"] as? Double == 2.0.squareRoot())
    let curves = try #require(object["curves"] as? [[String: Any]])
    #expect(curves.count == 10)
    #expect(
      curves[0].keys.sorted() == [
        "environment", "m2", "max", "mean", "median", "metric", "min", "policy", "q05", "q25",
        "q75",
        "q95", "replications", "round",
        "standard_deviation", "standard_error",
      ])
    #expect(curves.allSatisfy { $0["median"] is NSNull })
    #expect(curves.map { $0["round"] as? Int }.prefix(3) == [8, 16, 8])
    let finals = try #require(object["finals"] as? [[String: Any]])
    #expect(finals.count == 6)
    #expect(finals[2].keys.sorted() == ["environment", "metric", "policy", "values"])
    #expect(finals[2]["values"] as? [Double] == [4, 6])
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(
      checks[0].keys.sorted() == [
        "above", "below", "kind", "measured", "source", "standard_error", "subject", "target",
        "target_standard_error", "tolerance", "verdict", "z",
      ])
    #expect(checks[0]["target"] as? Double == 5.5)
    #expect(checks[0]["target_standard_error"] as? Double == 1)
    #expect(checks[0]["verdict"] as? String == "agrees")
    let several = ResultJSON.text([result([("p", [4])]), result([("p", [5])])])
    let both = try JSONSerialization.jsonObject(with: Data(several.utf8)) as? [String: Any]
    #expect((both?["experiments"] as? [Any])?.count == 2)
  }

  @Test("Numbers that are not finite are still JSON, CSV and tables")
  func notFinite() throws {
    let odd = result([("p", [.infinity, 1]), ("q", [.nan, -.infinity])])
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(ResultJSON.text([odd]).utf8))
    }
    #expect(odd.csv().split(separator: "\n").count == 13)
    #expect(!ResultReport(odd).plain().isEmpty)
    #expect(!ResultReport(odd).markdown().isEmpty)
  }

  @Test("Fixed decimals: dashes, infinities and no negative zero")
  func numbers() {
    #expect(fixed(1.005, 1) == "1.0")
    #expect(fixed(-0.04, 1) == "0.0")
    #expect(fixed(-0.06, 1) == "-0.1")
    #expect(fixed(nil, 2) == "–")
    #expect(fixed(.nan, 2) == "–")
    #expect(fixed(.infinity, 2) == "∞")
    #expect(fixed(-.infinity, 2) == "−∞")
    #expect(signed(1.234) == "+1.23")
    #expect(signed(-1.236) == "-1.24")
    #expect(signed(0) == "0.00")
    #expect(grouped(0) == "0")
    #expect(grouped(999) == "999")
    #expect(grouped(1000) == "1,000")
    #expect(grouped(-1_234_567) == "-1,234,567")
    #expect(grouped(.min) == "-9,223,372,036,854,775,808")
  }

  @Test("A column shows two digits of its smallest standard error")
  func places() {
    #expect(decimals(forErrors: [12, 3]) == 1)
    #expect(decimals(forErrors: [0.5]) == 2)
    #expect(decimals(forErrors: [nil, 0, 0.04, 7]) == 3)
    #expect(decimals(forErrors: [1e-300]) == 6)
    #expect(decimals(forErrors: []) == 1)
    #expect(decimals(forErrors: [.infinity, .nan]) == 1)
  }

  @Test("A saved result is four complete files")
  func folder() throws {
    let folder = try TemporaryFolder()
    let one = result([("p", [4, 6])])
    let path = folder.url.path + "/deep/er"
    let paths = try ResultFolder(path: path).save(one)
    #expect(
      paths.map { $0.split(separator: "/").last } == [
        "demo.json", "demo.csv", "demo-curves.csv", "demo.md",
      ])
    let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
    #expect(texts[0] == ResultJSON.text([one]))
    #expect(texts[1] == one.csv())
    #expect(texts[2] == one.curvesCSV())
    #expect(texts[3] == ResultReport(one).markdown() + "\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 4)
    #expect(throws: UnwritableFile.self) {
      try ResultFolder(path: folder.write("file", "x")).save(one)
    }
  }
}
