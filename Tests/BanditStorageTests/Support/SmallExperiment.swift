import BanditExperiments
import ClusterBandit
import Foundation

@testable import BanditStorage

/// Two problems of a few rounds; realised regrets have both signs.
func smallExperiment(replications: Int, seed: UInt64 = 5) throws -> Experiment {
  let policies = [Plan.Policy(Plan.Component("random")), Plan.Policy(Plan.Component("thompson"))]
  func problem(_ label: String, _ means: [Double], horizon: Int) -> Plan.Problem {
    Plan.Problem(
      label: label,
      environment: Plan.Component("bernoulli", ["means": .list(means.map { .number($0) })]),
      horizon: horizon, swept: [Plan.SweptValue(path: "horizon", value: .number(Double(horizon)))],
      policies: policies)
  }
  var checkpoints = Checkpoints()
  checkpoints.count = 3
  let plan = Plan(
    name: "small", seed: seed, replications: replications, checkpoints: checkpoints,
    problems: [
      problem("one", [0.2, 0.8], horizon: 4), problem("two", [0.5, 0.4, 0.1], horizon: 6),
    ])
  return try Experiment(plan, catalogues: .standard)
}

/// A folder that is removed with its owner.
final class ResultScratch: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("bandit-storage-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of the files in it.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  var finished: String { path + "/small.sqlite" }
  var unfinished: String { path + "/small-partial.sqlite" }
}

/// A run that breaks off.
struct Interrupted: Error {}

/// Hands blocks on until it has had enough of them.
final class BreakingSink: BlockSink {
  private let file: UnfinishedResult
  private let limit: Int
  private let count = Counter()

  init(_ file: UnfinishedResult, after limit: Int) {
    self.file = file
    self.limit = limit
  }

  func have() throws -> Set<BlockID> { try file.have() }

  func write(_ block: BlockResult) throws {
    guard count.next() < limit else { throw Interrupted() }
    try file.write(block)
  }
}

/// Counts from 0; blocks come from one thread at a time.
private final class Counter: @unchecked Sendable {
  private var value = 0
  func next() -> Int {
    defer { value += 1 }
    return value
  }
}

/// Opens the file of an experiment.
func opened(
  _ experiment: Experiment, in scratch: ResultScratch, _ mode: ResultOpening.Mode = .begin,
  kept: KeptValues = KeptValues(), patience: Double = ResultConnection.usualPatience
) throws -> (outcome: ResultOpening.Outcome, notes: [String]) {
  let place =
    mode == .resume
    ? try ResultPlace.resumed(experiment.plan, in: scratch.path)
    : ResultPlace(
      folder: scratch.path, name: experiment.plan.name, mayReplace: mode == .force)
  var opening = ResultOpening(
    place, ResultHeader(experiment, Manifest(experiment), kept), mode, patience: patience)
  let outcome = try opening.open()
  return (outcome, opening.notes)
}

/// Plays an experiment into a folder.
///
/// - Parameter limit: the blocks after which the run breaks off.
/// - Returns: the result; nil if the run was broken off.
@discardableResult
func played(
  _ experiment: Experiment, in scratch: ResultScratch, _ mode: ResultOpening.Mode = .begin,
  kept: KeptValues = KeptValues(), limit: Int = .max
) throws -> ResultSet? {
  switch try opened(experiment, in: scratch, mode, kept: kept).outcome {
  case .finished(let result): return result
  case .unfinished(let file):
    defer { try? file.close() }
    var engine = Engine(jobs: 1)
    engine.keepsCurves = kept.runs
    do {
      try engine.run(experiment, sink: BreakingSink(file, after: limit))
    } catch is Interrupted {
      return nil
    }
    let result = try file.soFar(experiment, Manifest(experiment))
    _ = try file.finish(result, experiment)
    return result
  }
}

/// What a run in memory gives.
func expected(_ experiment: Experiment, kept: KeptValues = KeptValues()) throws -> ResultSet {
  try experiment.run(jobs: 1, keepsRuns: kept.runs)
}

/// The unfinished file of an experiment, after so many of its blocks.
func begun(
  _ experiment: Experiment, in scratch: ResultScratch, blocks: Int
) throws -> UnfinishedResult {
  guard case .unfinished(let file) = try opened(experiment, in: scratch).outcome else {
    throw Interrupted()
  }
  do {
    try Engine(jobs: 1).run(experiment, sink: BreakingSink(file, after: blocks))
  } catch is Interrupted {
    // As many as were wanted.
  }
  return file
}
