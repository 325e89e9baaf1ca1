import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Sweeps")
struct SweepTests {
  private func problems(_ text: String) throws -> [String] {
    try read(text).problems.map {
      "\($0.label): \($0.plan.policies.map(\.label).joined(separator: "; "))"
    }
  }

  private let policies = """
    policies:
      - {label: a, kind: epsilon-greedy, epsilon: 0.1}
      - {label: b, kind: epsilon-greedy, epsilon: 0.2}
      - {label: c, kind: random}

    """

  @Test("Two axes make all combinations, the last axis fastest")
  func product() throws {
    let text = Study.text(
      4,
      """
      environment: {kind: strong-dominance, label: e}
      sweep:
        - {path: environment.gap, values: [0.1, 0.2]}
        - {path: environment.width, values: [0, 0.1, 0.2]}
      """)
    let experiment = try read(text)
    #expect(
      experiment.problems.map(\.label) == [
        "e, gap = 0.1, width = 0", "e, gap = 0.1, width = 0.1", "e, gap = 0.1, width = 0.2",
        "e, gap = 0.2, width = 0", "e, gap = 0.2, width = 0.1", "e, gap = 0.2, width = 0.2",
      ])
    #expect(experiment.problems.allSatisfy { $0.plan.policies.map(\.label) == ["random"] })
  }

  @Test("A swept horizon changes the problems and leaves the file's")
  func horizon() throws {
    let experiment = try read(
      Study.text(6, "sweep: [{path: horizon, values: [10, 1e2, 1000]}]"))
    #expect(experiment.plan.horizonText == "10 to 1,000")
    #expect(experiment.problems.map(\.horizon) == [10, 100, 1000])
    #expect(experiment.problems.map(\.checkpoints.last) == [10, 100, 1000])
    #expect(
      experiment.problems.map(\.label) == [
        "bernoulli, horizon = 10", "bernoulli, horizon = 1e2", "bernoulli, horizon = 1000",
      ])
  }

  @Test(
    "A policy is named by label, by number or by number in brackets",
    arguments: ["policies.b.epsilon", "policies.1.epsilon", "policies[1].epsilon"])
  func onePolicy(_ path: String) throws {
    let text = Study.text(5, policies + "sweep: [{path: '\(path)', values: [0.3, 0.4]}]")
    #expect(
      try problems(text) == ["bernoulli: a; b, epsilon = 0.3; b, epsilon = 0.4; c"])
  }

  @Test("A label that is a number goes before the number")
  func numericLabel() throws {
    let text = Study.text(
      5,
      """
      policies: [{label: x, kind: ucb, c: 1}, {label: 0, kind: ucb, c: 2}]
      sweep: [{path: policies.0.c, values: [9]}]
      """)
    #expect(try problems(text) == ["bernoulli: x; 0, c = 9"])
  }

  @Test("A star sweeps all policies together")
  func allPolicies() throws {
    let text = Study.text(
      5,
      """
      policies:
        - {kind: epsilon-greedy, epsilon: 0.1, ties: first}
        - {label: b, kind: epsilon-greedy, epsilon: 0.1}
      sweep: [{path: policies.*.epsilon, values: [0.3, {schedule: inverse-sqrt}]}]
      """)
    #expect(
      try problems(text) == [
        "bernoulli: epsilon-greedy (ties = first), epsilon = 0.3; "
          + "epsilon-greedy (ties = first), epsilon = inverse-sqrt; "
          + "b, epsilon = 0.3; b, epsilon = inverse-sqrt"
      ])
  }

  @Test("A star or a number sweeps environments; one that is not swept stays once")
  func environments() throws {
    let environments = """
      environments:
        - {label: e, kind: beta-clusters, cohesion: 1}
        - {label: f, kind: beta-clusters, cohesion: 2}

      """
    let all = Study.text(
      4, environments + "sweep: [{path: environments.*.cohesion, values: [5, 6]}]")
    #expect(
      try read(all).problems.map(\.label) == [
        "e, cohesion = 5", "e, cohesion = 6", "f, cohesion = 5", "f, cohesion = 6",
      ])
    for name in ["f", "1"] {
      let one = Study.text(
        4, environments + "sweep: [{path: environments.\(name).cohesion, values: [5, 6]}]")
      #expect(
        try read(one).problems.map(\.label) == ["e", "f, cohesion = 5", "f, cohesion = 6"])
    }
  }

  @Test("Sweeps over policies and environments together make a grid")
  func grid() throws {
    let text = Study.text(
      4...5,
      """
      environment: {kind: beta-clusters}
      policies: [{label: u, kind: ucb}, {label: r, kind: random}]
      sweep:
        - {path: policies.u.c, values: [1, 2]}
        - {path: environment.cohesion, values: [5, 6]}
      """)
    #expect(
      try problems(text) == [
        "beta-clusters, cohesion = 5: u, c = 1; u, c = 2; r",
        "beta-clusters, cohesion = 6: u, c = 1; u, c = 2; r",
      ])
  }

  @Test("Siblings stand together, whatever number of paths and environments")
  func siblings() throws {
    let text = Study.text(
      4...5,
      """
      environments: [{label: x, kind: needle}, {label: y, kind: beta-clusters, cohesion: 4}]
      policies: [{label: u, kind: ucb}, {label: g, kind: epsilon-greedy, epsilon: 0.1}]
      sweep:
        - {path: policies.g.epsilon, values: [0.3, 0.2]}
        - {path: environments.y.cohesion, values: [5, 6]}
        - {path: policies.u.c, values: [1, 2]}
        - {path: environments.*.arms, values: [20, 30]}
      """)
    let policies = "u, c = 1; u, c = 2; g, epsilon = 0.3; g, epsilon = 0.2"
    #expect(
      try problems(text)
        == [
          "x, arms = 20", "x, arms = 30", "y, cohesion = 5, arms = 20",
          "y, cohesion = 5, arms = 30",
          "y, cohesion = 6, arms = 20", "y, cohesion = 6, arms = 30",
        ].map { "\($0): \(policies)" })
  }

  @Test("Every swept path is a column of every output, with labels or without")
  func columns() throws {
    for label in ["label: u, ", ""] {
      let text = Study.text(
        4...5,
        """
        checkpoints: {count: 1}
        environments: [{label: x, kind: needle}, {kind: beta-clusters, cohesion: 4, arms: 40}]
        policies: [{kind: random}, {\(label)kind: ucb}]
        sweep:
          - {path: 'policies[1].c', values: [1, 2e0]}
          - {path: environments.x.arms, values: [20, 30]}
        """)
      let result = try read(text).run(jobs: 1)
      #expect(result.plan.sweptPaths == ["environments.x.arms", "policies.1.c"])
      let arms = result.cells.map { $0.swept.first { $0.path == "environments.x.arms" }?.value }
      #expect(arms == [20, 20, 20, 30, 30, 30, nil, nil, nil])
      let widths = result.cells.map { $0.swept.first { $0.path == "policies.1.c" }?.value }
      #expect(widths == [nil, 1, 2, nil, 1, 2, nil, 1, 2])
      for csv in [result.csv(), result.curvesCSV()] {
        let rows = csv.split(separator: "\n")
        #expect(
          rows[0].hasPrefix(
            "experiment,seed,environment,policy,environments.x.arms,policies.1.c,metric,"))
        #expect(rows.contains { $0.contains("\",30,2,reward,100,") })
        #expect(rows.contains { $0.contains("beta-clusters,random,,,reward,100,") })
      }
      let json = ResultJSON.text([result])
      #expect(json.contains("\"environments.x.arms\":30,\"policies.1.c\":2,\"metric\""))
      #expect(json.contains("\"environments.x.arms\":null,\"policies.1.c\":null,\"metric\""))
    }
  }

  @Test("A swept kind labels its rows by the kind, and is a column")
  func kinds() throws {
    let policies = Study.text(
      5,
      """
      policies: [{kind: random}, {label: mine, kind: random}, {kind: thompson}]
      sweep: [{path: policies.0.kind, values: [ucb1, tsc]}]
      """)
    #expect(try problems(policies) == ["bernoulli: ucb1; tsc; mine; thompson"])
    let swept = try readPlan(policies).problems[0].policies.map(\.swept)
    #expect(
      swept == [
        [Plan.SweptValue(path: "policies.0.kind", value: "ucb1")],
        [Plan.SweptValue(path: "policies.0.kind", value: "tsc")], [], [],
      ])
    // A label of one's own is kept, and then the kind has to be said.
    let labelled = policies.replacing("policies.0.kind", with: "policies.mine.kind")
    #expect(
      try problems(labelled) == ["bernoulli: random; mine, kind = ucb1; mine, kind = tsc; thompson"]
    )
    let environments = Study.text(
      4,
      """
      environment: {kind: needle, arms: 20}
      sweep: [{path: environment.kind, values: [needle, sine-clusters]}]
      """)
    #expect(try problems(environments) == ["needle: random", "sine-clusters: random"])
    #expect(
      try readPlan(environments).problems.map(\.environment.kind) == ["needle", "sine-clusters"])
  }

  @Test("A swept value reaches the environment")
  func values() throws {
    let text = Study.text(
      4,
      """
      environment: {kind: needle}
      sweep: [{path: environment.arms, values: [20, 30]}]
      """)
    #expect(try read(text).problems.map { $0.environment.shape.armCount } == [20, 30])
    let nested = Study.text(6, "sweep: [{path: environment.means.1, values: [0.7, 0.8, 0.9]}]")
    #expect(
      try read(nested).problems.map(\.label) == [
        "bernoulli, 1 = 0.7", "bernoulli, 1 = 0.8", "bernoulli, 1 = 0.9",
      ])
  }

  @Test("Ten thousand combinations are expanded and one more is refused")
  func cap() throws {
    func text(_ first: Int, _ second: Int) -> String {
      func values(_ count: Int) -> String {
        (0..<count).map { "\(Double($0) / 4096)" }.joined(separator: ", ")
      }
      return Study.text(
        4,
        """
        checkpoints: {count: 1}
        environment: {kind: strong-dominance, arms: 2, clusters: 2, best-cluster-arms: 1}
        sweep:
          - {path: environment.gap, values: [\(values(first))]}
          - {path: environment.width, values: [\(values(second))]}
        """)
    }
    #expect(try read(text(40, 250)).problems.count == 10_000)
    #expect(
      diagnostics(of: text(73, 137)) == [
        "7:3: the sweep has more than 10,000 combinations at 'sweep'; "
          + "split it into several experiments"
      ])
    #expect(SweepReader.mostVariants == 10_000)
    let values = (0..<100).map(String.init).joined(separator: ", ")
    let axes = (0..<20).map { "{path: environment.k\($0), values: [\(values)]}" }
    let huge = Study.text(6, "sweep: [\(axes.joined(separator: ", "))]")
    #expect(diagnostics(of: huge).count == 1)
  }
}
