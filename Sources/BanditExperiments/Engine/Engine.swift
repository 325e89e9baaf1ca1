import ClusterBandit
import Foundation
import Randomness
import Synchronization

/// Plays the blocks of an experiment: replications in parallel, results the same for any number of
/// workers.
///
/// The unit of work is a slice of a block, the unit of a result a block; the engine knows nothing
/// of published values, files or tables.
public struct Engine: Sendable {
  /// The number of workers.
  public let jobs: Int
  /// Whether blocks keep every replication's curve instead of a sketch beyond
  /// `CurveSample/exactLimit` replications.
  public var keepsCurves = false
  /// Whether whoever takes the blocks keeps every replication's final values.
  package var keepsFinals = true

  /// An engine with `jobs` workers, by default one for each core.
  public init(jobs: Int? = nil) {
    self.jobs = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Plays the blocks that the sink does not have and hands each to it when it is finished.
  ///
  /// One instance is drawn for each environment and replication and played by all policies, each
  /// with the same reward draws. If the run is cancelled, the replications of unfinished blocks
  /// that are complete from the block's first on are handed over as incomplete blocks. Memory is
  /// O(jobs · N + checkpoints · replications of two blocks), whatever the horizon.
  ///
  /// - Parameters:
  ///   - experiment: what is played.
  ///   - blocks: the numbers of the blocks of every problem, by default all.
  ///   - sink: takes the blocks, from one thread at a time.
  ///   - control: watches and cancels the run.
  /// - Throws: ``InsufficientMemory`` before anything is played, or what the sink throws.
  public func run(
    _ experiment: Experiment, blocks: Range<Int>? = nil, sink: some BlockSink,
    control: RunControl = RunControl()
  ) throws {
    let all = 0..<BlockID.count(of: experiment.plan.replications)
    let wanted = blocks.map { $0.clamped(to: all) } ?? all
    try run(
      experiment,
      only: experiment.plan.problems.indices.lazy.flatMap { problem in
        wanted.lazy.map { BlockID(problem: problem, block: $0) }
      }, sink: sink, control: control)
  }

  /// The same with single blocks, which are played in that order.
  package func run(
    _ experiment: Experiment, only blocks: some Sequence<BlockID>, sink: some BlockSink,
    control: RunControl = RunControl()
  ) throws {
    try MemoryEstimate(experiment, jobs: jobs, keepsFinals: keepsFinals).check()
    let present = try sink.have()
    let queue = WorkQueue(
      experiment.plan, blocks: blocks.filter { !present.contains($0) }, jobs: jobs)
    control.begin(totalPulls: queue.pulls)
    let assembly = BlockAssembly(
      experiment.plan, sink: sink,
      keepsValues: keepsCurves || experiment.plan.replications <= CurveSample.exactLimit)
    Engine.inParallel(min(jobs, queue.count)) {
      while !control.isCancelled, !assembly.hasFailed, let slice = queue.next() {
        let problem = experiment.problems[slice.block.problem]
        let tables = ClockTables.covering(horizon: problem.horizon)
        for replication in slice.replications {
          guard !control.isCancelled,
            let played = problem.play(
              experiment.seeds, number: replication, tables: tables, control: control.play)
          else { break }
          assembly.add(played, of: slice.block, replication: replication)
        }
      }
    }
    try assembly.finish()
  }

  /// Runs `body` on that many threads at once; the calling one is among them.
  static func inParallel(_ workers: Int, _ body: @escaping @Sendable () -> Void) {
    guard workers > 0 else { return }
    let others = DispatchGroup()
    for _ in 1..<workers {
      others.enter()
      Thread.detachNewThread {
        body()
        others.leave()
      }
    }
    body()
    others.wait()
  }
}

/// What all policies of a problem did in one replication.
struct PlayedReplication: Sendable {
  let trajectories: [Trajectory]
  let instanceNotes: NumericalNotes
}

extension Experiment.Problem {
  /// Plays a replication with every policy; nil if it was told to end.
  func play(
    _ seeds: SeedTree, number: Int, tables: ClockTables, control: PlayControl
  ) -> PlayedReplication? {
    let replication = UInt64(number)
    var game = Replication(
      instance: drawInstance(seeds, replication: replication), horizon: horizon,
      checkpoints: checkpoints, seeds: seeds, number: replication, tables: tables, batch: batch)
    game.control = control
    game.keepsEvidence = keepsEvidence
    game.discount = discount
    game.keepsLuck = keepsLuck
    game.recommendation = recommendation
    var trajectories: [Trajectory] = []
    for policy in policies {
      let trajectory = policy.play(game)
      guard trajectory.isComplete else { return nil }
      trajectories.append(trajectory)
    }
    return PlayedReplication(
      trajectories: trajectories, instanceNotes: game.instance.prior?.notes ?? NumericalNotes())
  }
}
