import CSQLite
import Foundation

/// A compiled statement.
///
/// Its rows are read one by one: a row's values are copied when it is read.
package final class Statement {
  private let statement: OpaquePointer
  private let connection: OpaquePointer
  private let sql: String

  /// Compiles the first statement of a text.
  ///
  /// - Parameter rest: what follows it.
  /// - Returns: nil where only blanks and comments are left.
  init?(_ sql: String, _ connection: OpaquePointer, rest: inout String) throws(DatabaseError) {
    var compiled: OpaquePointer?
    var code = SQLITE_OK
    var length = 0
    sql.withCString { text in
      var tail: UnsafePointer<CChar>?
      code = sqlite3_prepare_v2(connection, text, -1, &compiled, &tail)
      length = tail.map { $0 - text } ?? 0
    }
    guard code == SQLITE_OK else { throw DatabaseError(code, connection, sql: sql) }
    rest = String(decoding: sql.utf8.dropFirst(length), as: UTF8.self)
    guard let compiled else { return nil }
    statement = compiled
    self.connection = connection
    self.sql = String(decoding: sql.utf8.prefix(length), as: UTF8.self)
  }

  deinit { sqlite3_finalize(statement) }

  /// Runs the statement with other arguments, and forgets what rows it has.
  package func execute(arguments: StatementArguments) throws(DatabaseError) {
    try bind(arguments)
    while try step() {}
  }

  /// Sets the arguments for what follows.
  func bind(_ arguments: StatementArguments) throws(DatabaseError) {
    sqlite3_reset(statement)
    guard arguments.values.count == Int(sqlite3_bind_parameter_count(statement)) else {
      throw DatabaseError(
        resultCode: .misuse, message: "wrong number of arguments: \(arguments.values.count)",
        sql: sql)
    }
    for (index, value) in arguments.values.enumerated() {
      let code = bind(value, at: Int32(index + 1))
      guard code == SQLITE_OK else { throw DatabaseError(code, connection, sql: sql) }
    }
  }

  private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
    // SQLite copies what is only there during the call.
    let isCopied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .real(let number): sqlite3_bind_double(statement, index, number)
    case .text(let text):
      sqlite3_bind_text64(
        statement, index, text, UInt64(text.utf8.count), isCopied, UInt8(SQLITE_UTF8))
    case .blob(let data):
      data.withUnsafeBytes { bytes in
        // A null pointer would be null and not no bytes.
        bytes.isEmpty
          ? sqlite3_bind_zeroblob(statement, index, 0)
          : sqlite3_bind_blob64(
            statement, index, bytes.baseAddress, UInt64(bytes.count), isCopied)
      }
    }
  }

  /// Goes on to the next row; false if there is none.
  func step() throws(DatabaseError) -> Bool {
    let code = sqlite3_step(statement)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(statement)
      return false
    default:
      let error = DatabaseError(code, connection, sql: sql)
      sqlite3_reset(statement)
      throw error
    }
  }

  /// The values of the row.
  var row: Row {
    Row(databaseValues: (0..<sqlite3_column_count(statement)).map(value))
  }

  private func value(_ column: Int32) -> DatabaseValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT:
      let count = Int(sqlite3_column_bytes(statement, column))
      guard let text = sqlite3_column_text(statement, column) else { return .null }
      return .text(
        String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, column))
      guard let bytes = sqlite3_column_blob(statement, column) else { return .blob(Data()) }
      return .blob(Data(bytes: bytes, count: count))
    default: return .null
    }
  }
}
