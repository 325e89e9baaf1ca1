import ArgumentParser

/// How a report is printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case markdown
  case csv
  case json

  /// Whether it is made to be read by people, and tables are cut to columns.
  var isText: Bool { self == .table || self == .markdown }

  /// Capitals are no matter, and usual short forms are understood.
  init?(argument: String) {
    switch argument.lowercased() {
    case "text", "plain": self = .table
    case "md": self = .markdown
    case let word:
      guard let format = OutputFormat(rawValue: word) else { return nil }
      self = format
    }
  }
}
