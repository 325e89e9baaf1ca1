import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Reproductions")
struct ReproductionTests {
  /// A study whose numbers are made up, so that every kind of check passes, misses or is undecided.
  private func result(title: String = "Coins", seed: UInt64 = 4) -> ResultSet {
    let rewards: [(policy: String, values: [Double])] = [
      ("ucb", [4, 6, 5]), ("Thompson, |1|", [7, 9, 8]),
    ]
    let cells = rewards.map { policy, values in
      ResultSet.Cell("coin", policy, horizon: 16, rounds: [8, 16], values: [.reward: values])
    }
    func published(
      _ policy: Int, _ mean: Double, _ deviation: Double?, round: Int = 16,
      _ tolerance: Double? = nil
    ) -> Target {
      .published(
        TargetMean(
          environment: "coin", policy: cells[policy].policy, metric: .reward, round: round,
          mean: mean, standardDeviation: deviation, replications: 16, tolerance: tolerance,
          source: "book 1"))
    }
    func claim(
      _ text: String, _ one: Int, _ other: Int, above: Double? = nil, below: Double? = nil
    ) -> Target {
      .claim(
        Claim(
          text: text, metric: .reward,
          numerator: Claim.Place(environment: "coin", policy: cells[one].policy),
          denominator: Claim.Place(environment: "coin", policy: cells[other].policy),
          above: above, below: below, source: "book 2"))
    }
    func constant(_ value: Double, _ decimals: Int, _ width: Double?) -> Target {
      .constant(
        PublishedConstant(
          environment: "coin", bound: width == nil ? .laiRobbins : .clustered, width: width,
          value: value, decimals: decimals, source: "book 3"))
    }
    return ResultSet(
      named: "coins", title: title, seed: seed, replications: 3, cells: cells,
      targets: [
        published(0, 5.5, 3), published(1, 20, nil, round: 8), published(1, 10, 2, 0.25),
        constant(2.9585, 4, nil), constant(2.8, 1, 0.1),
        claim("Thompson earns more", 1, 0, above: 1),
        claim("less than 1.7 times as much", 1, 0, below: 1.7),
        claim("UCB earns twice as much", 0, 1, above: 2),
      ], constants: [2.958_510_4, 2.958_510_4])
  }

  @Test("The table for a terminal")
  func plain() {
    #expect(
      StudyReport(result()).plain() == """
        Coins
        coins · seed 4 · 3 replications · horizon 16

        check                          measured  ± s.e.     target  ± s.e. of target       z  verdict
        ─────────────────────────────  ────────  ──────  ─────────  ────────────────  ──────  ─────────
        ucb, reward                        5.00    0.58        5.5              0.75   -0.53  agrees
        Thompson, |1|, reward after 8      8.00    0.58         20              0.25  -19.07  DIFFERS
        Thompson, |1|, reward              8.00    0.58  10 ± 25 %              0.50   -2.62  agrees
        Lai–Robbins                      2.9585   exact     2.9585                            agrees
        clustered, w = 0.1               2.9585   exact        2.8                            DIFFERS
        Thompson earns more               1.600   0.069        > 1                     +8.66  holds
        less than 1.7 times as much       1.600   0.069      < 1.7                     +1.24  undecided
        UCB earns twice as much           0.625   0.027        > 2                    -13.86  FAILS

        - 2 published values at the horizon are worth 1.0 independent ones
        """)
  }

  @Test("The table in Markdown")
  func markdown() {
    #expect(
      StudyReport(result()).markdown() == """
        ## Coins

        coins · seed 4 · 3 replications · horizon 16

        | check                           | measured | ± s.e. |    target | ± s.e. of target |      z | \
        verdict   |
        | :------------------------------ | -------: | -----: | --------: | ---------------: | -----: | \
        :-------- |
        | ucb, reward                     |     5.00 |   0.58 |       5.5 |             0.75 |  -0.53 | \
        agrees    |
        | Thompson, \\|1\\|, reward after 8 |     8.00 |   0.58 |        20 |             0.25 | -19.07 | \
        DIFFERS   |
        | Thompson, \\|1\\|, reward         |     8.00 |   0.58 | 10 ± 25 % |             0.50 |  -2.62 | \
        agrees    |
        | Lai–Robbins                     |   2.9585 |  exact |    2.9585 |                  |        | \
        agrees    |
        | clustered, w = 0.1              |   2.9585 |  exact |       2.8 |                  |        | \
        DIFFERS   |
        | Thompson earns more             |    1.600 |  0.069 |       > 1 |                  |  +8.66 | \
        holds     |
        | less than 1.7 times as much     |    1.600 |  0.069 |     < 1.7 |                  |  +1.24 | \
        undecided |
        | UCB earns twice as much         |    0.625 |  0.027 |       > 2 |                  | -13.86 | \
        FAILS     |

        - 2 published values at the horizon are worth 1.0 independent ones
        """)
  }

  @Test("Several environments are named, and one replication is in the singular")
  func places() throws {
    let text = """
      name: places
      horizon: 10
      replications: 1
      environments:
        - {label: a, kind: bernoulli, means: [0.4, 0.6]}
        - {label: b, kind: bernoulli, means: [0.9, 0.8]}
      policies: [{kind: random}]
      constants: [{environment: b, bound: lai-robbins, value: 2.2521, source: s}]
      """
    let report = StudyReport(try read(text).run(jobs: 1)).plain()
    #expect(
      report == """
        places
        places · seed 0 · 1 replication · horizon 10

        check           measured  ± s.e.  target  ± s.e. of target   z  verdict
        ──────────────  ────────  ──────  ──────  ────────────────  ──  ───────
        b: Lai–Robbins    2.2521   exact  2.2521                        agrees
        """)
  }

  @Test("The summary counts each kind and names what did not pass, misses first")
  func summary() {
    var summary = ReproductionSummary()
    #expect(summary.plain().isEmpty)
    summary.add(result().checks, of: "coins")
    #expect(
      summary.plain() == """
        2 of 3 published values agree, 1 of 2 exact constants agree, 1 of 3 claims hold
        - DIFFERS: coins: Thompson, |1|, reward after 8
        - DIFFERS: coins: clustered, w = 0.1
        - FAILS: coins: UCB earns twice as much
        - undecided: coins: less than 1.7 times as much
        """)
    summary.add(result().checks.filter { $0.kind == .constant }, of: "others")
    #expect(
      summary.plain().hasPrefix("2 of 3 published values agree, 2 of 4 exact constants agree, "))
    #expect(summary.misses.map(\.study) == ["coins", "coins", "coins", "others"])
    var other = ReproductionSummary()
    other.add(result().checks.filter { $0.kind == .claim && $0.verdict == .passes }, of: "coins")
    #expect(other.plain() == "1 of 1 claims hold")
    #expect(other.misses.isEmpty && other.undecided.isEmpty)
  }

  @Test("A survey of seeds counts how often each check passes")
  func survey() {
    let survey = SeedSurvey([result(seed: 4), result(seed: 5), result(seed: 6)])
    #expect(
      survey.plain() == """
        Coins
        coins · 3 seeds, 4 to 6

        check                          passes  z of all  mean z  smallest z  largest z
        ─────────────────────────────  ──────  ────────  ──────  ──────────  ─────────
        ucb, reward                    3 of 3     -0.61   -0.53       -0.53      -0.53
        Thompson, |1|, reward after 8  0 of 3    -28.80  -19.07      -19.07     -19.07
        Thompson, |1|, reward          3 of 3     -3.33   -2.62       -2.62      -2.62
        Lai–Robbins                    3 of 3
        clustered, w = 0.1             0 of 3
        Thompson earns more            3 of 3    +15.00   +8.66       +8.66      +8.66
        less than 1.7 times as much    0 of 3     +2.14   +1.24       +1.24      +1.24
        UCB earns twice as much        0 of 3    -24.00  -13.86      -13.86     -13.86

        2 of 8 checks miss with all seeds together; chance alone makes 0.012 (P < 0.001)
        """)
    #expect(survey.isBeyondChance)
    #expect(survey.markdown().hasPrefix("## Coins\n\ncoins · 3 seeds, 4 to 6\n\n| check "))
  }

  @Test("Checks as CSV: one row each, what a kind does not have is empty")
  func csv() {
    #expect(
      StudyReport(result()).csv() == """
        experiment,seed,kind,subject,measured,standard_error,target,target_standard_error,tolerance,above,below,\
        z,verdict,source
        coins,4,published,"ucb, reward",5.0,0.5773502691896258,5.5,0.75,,,,-0.5282705437953742,agrees,book 1
        coins,4,published,"Thompson, |1|, reward after 8",8.0,0.5773502691896258,20.0,0.25,,,,\
        -19.07326594173663,differs,book 1
        coins,4,published,"Thompson, |1|, reward",8.0,0.5773502691896258,10.0,0.5,0.25,,,\
        -2.6186146828319083,agrees,book 1
        coins,4,constant,Lai–Robbins,2.9585104,,2.9585,,,,,,agrees,book 3
        coins,4,constant,"clustered, w = 0.1",2.9585104,,2.8,,,,,,differs,book 3
        coins,4,claim,Thompson earns more,1.6,0.06928203230275516,,,,1.0,,8.660254037844386,holds,book 2
        coins,4,claim,less than 1.7 times as much,1.6,0.06928203230275516,,,,,1.7,1.2371791482634835,\
        undecided,book 2
        coins,4,claim,UCB earns twice as much,0.625,0.02706329386826371,,,,2.0,,-13.856406460551016,fails,\
        book 2

        """)
  }

  @Test("Checks as JSON hold the same numbers")
  func json() throws {
    let result = result(title: "A \"title\"")
    let text = StudyReport(result).jsonObject()
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(document.keys)
        == ["experiment", "title", "seed", "horizon", "replications", "streams", "checks"])
    #expect(document["title"] as? String == "A \"title\"")
    let checks = try #require(document["checks"] as? [[String: Any]])
    let rows = StudyReport(result).csv().split(separator: "\n").dropFirst()
    #expect(checks.count == 8 && rows.count == 8)
    let names = [
      "kind", "subject", "measured", "standard_error", "target", "target_standard_error",
      "tolerance", "above", "below", "z", "verdict", "source",
    ]
    for check in checks { #expect(Set(check.keys) == Set(names)) }
    #expect(checks[0]["measured"] as? Double == 5 && checks[0]["above"] is NSNull)
    #expect(checks[5]["above"] as? Double == 1 && checks[5]["target"] is NSNull)
    #expect(checks.map { $0["verdict"] as? String }.contains("undecided"))
  }

  @Test("A result carries claims and constants, and is read back all the same")
  func savedResult() throws {
    let text = """
      name: saved
      seed: 3
      horizon: 30
      replications: 5
      checkpoints: {count: 2}
      environment: {kind: bernoulli, means: [0.2, 0.7]}
      policies: [{kind: random}, {kind: thompson}, {kind: oracle}]
      published:
        - {policy: random, metric: reward, mean: 13.5, replications: 5, tolerance: 0.5, source: p}
      claims:
        - {claim: one, of: {policy: random}, to: {policy: thompson}, above: 1, source: q}
        - {claim: two, of: {policy: random}, to: {policy: oracle}, above: 1, below: 2, source: q}
      constants:
        - {environment: bernoulli, bound: lai-robbins, value: 9, source: r}
        - {environment: bernoulli, bound: clustered, width: 0.5, value: 0.85, source: r}
      """
    let result = try read(text).run(jobs: 1)
    let json = ResultJSON.text([result])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let experiment = try #require((document["experiments"] as? [[String: Any]])?.first)
    let checks = try #require(experiment["checks"] as? [[String: Any]])
    #expect(checks.map { $0["subject"] as? String } == result.checks.map(\.subject))
    #expect(checks.map { $0["verdict"] as? String } == result.checks.map(\.word))
    #expect(
      checks.map { $0["kind"] as? String } == [
        "published", "constant", "constant", "claim", "claim",
      ])
    #expect(checks[0]["tolerance"] as? Double == 0.5)
    #expect(
      checks[1]["target"] as? Double == 9 && isClose(checks[1]["measured"], result.constants[0]))
    let one = result.checks[3]
    #expect(isClose(checks[3]["measured"], one.measured))
    #expect(isClose(checks[3]["standard_error"], one.standardError))
    #expect(isClose(checks[3]["z"], one.z))
    #expect(checks[3]["subject"] as? String == "one" && checks[3]["source"] as? String == "q")
    #expect(checks[3]["above"] as? Double == 1 && checks[3]["below"] is NSNull)
    // The oracle loses nothing, so there is no ratio.
    #expect(checks[4]["measured"] is NSNull && checks[4]["below"] as? Double == 2)
    #expect(checks[4]["verdict"] as? String == "undecided")
    // What each target names stands in the plan.
    let plan = try #require(experiment["plan"] as? [String: Any])
    let targets = try #require(plan["targets"] as? [[String: Any]])
    #expect(targets[1]["bound"] as? String == "lai-robbins" && targets[1]["width"] == nil)
    #expect(targets[2]["bound"] as? String == "clustered" && targets[2]["width"] as? Double == 0.5)
    #expect(targets[3]["claim"] as? String == "one" && targets[3]["below"] == nil)
    #expect(targets[3]["metric"] as? String == "pseudo-regret")
    let places = ["of", "to"].map { targets[3][$0] as? [String: String] }
    #expect(
      places == [
        ["environment": "bernoulli", "policy": "random"],
        ["environment": "bernoulli", "policy": "thompson"],
      ])
    let back = try ResultReader(file: "a.json").read(Data(json.utf8))
    #expect(back == [result] && back.map(\.checks) == [result.checks])
  }

  /// Whether a number was read back; the parser of trees of any kind rounds in its own way.
  private func isClose(_ read: Any?, _ written: Double?) -> Bool {
    guard let read = read as? Double, let written else { return false }
    return (read - written).magnitude <= 1e-14 * written.magnitude
  }
}
