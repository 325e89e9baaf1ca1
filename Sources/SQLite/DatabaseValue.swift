package import Foundation

/// A value of a column: one of SQLite's five storage classes.
package enum DatabaseValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob(Data)
}

/// A type that stands in columns.
package protocol DatabaseValueConvertible {
  /// The value in a column.
  var databaseValue: DatabaseValue { get }

  /// The value of a column; nil if it is of another type.
  static func fromDatabaseValue(_ value: DatabaseValue) -> Self?
}

extension DatabaseValue: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { self }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> DatabaseValue? { value }
}

extension Int: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { .integer(Int64(self)) }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Int? {
    if case .integer(let number) = value { Int(exactly: number) } else { nil }
  }
}

extension Bool: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { .integer(self ? 1 : 0) }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Bool? {
    if case .integer(let number) = value { number != 0 } else { nil }
  }
}

extension Double: DatabaseValueConvertible {
  /// NaN, which SQLite lacks, is null.
  package var databaseValue: DatabaseValue { isNaN ? .null : .real(self) }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Double? {
    switch value {
    case .real(let number): number
    case .integer(let number): Double(number)
    case .null, .text, .blob: nil
    }
  }
}

extension String: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { .text(self) }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> String? {
    if case .text(let text) = value { text } else { nil }
  }
}

extension Data: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { .blob(self) }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Data? {
    if case .blob(let data) = value { data } else { nil }
  }
}

extension Optional: DatabaseValueConvertible where Wrapped: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { self?.databaseValue ?? .null }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Wrapped?? {
    if case .null = value { .some(nil) } else { Wrapped.fromDatabaseValue(value).map { .some($0) } }
  }
}
