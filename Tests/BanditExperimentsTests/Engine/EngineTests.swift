import ClusterBandit
import Foundation
import Randomness
import Synchronization
import Testing

@testable import BanditExperiments

@Suite("Running experiments")
struct EngineTests {
  static let environments = [
    "{label: two, kind: bernoulli, means: [0.4, 0.6]}",
    "{label: needle, kind: needle, arms: 12, clusters: 3}",
    "{label: dealt, kind: beta-clusters, arms: 9, clusters: 3, cohesion: 5, permute-labels: true}",
  ]
  static let policies = [
    "{label: ts, kind: thompson}", "{label: ucb, kind: ucb1}", "{label: tsc, kind: tsc}",
    "{label: eps, kind: epsilon-greedy, epsilon: 0.2}",
  ]

  private func text(_ environments: [String], _ policies: [String], _ rest: String = "") -> String {
    """
    name: runner
    seed: 11
    horizon: 60
    replications: 23
    checkpoints: {count: 5}
    environments: [\(environments.joined(separator: ", "))]
    policies: [\(policies.joined(separator: ", "))]
    \(rest)
    """
  }

  private func run(_ text: String, jobs: Int = 2) throws -> ResultSet {
    try read(text).run(jobs: jobs)
  }

  @Test("One, two and seven workers measure exactly the same")
  func workers() throws {
    let experiment = try read(text(EngineTests.environments, EngineTests.policies))
    let one = try experiment.run(jobs: 1)
    #expect(try experiment.run(jobs: 2) == one)
    #expect(try experiment.run(jobs: 7) == one)
    #expect(one.cells.count == 12)
    #expect(one.cells.map(\.environment).prefix(5) == ["two", "two", "two", "two", "needle"])
    #expect(one.plan.streams == StreamVersion.current)
  }

  @Test("More policies, fewer environments and other orders leave every other row as it was")
  func independence() throws {
    let all = try run(text(EngineTests.environments, EngineTests.policies))
    let others = [
      text(EngineTests.environments.reversed(), EngineTests.policies.reversed()),
      text([EngineTests.environments[1]], [EngineTests.policies[3], EngineTests.policies[0]]),
      text(
        ["{label: new, kind: needle, arms: 5, clusters: 5}"] + EngineTests.environments,
        ["{label: new, kind: random}"] + EngineTests.policies),
    ]
    for other in try others.map({ try run($0) }) {
      var compared = 0
      for cell in other.cells {
        guard
          let same = all.cells.first(where: {
            $0.environment == cell.environment && $0.policy == cell.policy
          })
        else {
          #expect(cell.environment == "new" || cell.policy == "new")
          continue
        }
        #expect(cell == same)
        compared += 1
      }
      #expect(compared >= 2)
    }
  }

  @Test("The seed changes the draws; name, title, label and number of replications do not")
  func seeds() throws {
    let base = try run(text([EngineTests.environments[1]], [EngineTests.policies[0]]))
    func values(_ change: (String) -> String) throws -> [Double]? {
      let changed = change(text([EngineTests.environments[1]], [EngineTests.policies[0]]))
      return try run(changed).cells[0].values[.reward]
    }
    let expected = base.cells[0].values[.reward]
    #expect(try values { $0.replacing("seed: 11", with: "seed: 12") } != expected)
    #expect(try values { $0.replacing("name: runner", with: "name: runnes") } == expected)
    #expect(try values { $0 + "title: x\n" } == expected)
    #expect(try values { $0.replacing("label: ts", with: "label: other") } == expected)
    let more = try values { $0.replacing("replications: 23", with: "replications: 31") }
    #expect(more?.prefix(23) == expected?[...])
  }

  @Test("Results hang together: oracle, random and the metrics of every checkpoint")
  func consistency() throws {
    let result = try run(
      text(
        [EngineTests.environments[0]], ["{label: o, kind: oracle}", "{label: r, kind: random}"]))
    let oracle = result.cells[0]
    #expect(oracle.final[.pseudoRegret]?.mean == 0)
    #expect(oracle.final[.bestArmShare]?.mean == 1)
    #expect(oracle.final[.stuckFraction]?.mean == 0)
    for cell in result.cells {
      #expect(cell.rounds == [12, 24, 36, 48, 60])
      for metric in Metric.curves {
        #expect(cell.curves[metric]?.count == 5)
        #expect(cell.curves[metric]?.last?.mean == cell.final[metric]?.mean)
        #expect(cell.values[metric]?.count == 23)
      }
      let reward = cell.final[.reward]?.mean ?? 0
      let regret = cell.final[.realisedRegret]?.mean ?? 0
      #expect((reward + regret - 36).magnitude < 1e-9)
    }
  }

  @Test("Published values meet the measured ones at their rounds")
  func comparisons() throws {
    let published = """
      published:
        - {environment: two, policy: ts, metric: reward, mean: 30, replications: 4, source: s}
        - {environment: two, policy: ts, metric: reward, round: 7, mean: 3,
           replications: 4, source: s}
        - {environment: two, policy: ts, metric: stuck-fraction, mean: 0, replications: 4, source: s}
      """
    let result = try run(text(EngineTests.environments, EngineTests.policies, published))
    let checks = result.checks
    try #require(checks.map { $0.target.mean?.round } == [60, 7, 60])
    let cell = try #require(result.cells.first)
    #expect(cell.rounds == [7, 12, 24, 36, 48, 60])
    // Rewards are compared by t·μ* − pseudo-regret, μ* = 36/60.
    let regrets = try #require(cell.curves[.pseudoRegret]?.map(\.mean))
    #expect(((checks[0].measured ?? 0) - (36 - regrets[5])).magnitude < 1e-9)
    #expect(((checks[1].measured ?? 0) - (4.2 - regrets[0])).magnitude < 1e-9)
    #expect(checks[2].measured == cell.final[.stuckFraction]?.mean)
  }

  @Test("Progress counts the pulls of the whole experiment")
  func progress() throws {
    let experiment = try read(text(EngineTests.environments, EngineTests.policies))
    let total = 60.0 * 4 * 23 * 3
    let control = RunControl()
    #expect(control.progress == RunControl.Progress(pulls: 0, totalPulls: 0))
    let seen = Mutex<[RunControl.Progress]>([])
    // Looked at whenever a block is finished.
    let sink = WatchedSink { _ in seen.withLock { $0.append(control.progress) } }
    try Engine(jobs: 2).run(experiment, sink: sink, control: control)
    let looks = seen.withLock { $0 }
    #expect(looks.count == 3)
    #expect(looks.allSatisfy { $0.totalPulls == total && $0.pulls > 0 && $0.pulls <= total })
    #expect(looks.map(\.pulls) == looks.map(\.pulls).sorted())
    #expect(control.progress == RunControl.Progress(pulls: total, totalPulls: total))
    #expect(try experiment.run(jobs: 2).cells == sink.result(of: experiment).cells)
  }

  static let singular = """
    name: singular
    horizon: 20
    replications: 3
    environments:
      - {label: twins, kind: correlated-clusters, arms: 8, clusters: 2, nugget: 0,
         kernel: {kind: squared-exponential, length-scale: 1e6}}
      - {label: plain, kind: correlated-clusters, arms: 8, clusters: 2}
    policies: [{label: ts, kind: thompson}, {label: r, kind: random}]
    """

  @Test("Jitter of an environment's covariances is noted beside the result, and nothing else is")
  func notes() throws {
    let result = try run(EngineTests.singular)
    #expect(result.notes.map(\.environment) == ["twins"])
    let note = try #require(result.notes.first)
    // Two clusters in each of three instances.
    #expect(note.policy == nil && note.notes.jitteredFactorisations == 6)
    #expect(note.notes.largestRelativeJitter > 0 && note.notes.largestRelativeJitter < 1e-12)
    #expect(try run(EngineTests.singular, jobs: 1) == result)
    let lines = ResultReport(result).plain().split(separator: "\n")
    let expected =
      /twins: means of 6 clusters were drawn with at most \d\.\de-1\d of the largest variance added to the diagonal/
    #expect(lines.contains { $0.firstMatch(of: expected) != nil })
    #expect(ResultReport(result).markdown().contains("\n\n- twins: means of 6 clusters were drawn"))
    let json = ResultJSON.text([result])
    #expect(json.contains("\"notes\": [{\"environment\":\"twins\",\"notes\":{"))
    #expect(try ResultReader(file: "a").read(Data(json.utf8)) == [result])
    let quiet = try run(text(EngineTests.environments, EngineTests.policies))
    #expect(quiet.notes.isEmpty && quiet.manifest == Manifest(quiet.plan))
  }
}
