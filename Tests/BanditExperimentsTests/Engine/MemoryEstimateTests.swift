import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Memory estimates")
struct MemoryEstimateTests {
  @Test(
    "A cluster's covariance that does not fit is refused with its bytes, nothing being allocated")
  func covarianceMemory() throws {
    for arms in [60_000_000, 2_147_483_647] {
      let text = Study.text(
        4, "environment: {kind: correlated-clusters, arms: \(arms), clusters: 1000}")
      let experiment = try read(text)
      do throws(InsufficientMemory) {
        try MemoryEstimate(experiment, jobs: 1).check(available: 0x1p34)
        Issue.record("it was said to fit")
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
        == "this needs about 1,024 GiB of memory, and this process may use 16.0 GiB; a cluster of 1,000 "
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
        var policy = problem.policies[0]
        policy.matricesPerCluster = matrices
        experiment.problems = [
          Experiment.Problem(
            plan: problem.plan, environment: problem.environment,
            checkpoints: problem.checkpoints, policies: [policy])
        ]
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
    do throws(InsufficientMemory) {
      try MemoryEstimate(experiment, jobs: 2).check(available: 0x1p38)
      Issue.record("it was said to fit")
    } catch {
      // 2 workers · (2^31 − 1) arms · 120 bytes = 480 GiB.
      #expect(
        error.description.hasPrefix(
          "this needs about 480 GiB of memory, and this process may use 256 GiB; "))
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
    // Each base policy of a policy over policies has counts of its own.
    func selection(_ count: Int) throws -> Double {
      let bases = Array(repeating: "tsc", count: count).joined(separator: ", ")
      return try bytes(
        """
        name: study
        seed: 1
        horizon: 100
        replications: 2
        environment: {kind: needle, arms: 1000000}
        policies: [{kind: meta-ucb, policies: [\(bases)]}]
        """)
    }
    #expect(try selection(24) - selection(1) >= 23 * 48e6)
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
        == "this needs about 1.3 GiB of memory, and this process may use 12,346 GiB; "
        + "use fewer arms or replications, or --jobs 1")
  }
}
