import BanditExperiments
import Foundation
import SQLite

@testable import BanditStorage

/// A sweep of a small experiment in a folder that is removed with it.
struct SmallSweep {
  let scratch: ResultScratch
  let experiment: Experiment
  let folder: SweepFolder
  var shards: Range<Int> { 0..<folder.sweep.shardCount }

  /// - Parameter seconds: of a replication of each of the two problems.
  init(
    replications: Int = 950, shards: Int, seed: UInt64 = 5, seconds: [Double] = [1, 1],
    kept: KeptValues = KeptValues()
  ) throws {
    scratch = try ResultScratch()
    experiment = try smallExperiment(replications: replications, seed: seed)
    let sweep = SweepPlan(
      experiment, kept: kept, shards: shards, seconds: seconds, workers: 1, dataFolder: "/")
    folder = try SweepFolder.make(scratch.path + "/sweep", sweep, script: "").folder
  }

  func path(_ shard: Int) -> String { folder.place(of: shard).finished }

  func opened(_ shard: Int) throws -> (outcome: ShardOpening.Outcome, notes: [String]) {
    var opening = ShardOpening(folder, shard: shard, experiment, Manifest(experiment))
    let outcome = try opening.open()
    return (outcome, opening.notes)
  }

  /// Plays a shard.
  ///
  /// - Parameter limit: the blocks after which it breaks off.
  /// - Returns: what was said.
  @discardableResult
  func play(_ shard: Int, limit: Int = .max) throws -> [String] {
    let (outcome, notes) = try opened(shard)
    guard case .unfinished(let sink) = outcome else { return notes + ["finished"] }
    var engine = Engine(jobs: 1)
    engine.keepsCurves = folder.sweep.kept.runs
    let present = try sink.have()
    let blocks = folder.sweep.blocks(of: shard).filter { !present.contains($0) }
    try engine.run(experiment, only: blocks.prefix(limit), sink: sink)
    _ = try sink.finish()
    return notes
  }

  func inspected(isVerifying: Bool = true) throws -> SweepInspection {
    try SweepInspection(folder, isVerifying: isVerifying)
  }

  /// Merges the shards.
  func merged() throws -> (sha256: String, notes: [String]) {
    var merge = SweepMerge(try inspected(), experiment)
    let sha256 = try merge.run().sha256
    return (sha256, merge.notes)
  }

  /// The hash of one run's file.
  func wholeHash() throws -> String {
    let whole = try ResultScratch()
    try played(experiment, in: whole, kept: folder.sweep.kept)
    return try StoredResult.contentHash(of: whole.finished)
  }

  /// Changes a file with SQL.
  func change(_ path: String, _ statement: String) throws {
    let queue = try ResultConnection.holding(path)
    try queue.write { try $0.execute(sql: statement) }
    try queue.close()
  }
}
