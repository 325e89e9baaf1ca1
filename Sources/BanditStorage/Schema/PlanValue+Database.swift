import BanditExperiments
import SQLite

extension PlanValue {
  /// A swept value in a column: a number where it is one.
  var databaseValue: DatabaseValue {
    switch self {
    case .number(let number): number.databaseValue
    case .flag(let flag): flag.databaseValue
    case .text, .list, .mapping: summary.databaseValue
    }
  }
}
