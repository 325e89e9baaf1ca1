import ClusterBandit
import Foundation
import Randomness
import Synchronization
import Testing

@testable import BanditExperiments

/// Sees what the policies of an experiment are told of the instances that they play.
private final class Witness: Sendable {
  private let seen = Mutex<[Double]>([])

  var bestMeans: [Double] { seen.withLock { $0 } }

  var family: PolicyFamily {
    PolicyFamily(
      name: "witness", summary: "notes the best mean", parameters: [],
      prepare: { _, _ in
        PreparedPolicy { replication in
          self.seen.withLock { $0.append(replication.instance.oracle.mean) }
          return Replication(
            instance: replication.instance, horizon: 1, checkpoints: [1],
            seeds: replication.seeds, number: replication.number, tables: replication.tables
          ).blank
        }
      })
  }
}

extension Replication {
  /// What a policy that always pulls the first arm leaves behind.
  fileprivate var blank: Trajectory {
    struct First: Policy {
      mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { 0 }
      mutating func update(arm: Int, reward: Double) {}
    }
    return PreparedPolicy(rewards: instance.rewards) { _ in First() }.play(self)
  }
}

@Suite("Bounds of experiments")
struct ExperimentBoundsTests {
  /// Three arms, the best one alone in its cluster.
  private func three(_ rest: String = "") throws -> Experiment {
    try read(
      Study.text(
        4, "environment: {kind: bernoulli, means: [0.2, 0.3, 0.5], clusters: [[0, 1], [2]]}")
        + rest)
  }

  @Test("A fixed problem has exact constants, one instance and no standard error")
  func exact() throws {
    let bounds = try ExperimentBounds(try three(), widths: [0.15, 0.05])
    let problem = try #require(bounds.problems.first)
    #expect(bounds.problems.count == 1)
    #expect(problem.isFixed)
    #expect(problem.bestMean.mean == 0.5 && problem.bestMean.replications == 1)
    #expect(abs(problem.spread.mean - 0.1) < 1e-15)
    #expect(problem.laiRobbins.standardError == nil)
    let instance = BanditInstance(
      means: [0.2, 0.3, 0.5], clustering: Clustering(sizes: [2, 1]), rewards: .bernoulli)
    let bound = LowerBound(instance)
    #expect(problem.laiRobbins.mean == bound.laiRobbins)
    #expect(problem.clustered.map(\.constant.mean) == [0.15, 0.05].map(bound.clustered))
    #expect(problem.clustered.map(\.admissible) == [1, 0])
    #expect(problem.clustered[0].ratio?.mean == bound.clustered(width: 0.15) / bound.laiRobbins)
    #expect(
      bounds.warnings == [
        "bernoulli: the clustered bound does not apply with w = 0.05: some arms of a cluster "
          + "differ by more (0.1000)"
      ])
    let own = try ExperimentBounds(try three()).problems[0].clustered
    #expect(own.map(\.width) == [nil])
    #expect(own[0].constant.mean == bound.clustered(width: bound.spread))
    #expect(try ExperimentBounds(try three()).warnings.isEmpty)
  }

  @Test("Random problems are summarised over the very instances that are played")
  func instances() throws {
    for permuted in [false, true] {
      let witness = Witness()
      var reader = PlanReader()
      reader.catalogues = reader.catalogues.adding(policies: [witness.family])
      let text = """
        name: played
        seed: 5
        horizon: 1
        replications: 7
        environment: {kind: beta-clusters, arms: 20, clusters: 4, cohesion: 20, permute-labels: \(permuted)}
        policies: [{kind: witness}]
        """
      let experiment = try reader.prepare(
        reader.read(Data(text.utf8), named: "study.yaml", folder: URL(fileURLWithPath: ".")))
      _ = try experiment.run(jobs: 1)
      let problem = try ExperimentBounds(experiment).problems[0]
      #expect(!problem.isFixed)
      var moments = Moments()
      for mean in witness.bestMeans { moments.add(mean) }
      #expect(witness.bestMeans.count == 7)
      #expect(problem.bestMean == Summary(moments: moments, values: witness.bestMeans))
      // The constants are those of the instances drawn one by one.
      let seeds = SeedTree(root: 5)
      let bounds = (0..<7 as Range<UInt64>).map {
        LowerBound(experiment.problems[0].drawInstance(seeds, replication: $0))
      }
      let sorted = bounds.map(\.laiRobbins).sorted()
      #expect(problem.laiRobbins.median == sorted[3])
      let own = bounds.map { $0.clustered(width: $0.spread) }.sorted()
      #expect(problem.clustered[0].constant.median == own[3])
      #expect(problem.clustered[0].admissible == 1)
    }
  }

  @Test("Permuting the labels of a fixed problem moves the clustered constant alone")
  func permuted() throws {
    let text = Study.text(
      3...4,
      """
      replications: 40
      environment: {kind: bernoulli, means: [0.7, 0.6, 0.2, 0.1], clusters: [[0, 1], [2, 3]], permute-labels: true}
      """)
    let problem = try ExperimentBounds(try read(text), widths: [0.1]).problems[0]
    #expect(!problem.isFixed)
    #expect(problem.bestMean.q05 == 0.7 && problem.bestMean.q95 == 0.7)
    #expect(problem.laiRobbins.q95 - problem.laiRobbins.q05 < 1e-12)
    #expect(problem.clustered[0].constant.q95 > problem.clustered[0].constant.q05 + 0.1)
    // One partition in three puts .7 beside .6 and .2 beside .1.
    #expect(problem.clustered[0].admissible > 0 && problem.clustered[0].admissible < 1)
  }

  @Test("Equal arms have bounds of 0 and no ratio")
  func equalArms() throws {
    let bounds = try ExperimentBounds(
      try read(Study.text(4, "environment: {kind: bernoulli, means: [0.5, 0.5]}")), widths: [0.1])
    #expect(bounds.problems[0].laiRobbins.mean == 0)
    #expect(bounds.problems[0].clustered[0].constant.mean == 0)
    #expect(bounds.problems[0].clustered[0].ratio == nil)
    #expect(BoundsReport(bounds).plain().contains(" 0.0000      –  yes"))
    #expect(BoundsReport(bounds).csv().split(separator: "\n").count == 5)
  }

  @Test("The table shows four decimals of exact constants")
  func table() throws {
    let bounds = try ExperimentBounds(try three(), widths: [0.15, 0.05])
    let problem = bounds.problems[0]
    let (a, b) = (problem.clustered[0], problem.clustered[1])
    #expect(
      BoundsReport(bounds).plain() == """
        study
        study · seed 0 · 2 replications · horizon 100

        Lower bounds on the regret
        environment  best mean  spread  Lai–Robbins     w  clustered   ratio  applies
        ───────────  ─────────  ──────  ───────────  ────  ─────────  ──────  ───────
        bernoulli       0.5000  0.1000       \(fixed(problem.laiRobbins.mean, 4))  0.15     \
        \(fixed(a.constant.mean, 4))  \(fixed(a.ratio?.mean, 4))  yes
        bernoulli       0.5000  0.1000       \(fixed(problem.laiRobbins.mean, 4))  0.05     \
        \(fixed(b.constant.mean, 4))  \(fixed(b.ratio?.mean, 4))  no

        - bernoulli: \(problem.description)
        - Regret is at least constant · ln T as T grows, for policies that are good everywhere.
        """)
    #expect(BoundsReport(bounds).markdown().contains("| bernoulli   |    0.5000 | 0.1000 | "))
  }

  @Test("Random problems show instances, standard errors and medians")
  func randomTable() throws {
    let text = Study.text(
      4,
      """
      environments:
        - {kind: strong-dominance}
        - {kind: bernoulli, means: [0.4, 0.6]}
      """)
    let bounds = try ExperimentBounds(try read(text), widths: [0.05, 0.1])
    let lines = BoundsReport(bounds).plain().split(separator: "\n")
    #expect(lines[3].split(separator: " ").filter { $0 == "median" }.count == 2)
    #expect(lines[5].hasPrefix("strong-dominance          2     0.6000  0.1000"))
    #expect(lines[5].hasSuffix("  no"))
    #expect(lines[6].hasSuffix("  yes"))
    #expect(lines[7].hasPrefix("bernoulli             fixed     0.6000  0.0000"))
    #expect(lines.last?.hasSuffix("look at the medians.") == true)
    // A single random instance has no standard error, and says so.
    let single = try ExperimentBounds(try read(text, PlanOverrides(replications: 1)))
    let row = BoundsReport(single).plain().split(separator: "\n")[5]
    #expect(row.hasPrefix("strong-dominance          1     0.6(–)  0.1(–)"))
    #expect(
      bounds.warnings == [
        "strong-dominance: the clustered bound does not apply to 100.0 % of the instances with "
          + "w = 0.05: some arms of a cluster differ by more (0.1000 on average)"
      ])
  }

  @Test("CSV and JSON hold every quantity in full precision")
  func machineReadable() throws {
    let bounds = try ExperimentBounds(try three(), widths: [0.15])
    let problem = bounds.problems[0]
    let rows = BoundsReport(bounds).csv().split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      rows[0].joined(separator: ",")
        == "experiment,seed,environment,quantity,width,mean,standard_error,median,q05,q95,instances,"
        + "fixed,applies")
    #expect(
      rows.dropFirst().map { $0[3] } == [
        "best-mean", "spread", "lai-robbins", "clustered", "ratio",
      ])
    let constant = "\(problem.clustered[0].constant.mean)"
    #expect(
      rows[4] == [
        "study", "0", "bernoulli", "clustered", "0.15", constant, "", constant, constant, constant,
        "1", "true", "1.0",
      ])
    let json = BoundsReport(bounds).jsonObject()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let records = try #require(object["bounds"] as? [[String: Any]])
    #expect(records.count == 5)
    // Foundation's reader is not exact to the last bit.
    let mean = try #require(records[2]["mean"] as? Double)
    #expect(abs(mean / problem.laiRobbins.mean - 1) < 1e-14)
    #expect(json.contains("\"mean\":\(problem.laiRobbins.mean)"))
    #expect(
      object.keys.sorted() == [
        "bounds", "experiment", "horizon", "replications", "seed", "streams", "title",
      ])
    #expect(records[3]["width"] as? String == "0.15")
    #expect(records[2]["standard_error"] is NSNull)
  }

  @Test("Curves are the constants times ln t at the checkpoints")
  func curves() throws {
    let text =
      Study.text(
        3...4,
        """
        replications: 4
        environment: {kind: needle, arms: 20}
        """) + "checkpoints: {count: 4}\n"
    let bounds = try ExperimentBounds(try read(text), widths: [0.5, 1])
    let rows = BoundCurves(bounds).csv().split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      rows[0] == [
        "experiment", "seed", "environment", "bound", "width", "round", "mean", "standard_error",
        "instances",
      ])
    #expect(rows.count == 1 + 3 * 4)
    #expect(rows[1...4].allSatisfy { $0[3] == "lai-robbins" && $0[4].isEmpty && $0[8] == "4" })
    #expect(
      rows[5...].map { $0[4] } == Array(repeating: "0.5", count: 4)
        + Array(repeating: "1.0", count: 4))
    #expect(rows[1...4].map { $0[5] } == ["25", "50", "75", "100"])
    let summary = bounds.problems[0].laiRobbins
    let mean = try #require(Double(rows[2][6]))
    let error = try #require(Double(rows[2][7]))
    #expect(abs(mean / summary.mean - log(50)) < 1e-12)
    #expect(abs(error / (summary.standardError ?? 0) - log(50)) < 1e-12)
    let first = try ExperimentBounds(try read(text, PlanOverrides(horizon: 1)))
    let start = BoundCurves(first).csv().split(separator: "\n")
    #expect(start.count == 3 && start[1].contains(",1,0.0,0.0,4"))
  }

  @Test("An experiment that does not fit in memory is refused before anything is drawn")
  func memory() throws {
    let text = Study.text(4, "environment: {kind: needle, arms: 2147483647}")
    let experiment = try read(text)
    #expect(throws: InsufficientMemory.self) { try ExperimentBounds(experiment) }
  }

  @Test("Means that are known functions of one number for each cluster have none of these bounds")
  func knownFunctions() throws {
    // Lai and Robbins's constant is that of means that may be anything: here it is 20,000, and UCB-D
    // loses .03 of 3,000 rounds.
    let text = Study.text(
      4,
      "environment: {kind: shared-parameter, clusters: 2, function: {kind: logistic, "
        + "intercepts: [0, 1], slopes: [0, 0.001]}, parameter: {kind: given, values: [0, 0.1]}}")
    let experiment = try read(text)
    #expect(throws: NoLowerBound.self) { try ExperimentBounds(experiment) }
  }

  @Test("Bernoulli and Gaussian rewards have bounds, and a refusal names problem and reason")
  func refusals() {
    #expect(NoLowerBound.reason(.bernoulli) == nil)
    #expect(NoLowerBound.reason(.gaussian(standardDeviation: 1)) == nil)
    #expect(
      "\(NoLowerBound(label: "a", reason: "b"))" == "'a' has no lower bound of this kind: b")
  }
}
