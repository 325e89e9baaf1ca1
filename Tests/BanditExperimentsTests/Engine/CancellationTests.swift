import ClusterBandit
import Foundation
import Randomness
import Synchronization
import TestSupport
import Testing

@testable import BanditExperiments

@Suite("Cancelled runs", .serialized)
struct CancellationTests {
  @Test("Whenever a run is cancelled, it leaves prefixes that are those of shorter runs")
  func anyMoment() throws {
    let experiment = try read(BlockRunTests.text)
    let whole = try experiment.run(jobs: 2)
    var stream = testStream()
    var (partial, incomplete, checked) = (0, 0, 0)
    for trial in 0..<12 {
      let control = RunControl()
      let wanted = whole.plan.pulls * (trial == 0 ? 0 : stream.nextUnit())
      let sink = MemorySink()
      let ended = Atomic(false)
      // Somebody else looks at the progress and cancels at a random pull.
      Thread.detachNewThread {
        while !ended.load(ordering: .relaxed), control.progress.pulls < wanted { usleep(50) }
        control.cancel()
      }
      try Engine(jobs: 1 + trial % 3).run(experiment, sink: sink, control: control)
      ended.store(true, ordering: .relaxed)
      let result = ResultSet(
        plan: experiment.plan, blocks: sink.blocks, constants: [], manifest: whole.manifest)
      partial += result.isPartial ? 1 : 0
      incomplete += sink.blocks.count { !$0.isComplete }
      for cell in result.cells {
        let full = try #require(whole.cell(cell.environment, cell.policy))
        for (metric, values) in cell.values {
          #expect(values == full.values[metric].map { Array($0.prefix(cell.replications)) })
        }
        let short = try experiment.with(replications: cell.replications).run(jobs: 2)
        #expect(short.cell(cell.environment, cell.policy) == cell, "\(cell.replications)")
        checked += 1
      }
    }
    #expect(partial >= 6 && incomplete > 0 && checked > 10)
  }

  @Test("A run that was cancelled before it begins plays nothing")
  func before() throws {
    let control = RunControl()
    control.cancel()
    #expect(control.isCancelled)
    let result = try read(BlockRunTests.text).run(jobs: 2, control: control)
    #expect(result.cells.isEmpty && result.isPartial && control.progress.pulls == 0)
  }

  /// The seconds from a cancel in the middle of a replication to the end of the run.
  private func latency(_ experiment: Experiment) throws -> Double {
    let control = RunControl()
    let cancelled = Mutex<ContinuousClock.Instant?>(nil)
    Thread.detachNewThread {
      while control.progress.pulls == 0 { usleep(1000) }
      usleep(200_000)
      cancelled.withLock { $0 = .now }
      control.cancel()
    }
    let result = try experiment.run(jobs: 2, control: control)
    let end = ContinuousClock.now
    #expect(result.cells.isEmpty && result.isPartial)
    return try (end - #require(cancelled.withLock { $0 })) / .seconds(1)
  }

  @Test(
    "A cancel inside a long replication takes effect within 0.3 s, be its pulls slow or fast",
    .timeLimit(.minutes(2)),
    arguments: [
      (
        "{kind: needle, arms: 6, clusters: 2}",
        "{kind: two-level, strategy: pmax, model: hierarchical}", "1000000"
      ),
      ("{kind: bernoulli, means: [0.4, 0.6]}", "{kind: ucb1}", "1000000000"),
      ("{kind: bernoulli, means: [0.4, 0.6]}", "{kind: random}", "1000000000\nbatch: 1000"),
      ("{kind: contextual-clusters}", "{kind: random}", "1000000000"),
    ])
  func latency(environment: String, policy: String, horizon: String) throws {
    let experiment = try read(
      """
      name: long
      horizon: \(horizon)
      replications: 2
      environment: \(environment)
      policies: [\(policy)]
      """)
    // The best of a few tries: what else the machine does is not what this is about.
    var best = Double.infinity
    for _ in 0..<5 where best > 0.3 { best = min(best, try latency(experiment)) }
    #expect(best <= 0.3)
  }
}
