/// The values of one row, in the order of the statement's columns.
package struct Row: Sendable {
  /// The values.
  package let databaseValues: [DatabaseValue]

  /// A column's value, from 0; null beyond the last one.
  package subscript(column: Int) -> DatabaseValue {
    databaseValues.indices.contains(column) ? databaseValues[column] : .null
  }

  /// A column's value as what it must be.
  ///
  /// - Throws: `DatabaseError` where the file holds something else.
  package func value<Value: DatabaseValueConvertible>(_ column: Int) throws(DatabaseError) -> Value
  {
    guard let value = Value.fromDatabaseValue(self[column]) else {
      throw DatabaseError(
        resultCode: .corrupt, message: "column \(column) is of another type than it should be")
    }
    return value
  }
}

/// The rows of a statement, read one by one.
package final class RowCursor {
  private let statement: Statement

  fileprivate init(_ statement: Statement) { self.statement = statement }

  /// The next row; nil after the last one.
  package func next() throws(DatabaseError) -> Row? { try statement.step() ? statement.row : nil }
}

extension Row {
  /// The rows that a statement selects, one by one.
  package static func fetchCursor(
    _ db: Database, sql: String, arguments: StatementArguments = []
  ) throws(DatabaseError) -> RowCursor {
    let statement = try db.makeStatement(sql: sql)
    try statement.bind(arguments)
    return RowCursor(statement)
  }

  /// All rows that a statement selects.
  package static func fetchAll(
    _ db: Database, sql: String, arguments: StatementArguments = []
  ) throws(DatabaseError) -> [Row] {
    let cursor = try fetchCursor(db, sql: sql, arguments: arguments)
    var rows: [Row] = []
    while let row = try cursor.next() { rows.append(row) }
    return rows
  }
}

extension DatabaseValueConvertible {
  /// The first column of the first row that a statement selects; nil without a row or where it is
  /// null.
  package static func fetchOne(
    _ db: Database, sql: String, arguments: StatementArguments = []
  ) throws(DatabaseError) -> Self? {
    guard let row = try Row.fetchCursor(db, sql: sql, arguments: arguments).next() else {
      return nil
    }
    return row[0] == .null ? nil : try row.value(0)
  }

  /// The first column of all rows that a statement selects.
  package static func fetchAll(
    _ db: Database, sql: String, arguments: StatementArguments = []
  ) throws(DatabaseError) -> [Self] {
    let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    var values: [Self] = []
    while let row = try cursor.next() { values.append(try row.value(0)) }
    return values
  }
}
