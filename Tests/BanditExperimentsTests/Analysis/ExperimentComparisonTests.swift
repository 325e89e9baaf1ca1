import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

/// Final values made up by hand.
enum Finals {
  /// Each policy's pseudo-regret by replication; its reward is 100 less that, other metrics are 0.
  ///
  /// - Parameter horizon: of the first environment; others have 100.
  static func values(
    _ policies: [(String, [Double])], environments: [String] = ["e"], horizon: Int = 100
  ) -> ResultSet {
    ResultSet(
      named: "made-up", title: "Made up", seed: 3, replications: policies[0].1.count,
      cells: environments.flatMap { environment in
        policies.map { policy, regrets in
          var values: [Metric: [Double]] = [:]
          for metric in Metric.allCases where !metric.isOptional {
            values[metric] =
              switch metric {
              case .pseudoRegret: regrets
              case .reward: regrets.map { 100 - $0 }
              default: regrets.map { _ in 0 }
              }
          }
          return ResultSet.Cell(
            environment, policy, horizon: environment == environments[0] ? horizon : 100,
            rounds: [environment == environments[0] ? horizon : 100], values: values)
        }
      })
  }

  static func selection(
    _ metric: Metric = .pseudoRegret, _ environments: [String] = [], against: String? = nil,
    level: Double = 0.95
  ) -> ComparisonSelection {
    var selection = ComparisonSelection()
    selection.metric = metric
    selection.environments = environments
    selection.against = against
    selection.level = level
    return selection
  }

  /// Three policies over ten replications: low is 10 below middle, high one above it.
  static let three: [(String, [Double])] = {
    let middle = (0..<10).map { Double(20 + 3 * ($0 * $0 % 7)) }
    return [
      ("low", middle.enumerated().map { $1 - 10 - Double($0 % 3) }), ("middle", middle),
      ("high", middle.enumerated().map { $1 + ($0 < 6 ? 2.0 : -1.5) }),
    ]
  }()
}

@Suite("Comparisons of an experiment")
struct ExperimentComparisonTests {
  private func pairs(_ comparison: ExperimentComparison) -> [String] {
    comparison.environments.flatMap { environment in
      environment.pairs.map { "\(environment.label): \($0.first) - \($0.second)" }
    }
  }

  @Test("All pairs in the order of the file, environment by environment")
  func allPairs() {
    let comparison = ExperimentComparison(
      Finals.values(Finals.three, environments: ["e", "f"]), Finals.selection())
    #expect(
      pairs(comparison) == [
        "e: low - middle", "e: low - high", "e: middle - high", "f: low - middle", "f: low - high",
        "f: middle - high",
      ])
    let one = comparison.environments[0].pairs[0].comparison
    #expect(one.mean == -10.9)
    #expect(one.lower == 10)
    #expect(one.permutationTest == 2.0 / 1024)
  }

  @Test("Against one policy every other one is A, and that one is B")
  func against() {
    let comparison = ExperimentComparison(
      Finals.values(Finals.three, environments: ["e", "f"]),
      Finals.selection(.pseudoRegret, ["f"], against: "middle"))
    #expect(pairs(comparison) == ["f: low - middle", "f: high - middle"])
  }

  @Test("Holm's family is the pairs that are shown")
  func family() {
    let values = Finals.values(Finals.three)
    let all = ExperimentComparison(values, Finals.selection()).environments[0].pairs
    #expect(all.map(\.adjusted) == holm(all.map(\.comparison.permutationTest)))
    #expect(all[0].adjusted == 6.0 / 1024)
    #expect(all[2].adjusted == all[2].comparison.permutationTest)
    let some = ExperimentComparison(values, Finals.selection(against: "middle")).environments[0]
    #expect(some.pairs[0].adjusted == 4.0 / 1024)
    #expect(some.pairs[0].comparison == all[0].comparison)
  }

  @Test("Verdicts follow the mean, the metric's direction and the level")
  func verdicts() {
    let values = Finals.values(Finals.three)
    func verdicts(_ selection: ComparisonSelection) -> [ExperimentComparison.Verdict] {
      ExperimentComparison(values, selection).environments[0].pairs.map(\.verdict)
    }
    #expect(verdicts(Finals.selection()) == [.firstBetter, .firstBetter, .undecided])
    // The reward falls as the regret rises: the same policies are better.
    #expect(verdicts(Finals.selection(.reward)) == [.firstBetter, .firstBetter, .undecided])
    #expect(
      verdicts(Finals.selection(against: "low")) == [.secondBetter, .secondBetter])
    #expect(verdicts(Finals.selection(.stuckFraction)) == [.equal, .equal, .equal])
    // 6/1024 is below 1 % and above 0.1 %.
    #expect(verdicts(Finals.selection(level: 0.99))[0] == .firstBetter)
    #expect(verdicts(Finals.selection(level: 0.999))[0] == .undecided)
    let single = Finals.values([("a", [1]), ("b", [2])])
    #expect(
      ExperimentComparison(single, Finals.selection()).environments[0].pairs[0].verdict
        == .oneReplication)
  }

  @Test("Which metrics are better low", arguments: Metric.allCases)
  func direction(_ metric: Metric) {
    let isLoss =
      metric.rawValue.contains("regret") || [.stuckFraction, .recommendationError].contains(metric)
    #expect(metric.isBetterLower == isLoss)
  }

  @Test("A median that says the opposite of the mean contests the verdict")
  func contested() throws {
    // Of 200 replications 30 lose 100 and 170 gain 1.
    let first = (0..<200).map { $0 < 30 ? 100.0 : 0 }
    let second = first.map { $0 > 0 ? 0.0 : 1 }
    let comparison = ExperimentComparison(
      Finals.values([("a", first), ("b", second)]), Finals.selection())
    let pair = comparison.environments[0].pairs[0]
    #expect(pair.verdict == .secondBetter)
    #expect(pair.comparison.median == -1)
    #expect(pair.isContested)
    #expect(ComparisonReport(comparison).plain().contains("B lower †\n"))
    #expect(ComparisonReport(comparison).plain().contains("\n- † The median says the opposite"))
    let plain = ExperimentComparison(Finals.values(Finals.three), Finals.selection())
    #expect(plain.environments[0].pairs.allSatisfy { !$0.isContested })
    #expect(!ComparisonReport(plain).plain().contains("†"))
  }

  @Test("Other pairs, other orders and other environments leave a pair as it was")
  func independence() throws {
    let many = Finals.three.map { policy, values in
      (policy, values + values.map { $0 * 1.7 } + values.map { $0 - 4 })
    }
    let all = ExperimentComparison(
      Finals.values(many, environments: ["e", "f"]), Finals.selection())
    let two = ExperimentComparison(
      Finals.values([many[0], many[2]], environments: ["f"]), Finals.selection())
    #expect(all.environments[1].pairs[1].comparison == two.environments[0].pairs[0].comparison)
    #expect(two.environments[0].pairs[0].comparison.permutations == 99_999)
  }

  @Test("The terminal's table")
  func plain() {
    let comparison = ExperimentComparison(
      Finals.values(Finals.three), Finals.selection(against: "middle"))
    #expect(
      ComparisonReport(comparison).plain() == """
        Made up
        made-up · seed 3 · 10 replications · horizon 100

        e: pseudo regret of A minus that of B
        A     B         mean     95 % interval  median     95 % interval  A better  sign p  flip p  \
        Holm p  verdict
        ────  ──────  ──────  ────────────────  ──────  ────────────────  ────────  ──────  ──────  \
        ──────  ─────────
        low   middle  -10.90  [-11.53, -10.27]  -11.00  [-12.00, -10.00]      1.00  0.0020  0.0020  \
        0.0039  A lower
        high  middle    0.60     [-0.69, 1.89]    2.00     [-1.50, 2.00]      0.40  0.7539  0.3457  \
        0.3457  undecided

        - Differences are within replications: both policies play the same instance with the same \
        reward draws, and lower is better.
        - Intervals: of the mean by Student's t; of the median by order statistics, right for any law.
        - sign p: exact sign test; flip p: sign-flip permutation test of the mean, all patterns counted.
        - Holm p: flip p corrected for all pairs of its table; the verdict says which policy has the \
        lower mean where Holm p ≤ 5 %.
        """)
  }

  @Test("Ties have a column, swept horizons a heading, one replication a remark")
  func oddities() {
    var values = [("a|b", [1.0, 2, 3, 4]), ("c", [1.0, 2, 5, 6])]
    let ties = ComparisonReport(
      ExperimentComparison(
        Finals.values(values, environments: ["e", "f"], horizon: 5000),
        Finals.selection(.reward, level: 0.9)))
    #expect(ties.plain().contains("e: reward of A minus that of B after 5,000 rounds\n"))
    #expect(ties.plain().contains("  90 % interval  "))
    #expect(ties.plain().contains("  A better  equal  "))
    #expect(ties.plain().contains("      0.50   0.50  0.5000  0.5000  0.5000  undecided\n"))
    #expect(ties.plain().contains("exact sign test without ties;"))
    #expect(ties.plain().contains("and higher is better"))
    #expect(ties.plain().contains("Holm p ≤ 10 %."))
    #expect(ties.markdown().contains("| a\\|b | c  | "))
    #expect(ties.markdown().hasPrefix("## Made up\n\nmade-up · "))
    values = [("a", [1]), ("b", [3])]
    let one = ComparisonReport(ExperimentComparison(Finals.values(values), Finals.selection()))
    #expect(one.plain().contains("-2.0              –    -2.0              –      1.00  1.0000"))
    #expect(one.plain().contains("  one replication\n"))
    #expect(one.plain().hasSuffix("use --replications to run more."))
  }

  @Test("The CSV file and the JSON object hold the same numbers")
  func machineReadable() throws {
    let comparison = ExperimentComparison(
      Finals.values([("a, \"x\"", [1, 2, 6]), ("b", [0, 2, 4])]), Finals.selection())
    let report = ComparisonReport(comparison)
    #expect(
      report.csv() == """
        experiment,seed,environment,a,b,metric,round,mean,standard_error,low,high,interval,median,\
        median_low,median_high,median_coverage,sign_p,permutation_p,holm_p,level,a_lower,b_lower,equal,\
        patterns,replications,better
        made-up,3,e,"a, ""x\""",b,pseudo-regret,100,1.0,0.5773502691896258,\
        \(comparison.environments[0].pairs[0].comparison.interval?.low ?? 0),\
        \(comparison.environments[0].pairs[0].comparison.interval?.high ?? 0),t,1.0,,,,0.5,0.5,0.5,\
        0.95,0,2,1,,3,undecided

        """)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.jsonObject().utf8)) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "comparisons", "experiment", "horizon", "level", "metric", "replications", "seed",
        "streams", "title",
      ])
    let pair = try #require((object["comparisons"] as? [[String: Any]])?.first)
    let header = report.csv().split(separator: "\n")[0].split(separator: ",").dropFirst(2)
    #expect(pair.keys.sorted() == header.map(String.init).sorted())
    #expect(pair["standard_error"] as? Double == 0.5773502691896258)
    #expect(pair["median_low"] is NSNull && pair["patterns"] is NSNull)
  }

  @Test("What cannot be compared is said with a hint")
  func problems() throws {
    let layout = ComparisonSelection.Layout(
      Finals.values(Finals.three, environments: ["needle", "haystack"]))
    func problems(_ selection: ComparisonSelection) -> [String] { selection.problems([layout]) }
    #expect(problems(Finals.selection()) == [])
    #expect(problems(Finals.selection(.reward, ["needle"], against: "high")) == [])
    #expect(
      problems(Finals.selection(.reward, ["nedle", "zebra"])) == [
        "there is no environment 'nedle'; did you mean 'needle'?",
        "there is no environment 'zebra'; the environments are needle, haystack",
      ])
    #expect(
      problems(Finals.selection(.reward, ["needle"], against: "midle")) == [
        "the environment 'needle' of 'made-up' has no policy 'midle'; did you mean 'middle'?"
      ])
    let experiment = ComparisonSelection.Layout(try readPlan(Study.text(6, "title: One")))
    #expect(
      Finals.selection().problems([experiment]) == [
        "the environment 'bernoulli' of 'study' has one policy; a comparison needs two"
      ])
    let crowd = ComparisonSelection.Layout(Finals.values((0..<143).map { ("p\($0)", [1]) }))
    #expect(
      Finals.selection().problems([crowd]) == [
        "the environment 'e' of 'made-up' has 10,153 pairs of policies, and at most 10,000 are "
          + "compared; choose one with --against"
      ])
    #expect(Finals.selection(against: "p7").problems([crowd]) == [])
  }

  @Test("Restricted to an environment an experiment gives the same values there")
  func restricted() throws {
    let text = """
      name: pair
      horizon: 40
      replications: 5
      environments:
        - {label: x, kind: needle, arms: 6, clusters: 2}
        - {label: y, kind: bernoulli, means: [0.4, 0.6]}
      policies: [{kind: random}, {kind: thompson}]
      """
    let plan = try readPlan(text)
    let selection = Finals.selection(.pseudoRegret, ["y"])
    let all = ExperimentComparison(try Experiment(plan).run(jobs: 1), selection)
    let restricted = selection.restricted(plan)
    let part = ExperimentComparison(try Experiment(restricted).run(jobs: 1), selection)
    #expect(restricted.problems.map(\.label) == ["y"])
    #expect(part.environments == all.environments)
    #expect(part.environments.map(\.label) == ["y"])
  }
}
