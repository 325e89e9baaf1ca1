import CSQLite

/// What SQLite says when a call fails.
package struct DatabaseError: Error, CustomStringConvertible {
  /// The primary result code, as in https://sqlite.org/rescode.html.
  package let resultCode: ResultCode
  /// SQLite's message.
  package let message: String?
  /// The statement, where there was one.
  package let sql: String?
  /// The number of the system's error behind it; 0 if there is none.
  package let systemError: Int32

  package init(resultCode: ResultCode, message: String? = nil, sql: String? = nil) {
    systemError = 0
    self.resultCode = resultCode
    self.message = message
    self.sql = sql
  }

  /// The failure of the last call of a connection.
  init(_ code: Int32, _ connection: OpaquePointer?, sql: String? = nil) {
    resultCode = ResultCode(rawValue: code & 0xFF)
    message = connection.flatMap(sqlite3_errmsg).map { String(cString: $0) }
    systemError = connection.map(sqlite3_system_errno) ?? 0
    self.sql = sql
  }

  /// The message in one line: it may repeat what a damaged file holds.
  package var plainMessage: String {
    guard let message else { return "SQLite error \(resultCode.rawValue)" }
    return String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  package var description: String {
    let place = sql.map { " at '\($0)'" } ?? ""
    return "SQLite error \(resultCode.rawValue): \(message ?? "no message")\(place)"
  }
}

/// A primary result code of SQLite.
package struct ResultCode: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let busy = ResultCode(rawValue: SQLITE_BUSY)
  package static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
  package static let inputOutput = ResultCode(rawValue: SQLITE_IOERR)
  package static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
  package static let outOfMemory = ResultCode(rawValue: SQLITE_NOMEM)
  package static let full = ResultCode(rawValue: SQLITE_FULL)
  package static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
  package static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
  package static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
}
