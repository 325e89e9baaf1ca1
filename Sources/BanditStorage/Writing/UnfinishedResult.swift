package import BanditExperiments
import Foundation
import SQLite
import Synchronization

/// A result file that is being written: it takes the blocks of a run as they come.
///
/// A block is safe once ``write(_:)`` returns. The file is made with the first block, and held by
/// one process until it is finished or that process ends, however it does.
package final class UnfinishedResult: BlockSink {
  let place: ResultPlace
  let header: ResultHeader
  /// The connection is made with the first block.
  let file: Mutex<(path: String, connection: DatabaseQueue?, identity: FileIdentity?)>
  /// How many blocks of each problem have come since the last were merged.
  private let unmerged = Mutex<[Int: Int]>([:])

  /// So many blocks of a problem are kept whole before they are merged; in a shard, whose blocks
  /// are merged elsewhere, all.
  let mergeInterval: Int
  /// Less would write the state too often, more would take room.
  static let usualMergeInterval = 32

  init(
    _ path: String, _ place: ResultPlace, _ header: ResultHeader, _ connection: DatabaseQueue?,
    mergeInterval: Int = usualMergeInterval
  ) {
    self.place = place
    self.header = header
    self.mergeInterval = mergeInterval
    file = Mutex((path, connection, connection.flatMap { _ in FileIdentity(path) }))
  }

  /// The file's path; a finished result has another.
  package var path: String { file.withLock { $0.path } }

  private var connection: DatabaseQueue? { file.withLock { $0.connection } }

  /// The complete blocks that are in the file.
  package func have() throws -> Set<BlockID> {
    guard let queue = connection else { return [] }
    return try writing {
      try queue.read { db in
        var found: Set<BlockID> = []
        let plan = header.plan
        for row in try Row.fetchAll(db, sql: "SELECT problem, block, replications FROM block") {
          guard let problem = Int.fromDatabaseValue(row[0]),
            plan.problems.indices.contains(problem), let block = Int.fromDatabaseValue(row[1])
          else { continue }
          let id = BlockID(problem: problem, block: block)
          let expected = id.replications(of: plan.replications).count
          if Int.fromDatabaseValue(row[2]) == expected { found.insert(id) }
        }
        return found
      }
    }
  }

  /// Keeps a block, in a transaction of its own.
  package func write(_ block: BlockResult) throws { try write([block]) }

  /// Keeps blocks in one transaction.
  func write(_ blocks: [BlockResult]) throws {
    let rows = blocks.map { (block: $0, stored: StoredBlock.whole($0)) }
    do {
      let queue = try opened()
      try requireInPlace()
      let full = unmerged.withLock { counts in
        for block in blocks { counts[block.id.problem, default: 0] += 1 }
        return counts.filter { $0.value >= mergeInterval }.keys
      }
      try queue.write { db in
        let statement = try db.makeStatement(
          sql: "INSERT OR REPLACE INTO block VALUES(?, ?, ?, ?, ?)")
        for (block, stored) in rows {
          try statement.execute(arguments: [
            block.id.problem, block.id.block, block.replications, stored.sha256,
            Data(stored.bytes),
          ])
        }
        for problem in full { try StoredProblem(header: header, number: problem).fold(db) }
      }
      unmerged.withLock { counts in for problem in full { counts[problem] = 0 } }
    } catch let error as DatabaseError {
      let bytes = rows.reduce(0) { $0 + $1.stored.bytes.count }
      throw givenUp(StorageFailure(writing: path, error, bytes: bytes))
    } catch {
      throw ResultConnection.failure(writing: path, error)
    }
  }

  /// What is complete of the result so far.
  ///
  /// - Parameter manifest: what has made it.
  package func soFar(
    _ experiment: Experiment, _ manifest: Manifest
  ) throws(StorageFailure) -> ResultSet {
    let header = ResultHeader(experiment, manifest, header.kept)
    return try writing {
      guard let queue = connection else { return ResultSet.empty(header) }
      return try queue.read { try ResultSet($0, header, isFinished: false) }
    }
  }

  /// Ends the writing: a whole result is put in its place, a partial one stays where it is.
  ///
  /// - Returns: the path of the file; nil if nothing was written.
  package func finish(
    _ result: ResultSet, _ experiment: Experiment
  ) throws(StorageFailure) -> String? {
    try writing {
      guard let queue = connection else { return nil }
      let header = ResultHeader(experiment, result.manifest, header.kept)
      if result.isPartial {
        try queue.write { try header.write($0) }
        try close()
        return path
      }
      try queue.write { try FinishedTables(header: header, result: result).write($0) }
      // What blocks took is given back.
      try queue.vacuum()
      try publish()
      return place.finished
    }
  }

  /// Puts the file in the place of the finished result.
  ///
  /// It is renamed before it is let go: whoever waits for it sees that it is another one. The
  /// result of another plan that was put there since the run began is left alone.
  func publish() throws {
    try requireInPlace()
    let other = place.mayReplace ? nil : try? StoredResult.plan(of: place.finished).plan
    let differences =
      other?.differences(from: header.plan, butFewerReplications: true) ?? []
    let target = (differences.isEmpty ? place : place.beside(header.plan)).finished
    // Nothing is being written: a journal that an earlier run left would stay beside no file.
    unlink(path + "-journal")
    try place.rename(path, to: target)
    try close()
    try place.synchronize()
    guard differences.isEmpty else {
      throw StorageFailure(
        kind: .refused, file: place.finished,
        reason: "meanwhile another run has put the result of another plan there "
          + "(\(differences.joined(separator: ", ")))",
        hint: "the result of this one is \(target): read it under that name; --resume finds it, too"
      )
    }
  }

  /// Throws if the path no longer leads to the file that is being written: what is written from
  /// then on would be lost.
  func requireInPlace() throws(StorageFailure) {
    let (path, identity) = file.withLock { ($0.path, $0.identity) }
    guard FileIdentity(path) == identity else { throw .removed(path) }
  }

  /// The same failure; a file into which no block has come goes, for it holds nothing.
  private func givenUp(_ failure: StorageFailure) -> StorageFailure {
    file.withLock { file in
      let count = try? file.connection?.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM block")
      }
      guard failure.kind == .unwritable, count == 0 else { return failure }
      unlink(file.path)
      try? file.connection?.close()
      (file.connection, file.identity) = (nil, nil)
      return failure.ofNothing
    }
  }

  /// Lets go of the file.
  package func close() throws {
    try file.withLock { file in
      try file.connection?.close()
      (file.connection, file.identity) = (nil, nil)
    }
  }

  /// The connection to the file, which is made if there is none.
  ///
  /// - Parameter fill: adds what a new file begins with, in the transaction that makes its tables.
  func opened(_ fill: (Database) throws -> Void = { _ in }) throws -> DatabaseQueue {
    try file.withLock { file in
      if let queue = file.connection { return queue }
      let queue: DatabaseQueue
      let isNew = FileIdentity(file.path) == nil
      do throws(StorageFailure) {
        if let empty = try UnfinishedResult.holdingEmpty(file.path) {
          queue = empty
        } else {
          // Another run has begun it since it was looked for.
          file.path = place.own
          queue = try ResultConnection.holding(file.path)
        }
      } catch {
        guard error.kind == .unwritable, isNew else { throw error }
        unlink(file.path)
        throw error.ofNothing
      }
      do {
        try queue.write { db in
          try header.begin(db)
          try fill(db)
        }
      } catch {
        unlink(file.path)
        try? queue.close()
        throw ResultConnection.failure(writing: file.path, error).ofNothing
      }
      (file.connection, file.identity) = (queue, FileIdentity(file.path))
      return queue
    }
  }

  /// A connection that holds a file without tables; nil if somebody has it, or has filled it.
  private static func holdingEmpty(_ path: String) throws(StorageFailure) -> DatabaseQueue? {
    let queue: DatabaseQueue
    do {
      queue = try ResultConnection.holding(path)
    } catch {
      guard error.kind == .locked else { throw error }
      return nil
    }
    do {
      if try queue.read({ try StorageSchema.shape($0).isEmpty }) { return queue }
      try queue.close()
      return nil
    } catch {
      throw ResultConnection.failure(writing: path, error)
    }
  }

  func writing<Value>(_ body: () throws -> Value) throws(StorageFailure) -> Value {
    do {
      return try body()
    } catch {
      throw ResultConnection.failure(writing: path, error)
    }
  }
}
