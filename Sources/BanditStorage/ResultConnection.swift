import BanditExperiments
import Foundation
import SQLite

/// Connections to result files.
enum ResultConnection {
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
  static func holding(_ path: String) throws(StorageFailure) -> DatabaseQueue {
    do {
      while true {
        let before = FileIdentity(path)
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
          // Whoever only looks on reads for a moment.
          try db.execute(
            sql: """
              PRAGMA busy_timeout = 300;
              PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;
              PRAGMA synchronous = EXTRA; BEGIN EXCLUSIVE; COMMIT
              """)
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

/// Which file a path leads to.
private struct FileIdentity: Equatable {
  let device: UInt64
  let number: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}
