import CSQLite
import Foundation

/// An open database, in the hands of one caller at a time; see ``DatabaseQueue``.
package final class Database {
  private var connection: OpaquePointer?

  /// Opens a file, or without a path a database in memory.
  ///
  /// The file is made if there is none, unless it is only read.
  init(path: String?, isReadOnly: Bool) throws(DatabaseError) {
    let flags = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    // An absolute path begins with a slash, so that SQLite takes none for an address or for its
    // name of what is in memory.
    let place = path.map { URL(fileURLWithPath: $0).path } ?? ":memory:"
    let code = sqlite3_open_v2(place, &connection, flags | SQLITE_OPEN_NOMUTEX, nil)
    // Even what could not be opened is closed at the end.
    guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    // SQLite leaves them unchecked unless it is told.
    try execute(sql: "PRAGMA foreign_keys = ON")
  }

  deinit { sqlite3_close_v2(connection) }

  /// Closes the database; what is called afterwards fails.
  func close() throws(DatabaseError) {
    let code = sqlite3_close(connection)
    guard code == SQLITE_OK else { throw DatabaseError(code, connection) }
    connection = nil
  }

  /// Runs statements, separated by semicolons; arguments are those of a single one.
  package func execute(
    sql: String, arguments: StatementArguments = []
  ) throws(DatabaseError) {
    var rest = sql
    while let statement = try compile(&rest) { try statement.execute(arguments: arguments) }
  }

  /// Compiles one statement.
  package func makeStatement(sql: String) throws(DatabaseError) -> Statement {
    var rest = sql
    guard let statement = try compile(&rest) else {
      throw DatabaseError(resultCode: .misuse, message: "there is no statement", sql: sql)
    }
    return statement
  }

  private func compile(_ rest: inout String) throws(DatabaseError) -> Statement? {
    guard let connection else {
      throw DatabaseError(resultCode: .misuse, message: "the connection is closed")
    }
    return try Statement(rest, connection, rest: &rest)
  }
}
