import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Reading experiments")
struct PlanReaderTests {
  @Test("A file with every key is read into the experiment it describes")
  func everyKey() throws {
    let experiment = try read(
      """
      name: everything.1
      title: All keys
      seed: 18446744073709551615
      horizon: 1e3
      replications: 7
      checkpoints: {count: 4, spacing: linear}
      environments:
        - {kind: bernoulli, means: [0.4, 0.6, 0.5], clusters: [[2, 0], [1]], label: "two: clusters"}
        - {kind: needle, arms: 10, clusters: 2, permute-labels: true}
      policies: [{kind: random, label: dice}, {kind: tsc}]
      published:
        - {environment: "two: clusters", policy: dice, metric: reward, round: 33, mean: 5,
           standard-deviation: 2, replications: 9, source: a book}
      """)
    #expect(experiment.plan.name == "everything.1")
    #expect(experiment.plan.title == "All keys")
    #expect(experiment.plan.seed == .max)
    #expect(experiment.plan.problems[0].horizon == 1000)
    #expect(experiment.plan.replications == 7)
    #expect(experiment.problems.map(\.label) == ["two: clusters", "needle, permuted"])
    #expect(experiment.problems.map(\.plan.permutation) == [.none, .all])
    #expect(experiment.problems.map(\.horizon) == [1000, 1000])
    #expect(experiment.problems[0].checkpoints == [33, 250, 500, 750, 1000])
    #expect(experiment.problems[0].environment.shape.clusterCount == 2)
    #expect(experiment.problems[1].environment.shape.armCount == 10)
    #expect(experiment.problems[1].plan.policies.map(\.label) == ["dice", "tsc"])
    #expect(
      experiment.plan.targets == [
        .published(
          TargetMean(
            environment: "two: clusters", policy: "dice", metric: .reward, round: 33, mean: 5,
            standardDeviation: 2, replications: 9, source: "a book"))
      ])
  }

  @Test("What may be left out has its default")
  func defaults() throws {
    let text = Study.text(3, "# no replications")
    let experiment = try read(text)
    #expect(experiment.plan.title == "study")
    #expect(experiment.plan.seed == 0)
    #expect(experiment.plan.replications == 100)
    #expect(experiment.problems[0].checkpoints == Array(1...100))
    #expect(experiment.problems[0].label == "bernoulli")
    #expect(experiment.plan.targets.isEmpty)
  }

  @Test(
    "A whole number may be written as 1e4 or 10000.0, up to 2^53",
    arguments: [
      ("1", 1), ("1e4", 10_000), ("10000.0", 10_000), ("+5", 5), ("9007199254740992", 1 << 53),
      ("1E2", 100),
    ])
  func wholeNumbers(_ text: String, _ value: Int) throws {
    #expect(try read(Study.text(2, "horizon: \(text)")).problems[0].horizon == value)
  }

  @Test("Policies without a label are called by their kind and arguments")
  func policyLabels() throws {
    let experiment = try read(
      Study.text(
        5,
        """
        policies:
          - {kind: thompson}
          - {kind: ucb, c: 1}
          - {kind: epsilon-greedy, epsilon: {schedule: auer, c: 5, d: 0.1}, ties: first}
          - {kind: thompson, priors: [[1, 2], [3, 4]]}
          - {kind: two-level, strategy: max}
        """))
    #expect(
      experiment.problems[0].plan.policies.map(\.label) == [
        "thompson", "ucb (c = 1)", "epsilon-greedy (epsilon = auer (c = 5, d = 0.1), ties = first)",
        "thompson (priors = [[1, 2], [3, 4]])", "two-level (strategy = max)",
      ])
  }

  @Test("Environments of one kind are told apart by their arguments, controls by 'permuted'")
  func environmentLabels() throws {
    let experiment = try read(
      Study.text(
        4,
        """
        environments:
          - {kind: needle}
          - {kind: needle, permute-labels: true}
          - {kind: beta-clusters, cohesion: 4}
          - {kind: beta-clusters, cohesion: 20}
          - {kind: beta-clusters, cohesion: 20, permute-labels: TRUE}
          - {kind: bernoulli, means: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], label: nine}
          - {kind: bernoulli, means: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]}
        """))
    #expect(
      experiment.problems.map(\.label) == [
        "needle", "needle, permuted", "beta-clusters, cohesion = 4", "beta-clusters, cohesion = 20",
        "beta-clusters, permuted", "nine",
        "bernoulli, means = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, …]",
      ])
  }

  @Test("Overrides replace seed, horizon and replications of every problem")
  func overrides() throws {
    let experiment = try read(
      Study.text(6, "seed: 3"),
      PlanOverrides(replications: 5, horizon: 30, seed: 9))
    #expect(experiment.plan.seed == 9)
    #expect(experiment.plan.problems[0].horizon == 30)
    #expect(experiment.plan.replications == 5)
    #expect(experiment.problems[0].horizon == 30)
    #expect(experiment.problems[0].checkpoints == Array(1...30))
  }

  private func publishedRounds(_ experiment: Experiment) -> [Int] {
    experiment.plan.targets.compactMap {
      if case .published(let value) = $0 { value.round } else { nil }
    }
  }

  @Test("A shorter horizon keeps published rounds that it reaches and the file's limits")
  func overriddenPublished() throws {
    let published = """
      published:
        - {policy: random, metric: reward, mean: 5, replications: 3, source: s}
        - {policy: random, metric: reward, mean: 5, replications: 3, source: s, round: 7e1}
        - {policy: random, metric: reward, mean: 5, replications: 3, source: s, round: 7}
      checkpoints: {count: 1}
      """
    let text = Study.text(6, published)
    let whole = try read(text)
    #expect(publishedRounds(whole) == [100, 70, 7])
    #expect(whole.problems[0].checkpoints == [7, 70, 100])
    let short = try read(text, PlanOverrides(horizon: 50))
    // What holds at the file's own horizon has nothing to be compared with at another one.
    #expect(publishedRounds(short) == [70, 7])
    #expect(short.problems[0].checkpoints == [7, 50])
    let result = try short.run(jobs: 1)
    #expect(result.checks.map { $0.target.mean?.round } == [7])
    let long = try read(text, PlanOverrides(horizon: 200))
    #expect(long.problems[0].checkpoints == [7, 70, 200])
    do {
      _ = try read(text.replacing("7e1", with: "101"))
      Issue.record("a round beyond the file's horizon was read")
    } catch {
      #expect(error.diagnostics.map(\.keyPath) == ["published[1].round"])
    }
  }

  @Test("The shipped experiments are valid")
  func shipped() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: shippedFolder.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 8)
    for file in files {
      let path = shippedFolder.appendingPathComponent(file).path
      let plan = try PlanReader().read(file: path)
      #expect(plan.name + ".yaml" == file)
      #expect(plan.title != plan.name)
    }
  }

  @Test("A horizon that only the sweep gives is enough")
  func sweptHorizon() throws {
    for line in ["# no horizon", "horizon: ten"] {
      let experiment = try read(
        Study.text(2, line) + "sweep: [{path: horizon, values: [10, 20]}]\n")
      #expect(experiment.plan.problems[0].horizon == 10)
      #expect(experiment.problems.map(\.horizon) == [10, 20])
    }
  }
}
