import Foundation

/// A connection that callers use one after the other, from whatever thread.
///
/// A locked database is an error at once, unless `PRAGMA busy_timeout` says how long to wait.
package final class DatabaseQueue: @unchecked Sendable {
  // All use of the database is between lock and unlock.
  private let lock = NSLock()
  private let database: Database

  /// Opens a file, or without a path a database in memory.
  ///
  /// The file is made if there is none, unless it is only read. Nothing is read of it yet: what is
  /// no database is found by the first statement.
  package init(path: String? = nil, isReadOnly: Bool = false) throws(DatabaseError) {
    database = try Database(path: path, isReadOnly: isReadOnly)
  }

  /// Uses the database as it is, outside any transaction.
  package func inDatabase<Value>(_ body: (Database) throws -> Value) rethrows -> Value {
    try lock.withLock { try body(database) }
  }

  /// Reads one state of the database, whoever writes meanwhile.
  package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try inTransaction("DEFERRED", body)
  }

  /// Writes all of what is done, or, where it throws, nothing.
  package func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try inTransaction("IMMEDIATE", body)
  }

  private func inTransaction<Value>(
    _ kind: String, _ body: (Database) throws -> Value
  ) throws -> Value {
    try inDatabase { db in
      try db.execute(sql: "BEGIN \(kind)")
      do {
        let value = try body(db)
        try db.execute(sql: "COMMIT")
        return value
      } catch {
        // After some errors SQLite has rolled back by itself, and this one fails.
        try? db.execute(sql: "ROLLBACK")
        throw error
      }
    }
  }

  /// Gives space back that nothing takes any more.
  package func vacuum() throws { try inDatabase { try $0.execute(sql: "VACUUM") } }

  /// Closes the connection; what is called afterwards fails.
  package func close() throws { try inDatabase { try $0.close() } }
}
