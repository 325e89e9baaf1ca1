package import BanditExperiments
import Foundation
import SQLite

/// What is found when everything in a result file is worked out again.
package struct Verification: Sendable {
  /// What is not as it was saved, a line each; none of a sound file.
  package private(set) var damages: [String] = []
  /// The plan, if it can be read.
  package private(set) var plan: Plan?
  /// What made the file, if that can be read.
  package private(set) var manifest: Manifest?
  /// Whether the file is finished.
  package private(set) var isFinished = false
  /// The SHA-256 of plan and values of a finished file.
  package private(set) var contentHash: String?
  /// The blocks that the file knows, with the hashes of what they measured.
  package private(set) var blocks: [BlockID: String] = [:]

  /// Verifies a file.
  ///
  /// - Throws: `StorageFailure` if it cannot be opened, or is no result at all.
  package init(_ file: String) throws(StorageFailure) {
    let queue: DatabaseQueue
    do {
      queue = try ResultConnection.reading(file)
    } catch {
      guard error.kind == .unreadable else { throw error }
      damages = [error.reason]
      return
    }
    defer { try? queue.close() }
    do {
      try queue.read { try verify($0, file) }
    } catch {
      let failure = ResultConnection.failure(reading: file, error)
      guard failure.kind == .unreadable else { throw failure }
      if damages.isEmpty { damages = [failure.reason] }
    }
  }

  private mutating func verify(_ db: Database, _ file: String) throws {
    let header = try ResultHeader(db, file: file)
    (plan, manifest) = (header.plan, header.manifest)
    // Not all that it misses is missed by hashes: pages that nobody reads, for example.
    for line in (try? String.fetchAll(db, sql: "PRAGMA integrity_check(3)")) ?? []
    where line != "ok" {
      damages.append("SQLite: \(line)")
    }
    let changed = try header.changedTables(db)
    isFinished = changed != nil
    damages += (changed ?? []).map { "the table '\($0)' is not as it was saved" }
    contentHash = try String.fetchOne(
      db, sql: "SELECT value FROM manifest WHERE key = 'sha256'")
    for number in header.plan.problems.indices { try verifyBlocks(db, header, number) }
    if damages.isEmpty { _ = try ResultSet(db, header, isFinished: isFinished) }
  }

  private mutating func verifyBlocks(
    _ db: Database, _ header: ResultHeader, _ number: Int
  ) throws {
    let problem = StoredProblem(header: header, number: number)
    let label = header.plan.problems[number].label
    do {
      _ = try problem.state(db)
    } catch is DamagedBytes {
      damages.append("the merged blocks of '\(label)' are not as they were saved")
    }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT block, sha256, data FROM block WHERE problem = ? ORDER BY block",
      arguments: [number])
    while let row = try rows.next() {
      guard let block = Int.fromDatabaseValue(row[0]) else { continue }
      do {
        _ = try problem.stored(row)
        blocks[BlockID(problem: number, block: block)] = String.fromDatabaseValue(row[1])
      } catch is DamagedBytes {
        damages.append("block \(block) of '\(label)' is not as it was saved")
      }
    }
  }
}

extension Verification {
  /// Plays a block again.
  ///
  /// - Returns: whether it measured the same; nil if the run was cancelled.
  package func replayed(
    _ id: BlockID, _ experiment: Experiment, jobs: Int?, control: RunControl
  ) throws -> Bool? {
    let sink = OneBlock(id, of: experiment.plan)
    try Engine(jobs: jobs).run(
      experiment, blocks: id.block..<id.block + 1, sink: sink, control: control)
    return sink.played.map { BlockCoding.sha256($0) == blocks[id] }
  }
}

/// Takes one block; those of other problems are there.
private struct OneBlock: BlockSink {
  private let others: Set<BlockID>
  private let memory = MemorySink()

  init(_ id: BlockID, of plan: Plan) {
    others = Set(
      plan.problems.indices.filter { $0 != id.problem }.map {
        BlockID(problem: $0, block: id.block)
      })
  }

  func have() -> Set<BlockID> { others }
  func write(_ block: BlockResult) { memory.write(block) }

  /// The block, if it is complete.
  var played: BlockResult? { memory.blocks.first { $0.isComplete } }
}
