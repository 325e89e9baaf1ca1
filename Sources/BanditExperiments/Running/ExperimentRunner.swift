import ClusterBandit
import Foundation
import Randomness
import Synchronization

/// Runs experiments: replications in parallel, results the same for any number of workers.
public struct ExperimentRunner: Sendable {
  /// The number of workers.
  public let jobs: Int
  /// Who says on how many threads BLAS runs, for the record: the caller has set them.
  public let blasThreads: BLASThreadSource
  /// Called now and then with the pulls done and the pulls of the whole experiment.
  public let progress: (@Sendable (_ done: Double, _ total: Double) -> Void)?

  /// A runner with `jobs` workers, by default one for each core.
  public init(
    jobs: Int? = nil, blasThreads: BLASThreadSource = .count(1),
    progress: (@Sendable (_ done: Double, _ total: Double) -> Void)? = nil
  ) {
    self.jobs = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    self.blasThreads = blasThreads
    self.progress = progress
  }

  /// Runs all replications of all problems.
  ///
  /// One instance is drawn for each environment and replication and played by all policies, each
  /// with the same reward draws. Memory is O(jobs · N + R + checkpoints), whatever the horizon.
  public func run(_ experiment: Experiment) throws(InsufficientMemory) -> ExperimentResult {
    try MemoryEstimate(experiment, jobs: jobs).check()
    let work = WorkQueue(experiment, jobs: jobs)
    let collector = Collector(experiment)
    let seeds = SeedTree(root: experiment.seed, experiment: experiment.name)
    let total = experiment.problems.reduce(0.0) {
      $0 + Double($1.horizon) * Double($1.policies.count) * Double(experiment.replications)
    }
    let done = Mutex(0.0)
    inParallel(min(jobs, work.count)) {
      while let unit = work.next() {
        let problem = experiment.problems[unit.problem]
        let tables = ClockTables.covering(horizon: problem.horizon)
        for replication in unit.replications {
          let (trajectories, notes) = play(
            problem, seeds: seeds, number: replication, tables: tables)
          collector.add(
            trajectories, problem: unit.problem, replication: replication, instance: notes)
          guard let progress else { continue }
          let pulls = Double(problem.horizon) * Double(problem.policies.count)
          progress(
            done.withLock { done in
              done += pulls
              return done
            }, total)
        }
      }
    }
    return collector.result(Manifest(experiment, blasThreads))
  }

  /// Runs `body` on that many threads at once; the calling one is among them.
  private func inParallel(_ workers: Int, _ body: @escaping @Sendable () -> Void) {
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

  private func play(
    _ problem: Experiment.Problem, seeds: SeedTree, number: Int, tables: ClockTables
  ) -> ([Trajectory], NumericalNotes) {
    let replication = UInt64(number)
    let game = Replication(
      instance: problem.drawInstance(seeds, replication: replication), horizon: problem.horizon,
      checkpoints: problem.checkpoints, seeds: seeds, number: replication, tables: tables,
      batch: problem.batch)
    return (
      problem.policies.map { $0.policy.play(game) },
      game.instance.prior?.notes ?? NumericalNotes()
    )
  }
}

/// Hands out replications in small groups, in the order of the problems.
private final class WorkQueue: Sendable {
  struct Unit {
    let problem: Int
    let replications: Range<Int>
  }

  private let replications: Int
  private let chunk: Int
  private let chunksPerProblem: Int
  private let position = Atomic(0)
  let count: Int

  init(_ experiment: Experiment, jobs: Int) {
    replications = experiment.replications
    // Small enough to keep all workers busy to the end, large enough to make locks rare.
    chunk = max(1, min(10, replications / (4 * jobs)))
    chunksPerProblem = (replications + chunk - 1) / chunk
    count = chunksPerProblem * experiment.problems.count
  }

  func next() -> Unit? {
    let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < count else { return nil }
    let start = index % chunksPerProblem * chunk
    return Unit(
      problem: index / chunksPerProblem,
      replications: start..<min(start + chunk, replications))
  }
}

/// The stores of all problems, each behind a lock of its own.
private final class Collector: Sendable {
  private let experiment: Experiment
  private let stores: [LockedStore]

  private final class LockedStore: Sendable {
    let store: Mutex<BlockStore>
    init(_ store: BlockStore) { self.store = Mutex(store) }
  }

  init(_ experiment: Experiment) {
    self.experiment = experiment
    stores = experiment.problems.map {
      LockedStore(
        BlockStore(
          replications: experiment.replications, policies: $0.policies.count,
          checkpoints: $0.checkpoints.count))
    }
  }

  func add(
    _ trajectories: [Trajectory], problem: Int, replication: Int, instance: NumericalNotes
  ) {
    stores[problem].store.withLock {
      $0.add(trajectories, replication: replication, instance: instance)
    }
  }

  func result(_ manifest: Manifest) -> ExperimentResult {
    var cells: [ExperimentResult.Cell] = []
    var notes: [ResultNote] = []
    for (problem, store) in zip(experiment.problems, stores) {
      let blocks = store.store.withLock { $0 }
      notes.append(
        ResultNote(environment: problem.label, policy: nil, notes: blocks.instanceNotes))
      for (index, entry) in problem.policies.enumerated() {
        cells.append(cell(problem, entry, blocks.moments[index], blocks.finals[index]))
        notes.append(
          ResultNote(environment: problem.label, policy: entry.label, notes: blocks.notes[index]))
      }
    }
    return ExperimentResult(
      name: experiment.name, title: experiment.title, seed: experiment.seed,
      horizon: experiment.horizon, replications: experiment.replications, batch: experiment.batch,
      streams: StreamVersion.current, cells: cells,
      comparisons: experiment.published.compactMap { compare($0, cells) },
      claims: experiment.claims.compactMap { check($0, cells) },
      constants: experiment.constants.compactMap { ConstantComparison($0, experiment) },
      notes: notes.filter { !$0.notes.isEmpty }, manifest: manifest)
  }

  private func cell(
    _ problem: Experiment.Problem, _ entry: Experiment.Entry, _ moments: [Moments],
    _ finals: [[Double]]
  ) -> ExperimentResult.Cell {
    let metrics = Metric.curves
    var curves: [Metric: [Moments]] = [:]
    var final: [Metric: Summary] = [:]
    var values: [Metric: [Double]] = [:]
    for metric in Metric.allCases {
      values[metric] = finals[metric.index]
      if metric == .stuckFraction {
        final[metric] = Summary(
          moments: moments[problem.checkpoints.count * metrics.count],
          values: finals[metric.index])
        continue
      }
      let curve = problem.checkpoints.indices.map { moments[$0 * metrics.count + metric.index] }
      curves[metric] = curve
      final[metric] = Summary(
        moments: curve[curve.count - 1], values: finals[metric.index])
    }
    return ExperimentResult.Cell(
      environment: problem.label, policy: entry.label, horizon: problem.horizon,
      rounds: problem.checkpoints, final: final, curves: curves, values: values)
  }

  private func check(_ claim: Claim, _ cells: [ExperimentResult.Cell]) -> ClaimOutcome? {
    func values(_ place: Claim.Place) -> [Double] {
      cells.first { $0.environment == place.environment && $0.policy == place.policy }?
        .values[claim.metric] ?? []
    }
    return ClaimOutcome(
      claim, numerator: values(claim.numerator), denominator: values(claim.denominator))
  }

  private func compare(
    _ published: PublishedValue, _ cells: [ExperimentResult.Cell]
  ) -> Comparison? {
    guard
      let cell = cells.first(where: {
        $0.environment == published.environment && $0.policy == published.policy
      })
    else { return nil }
    if published.metric == .stuckFraction {
      guard published.round == cell.horizon, let values = cell.values[.stuckFraction] else {
        return nil
      }
      var moments = Moments()
      for value in values { moments.add(value) }
      return Comparison(published, moments)
    }
    guard let index = cell.rounds.firstIndex(of: published.round),
      let curve = cell.curves[published.metric]
    else { return nil }
    return Comparison(published, curve[index])
  }
}
