import ClusterBandit
import Foundation
import Randomness
import Synchronization
import Testing

@testable import BanditExperiments

@Suite("Running experiments")
struct RunnerTests {
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

  private func run(_ text: String, jobs: Int = 2) throws -> ExperimentResult {
    try ExperimentRunner(jobs: jobs).run(read(text))
  }

  @Test("One, two and seven workers measure exactly the same")
  func workers() throws {
    let experiment = try read(text(RunnerTests.environments, RunnerTests.policies))
    let one = try ExperimentRunner(jobs: 1).run(experiment)
    #expect(try ExperimentRunner(jobs: 2).run(experiment) == one)
    #expect(try ExperimentRunner(jobs: 7).run(experiment) == one)
    #expect(one.cells.count == 12)
    #expect(one.cells.map(\.environment).prefix(5) == ["two", "two", "two", "two", "needle"])
    #expect(one.streams == StreamVersion.current)
  }

  @Test("More policies, fewer environments and other orders leave every other row as it was")
  func independence() throws {
    let all = try run(text(RunnerTests.environments, RunnerTests.policies))
    let others = [
      text(RunnerTests.environments.reversed(), RunnerTests.policies.reversed()),
      text([RunnerTests.environments[1]], [RunnerTests.policies[3], RunnerTests.policies[0]]),
      text(
        ["{label: new, kind: needle, arms: 5, clusters: 5}"] + RunnerTests.environments,
        ["{label: new, kind: random}"] + RunnerTests.policies),
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

  @Test("Seed and name change the draws; title, label and number of replications do not")
  func seeds() throws {
    let base = try run(text([RunnerTests.environments[1]], [RunnerTests.policies[0]]))
    func values(_ change: (String) -> String) throws -> [Double]? {
      let changed = change(text([RunnerTests.environments[1]], [RunnerTests.policies[0]]))
      return try run(changed).cells[0].values[.reward]
    }
    let expected = base.cells[0].values[.reward]
    #expect(try values { $0.replacing("seed: 11", with: "seed: 12") } != expected)
    #expect(try values { $0.replacing("name: runner", with: "name: runnes") } != expected)
    #expect(try values { $0 + "title: x\n" } == expected)
    #expect(try values { $0.replacing("label: ts", with: "label: other") } == expected)
    let more = try values { $0.replacing("replications: 23", with: "replications: 31") }
    #expect(more?.prefix(23) == expected?[...])
  }

  @Test("Results hang together: oracle, random and the metrics of every checkpoint")
  func consistency() throws {
    let result = try run(
      text(
        [RunnerTests.environments[0]], ["{label: o, kind: oracle}", "{label: r, kind: random}"]))
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
    let result = try run(text(RunnerTests.environments, RunnerTests.policies, published))
    #expect(result.comparisons.map(\.published.round) == [60, 7, 60])
    let cell = try #require(result.cells.first)
    #expect(cell.rounds == [7, 12, 24, 36, 48, 60])
    #expect(result.comparisons[0].mean == cell.final[.reward]?.mean)
    #expect(result.comparisons[1].mean == cell.curves[.reward]?[0].mean)
    #expect(result.comparisons[2].mean == cell.final[.stuckFraction]?.mean)
  }

  @Test("Progress counts the pulls of the whole experiment")
  func progress() throws {
    let seen = Mutex<[(Double, Double)]>([])
    let experiment = try read(text(RunnerTests.environments, RunnerTests.policies))
    let quiet = try ExperimentRunner(jobs: 2).run(experiment)
    let result = try ExperimentRunner(jobs: 2) { done, total in
      seen.withLock { $0.append((done, total)) }
    }.run(experiment)
    let total = 60.0 * 4 * 23 * 3
    let calls = seen.withLock { $0 }
    #expect(calls.count == 69)
    #expect(calls.allSatisfy { $0.1 == total && $0.0 > 0 && $0.0 <= total })
    #expect(calls.map(\.0).max() == total)
    #expect(result == quiet)
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
    let result = try run(RunnerTests.singular)
    #expect(result.notes.map(\.environment) == ["twins"])
    let note = try #require(result.notes.first)
    // Two clusters in each of three instances.
    #expect(note.policy == nil && note.notes.jitteredFactorisations == 6)
    #expect(note.notes.largestRelativeJitter > 0 && note.notes.largestRelativeJitter < 1e-12)
    #expect(try run(RunnerTests.singular, jobs: 1) == result)
    let lines = ResultReport(result).plain().split(separator: "\n")
    let expected =
      /twins: means of 6 clusters were drawn with at most \d\.\de-1\d of the largest variance added to the diagonal/
    #expect(lines.contains { $0.wholeMatch(of: expected) != nil })
    #expect(ResultReport(result).markdown().contains("\n\n- twins: means of 6 clusters were drawn"))
    let json = MachineReadableReport(result).json()
    #expect(
      json.contains("\"notes\": [\n{\"diagonal_fallbacks\":0,\"environment\":\"twins\",\"jitt"))
    #expect(try SavedResultReader(file: "a").read(Data(json.utf8)) == [FinalValues(result)])
    let quiet = try run(text(RunnerTests.environments, RunnerTests.policies))
    #expect(quiet.notes.isEmpty && quiet.manifest == Manifest())
  }

  @Test("A note tells what a policy's factorisations met")
  func noteTexts() {
    func text(_ policy: String?, _ jittered: Int, _ jitter: Double, _ fallbacks: Int) -> String {
      ResultNote(
        environment: "e", policy: policy,
        notes: NumericalNotes(
          jitteredFactorisations: jittered, largestRelativeJitter: jitter,
          diagonalFallbacks: fallbacks)
      ).text
    }
    let added = "of the largest variance added to the diagonal"
    #expect(
      text("p", 1234, 2.26e-14, 0) == "p on e: 1,234 factorisations with at most 2.3e-14 \(added)")
    #expect(
      text("p", 1, 0.5, 3)
        == "p on e: 1 factorisation with at most 5.0e-1 \(added); the diagonal alone was used 3 times"
    )
    #expect(text("p", 0, 0, 2) == "p on e: the diagonal alone was used 2 times")
    #expect(
      text(nil, 1, 1e-9, 0) == "e: means of 1 cluster were drawn with at most 1.0e-9 \(added)")
  }

  @Test("The manifest names the linear algebra of experiments that have some")
  func manifest() throws {
    let contexts = """
      name: contexts
      horizon: 5
      replications: 2
      environment: {kind: contextual-clusters, arms: 4, clusters: 2, dimension: 2}
      policies: [{kind: random}]
      """
    for text in [RunnerTests.singular, contexts] {
      let blas = try #require(try run(text).manifest.blas)
      #expect(blas.threads == 1 && !blas.version.isEmpty && !blas.core.isEmpty)
      #expect(!blas.isEnvironmentUsed)
    }
    let library = Manifest.BLAS(
      version: "0.3.21", core: "Haswell", threads: 4, environmentThreads: "4",
      isEnvironmentUsed: true)
    #expect(
      Manifest(blas: library).text == "BLAS ran on 4 threads, as OPENBLAS_NUM_THREADS says")
    func text(_ threads: Int, _ environment: String?) -> String? {
      Manifest(
        blas: Manifest.BLAS(
          version: "0", core: "x", threads: threads, environmentThreads: environment,
          isEnvironmentUsed: false)
      ).text
    }
    #expect(text(1, nil) == nil && text(2, nil) == "BLAS ran on 2 threads")
    #expect(
      text(1, "8")
        == "BLAS ran on 1 thread: OPENBLAS_NUM_THREADS=8 is ignored unless --blas-threads environment "
        + "asks for it")
  }

  @Test(
    "A cluster's covariance that does not fit is refused with its bytes, nothing being allocated")
  func covarianceMemory() throws {
    for arms in [60_000_000, 2_147_483_647] {
      let text = Study.text(
        4, "environment: {kind: correlated-clusters, arms: \(arms), clusters: 1000}")
      let experiment = try read(text)
      do {
        _ = try ExperimentRunner(jobs: 1).run(experiment)
        Issue.record("the machine has that much memory")
      } catch {
        let size =
          arms == 60_000_000 ? "60,000 arms needs 26.8 GiB" : "2,147,484 arms needs 34,360 GiB"
        #expect(
          error.description.hasSuffix(
            " GiB; a cluster of \(size) for its covariance: use smaller clusters or kernel "
              + "shared-effects, or --jobs 1"), "\(error)")
      }
    }
    #expect(
      InsufficientMemory(needed: 0x1p40, installed: 0x1p34, largestCluster: 1000).description
        == "this needs about 1,024 GiB of memory, and the machine has 16.0 GiB; a cluster of 1,000 "
        + "arms needs 8 MiB for its covariance: use smaller clusters or kernel shared-effects, or "
        + "--jobs 1")
  }

  @Test("Covariances count once for each worker, given ones once, and policies' matrices on top")
  func covarianceEstimate() throws {
    func estimate(_ kernel: String, jobs: Int = 1, matrices: Int = 0) throws -> MemoryEstimate {
      let text = Study.text(
        4, "environment: {kind: correlated-clusters, arms: 40000, clusters: 10, \(kernel)}")
      var experiment = try read(text)
      if matrices > 0 {
        let problem = experiment.problems[0]
        var policy = problem.policies[0].policy
        policy.matricesPerCluster = matrices
        experiment = Experiment(
          name: "e", title: "", seed: 0, horizon: 100, replications: 2,
          problems: [
            Experiment.Problem(
              label: "e", environment: problem.environment, permutesLabels: false, horizon: 100,
              batch: 1, checkpoints: problem.checkpoints,
              policies: [Experiment.Entry(label: "p", policy: policy)])
          ])
      }
      return MemoryEstimate(experiment, jobs: jobs)
    }
    let kernel = "kernel: matern"
    let effects = "kernel: {kind: shared-effects, effects: 4}"
    // Ten matrices of 4000² numbers and one more: 1408 MB; effects take 40,000 · 4 numbers.
    let base = try estimate(effects).bytes - 8 * 160_000
    #expect(try estimate(kernel).bytes - base == 8 * 11 * 16e6)
    #expect(try estimate(kernel, jobs: 2).bytes - estimate(kernel).bytes > 8 * 11 * 16e6)
    #expect(try estimate(kernel, matrices: 3).bytes - base == 8 * (11 + 30) * 16e6)
    #expect(try estimate(effects, matrices: 3).bytes - base == 8 * (160_000 + 30 * 16))
    #expect(try estimate(kernel).largestCluster == 4000)
    #expect(try estimate(effects).largestCluster == 0)
  }

  @Test("Two thousand million arms are refused before memory is asked for")
  func memory() throws {
    let text = Study.text(4, "environment: {kind: needle, arms: 2147483647}")
    let experiment = try read(text)
    do {
      _ = try ExperimentRunner(jobs: 2).run(experiment)
      Issue.record("the machine has that much memory")
    } catch {
      // 2 workers · (2^31 − 1) arms · 120 bytes = 480 GiB.
      #expect(
        error.description.hasPrefix(
          "this needs about 480 GiB of memory, and the machine has "))
      #expect(error.description.hasSuffix(" GiB; use fewer arms or replications, or --jobs 1"))
    }
  }

  @Test("The memory estimate grows with arms, workers, replications and checkpoints")
  func estimate() throws {
    func bytes(_ text: String, _ jobs: Int = 1) throws -> Double {
      MemoryEstimate(try read(text), jobs: jobs).bytes
    }
    let needle = Study.text(4, "environment: {kind: needle, arms: 1000000}")
    let base = try bytes(needle)
    #expect(base >= 120e6 && base < 121e6)
    #expect(try bytes(needle, 2) >= 2 * 120e6)
    // No more workers than replications are started.
    #expect(try bytes(needle, 64) == bytes(needle, 2))
    // What a policy keeps of each cluster counts for every worker, the largest policy's once: 4544
    // bytes for the grid of the exact model.
    let grid = """
      environment: {kind: needle, arms: 1000000, clusters: 100000}
      policies: [{kind: hierarchical-thompson}, {kind: two-level, model: hierarchical}, {kind: tsc}]
      """
    let counts = """
      environment: {kind: needle, arms: 1000000, clusters: 100000}
      policies: [{kind: thompson}, {kind: two-level}, {kind: tsc}]
      """
    for workers in 1...2 {
      let more =
        try bytes(Study.text(4...5, grid), workers) - bytes(Study.text(4...5, counts), workers)
      #expect(more == Double(workers) * 100_000 * 4544)
    }
    // A batch's arms and rewards, and what policies note of pending pulls.
    func batched(_ batch: Int) throws -> Double {
      try bytes(Study.text(2, "horizon: 1000\nbatch: \(batch)\ncheckpoints: {count: 1}"))
    }
    #expect(try batched(101) - batched(1) == (12 + 256) * 100)
    // Under a covariance a pending pull is a row over the arms of its cluster, twice while rows grow.
    func covaried(_ batch: Int) throws -> Double {
      let lines = """
        environment: {kind: correlated-clusters, arms: 50, clusters: 5}
        policies: [{kind: gaussian-cluster-ucb}]
        batch: \(batch)
        checkpoints: {count: 1}
        """
      return try bytes(Study.text(4...5, lines))
    }
    #expect(try covaried(100) - covaried(50) == (12 + 256 + 16 * 10) * 50)
    // The tree above a thousand more clusters.
    func clustered(_ clusters: Int) throws -> Double {
      try bytes(Study.text(4, "environment: {kind: needle, arms: 5000, clusters: \(clusters)}"))
    }
    #expect(try clustered(2000) - clustered(1000) == 152_000)
    let many = Study.text(3, "replications: 1000000000")
    #expect(try bytes(many) >= 1e9 * 6 * 8)
    #expect(try bytes(Study.text(2, "horizon: 100000\ncheckpoints: {count: 100000}")) > 4e7)
    #expect(
      InsufficientMemory(needed: 0x1p30 * 1.26, installed: 0x1p30 * 12345.6).description
        == "this needs about 1.3 GiB of memory, and the machine has 12,346 GiB; "
        + "use fewer arms or replications, or --jobs 1")
  }
}
