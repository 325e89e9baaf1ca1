import ArgumentParser

/// How reports are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case markdown
  case csv
  case json

  /// Whether people read it.
  var isText: Bool { self == .table || self == .markdown }
}
