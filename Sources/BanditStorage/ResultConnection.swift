import BanditExperiments
import Foundation
import SQLite

/// Connections to result files.
enum ResultConnection {
  /// How long it is waited for whoever reads a file that is to be written, in seconds.
  static let usualPatience = 20.0

  /// A connection that reads.
  ///
  /// What a killed run left half written is rolled back, which needs a connection that may write.
  static func reading(_ path: String) throws(StorageFailure) -> DatabaseQueue {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw StorageFailure(
        kind: .missing, file: path, reason: "no such file",
        hint: "'cluster-bandit run --output DIR' saves results")
    }
    guard !isFolder.boolValue else {
      throw StorageFailure(
        kind: .missing, file: path, reason: "it is a folder", hint: "name a NAME.sqlite in it")
    }
    do {
      let hasJournal = FileManager.default.fileExists(atPath: path + "-journal")
      let mustRollBack = hasJournal && FileManager.default.isWritableFile(atPath: path)
      return try DatabaseQueue(path: path, isReadOnly: !mustRollBack)
    } catch {
      throw failure(reading: path, error)
    }
  }

  /// A connection that holds the file for itself until it is closed; the file is made if there is
  /// none.
  ///
  /// A power cut loses at most the transaction that was being committed.
  ///
  /// - Parameter patience: how long it is waited for whoever reads the file, in seconds. Whoever
  ///   writes it has it until the end of a run, and is not waited for.
  /// - Throws: a failure of the kind `locked` if somebody writes it.
  static func holding(
    _ path: String, patience: Double = usualPatience
  ) throws(StorageFailure) -> DatabaseQueue {
    do {
      while true {
        let before = FileIdentity(path)
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
          // Readers do not mind somebody who is about to write, and another writer does.
          try db.execute(
            sql: """
              PRAGMA busy_timeout = 300; PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK
              """)
          do {
            try db.execute(
              sql: """
                PRAGMA busy_timeout = \(Int(patience * 1000)); BEGIN EXCLUSIVE; COMMIT;
                PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA
                """)
          } catch let error as DatabaseError where error.resultCode == .busy {
            throw StorageFailure.beingRead(path, seconds: patience)
          }
        }
        // Whoever held it may have renamed it before letting go.
        if let now = FileIdentity(path), before == nil || before == now { return queue }
        try queue.close()
      }
    } catch {
      throw failure(writing: path, error)
    }
  }

  /// The failure behind an error that came up while a file was read.
  static func failure(reading path: String, _ error: any Error) -> StorageFailure {
    switch error {
    case let failure as StorageFailure: failure
    case let error as DatabaseError: StorageFailure(reading: path, error)
    default: .damaged(path, "it does not hold what a result holds")
    }
  }

  /// The failure behind an error that came up while a file was written.
  static func failure(writing path: String, _ error: any Error) -> StorageFailure {
    switch error {
    case let failure as StorageFailure: failure
    case let error as DatabaseError: StorageFailure(writing: path, error)
    default: .damaged(path, "it does not hold what a result holds")
    }
  }
}
