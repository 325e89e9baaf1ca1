import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Sweeps")
struct SweepTests {
  private func problems(_ text: String) throws -> [String] {
    try read(text).problems.map {
      "\($0.label): \($0.policies.map(\.label).joined(separator: "; "))"
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
    #expect(experiment.problems.allSatisfy { $0.policies.map(\.label) == ["random"] })
  }

  @Test("A swept horizon changes the problems and leaves the file's")
  func horizon() throws {
    let experiment = try read(
      Study.text(6, "sweep: [{path: horizon, values: [10, 1e2, 1000]}]"))
    #expect(experiment.horizon == 100)
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
      try problems(text) == ["bernoulli: a; b, epsilon = 0.3; c; b, epsilon = 0.4"])
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
        "bernoulli: epsilon-greedy (ties = first), epsilon = 0.3; b, epsilon = 0.3; "
          + "epsilon-greedy (ties = first), epsilon = inverse-sqrt; b, epsilon = inverse-sqrt"
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
        "e, cohesion = 5", "f, cohesion = 5", "e, cohesion = 6", "f, cohesion = 6",
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
        "beta-clusters, cohesion = 5: u, c = 1; r; u, c = 2",
        "beta-clusters, cohesion = 6: u, c = 1; r; u, c = 2",
      ])
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
    let axis = "{path: horizon, values: [\(String(repeating: "1, ", count: 99))1]}"
    let huge = Study.text(
      6, "sweep: [\(Array(repeating: axis, count: 20).joined(separator: ", "))]")
    #expect(diagnostics(of: huge).count == 1)
  }
}
