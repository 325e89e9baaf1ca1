import ArgumentParser
import BanditExperiments

/// How a report is printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case markdown
  case latex
  case csv
  case json

  /// What a format makes of reports.
  enum Form {
    /// Documents, by a renderer for a display and a width.
    case document((DisplayOptions, _ width: Int?) -> any DocumentRenderer)
    /// Rows under one header.
    case rows
    /// One document of objects, at the end.
    case objects
  }

  /// What the format makes of reports: nothing else tells formats apart.
  var form: Form {
    switch self {
    case .table: .document { $0.terminal(width: $1) }
    case .markdown: .document { _, _ in MarkdownText() }
    case .latex: .document { LatexText(width: $0.wide ? nil : $1 ?? LatexText.usualWidth) }
    case .csv: .rows
    case .json: .objects
    }
  }

  /// Whether it is made to be read by people, and tables are cut to columns.
  var isText: Bool { if case .document = form { true } else { false } }

  /// The names, for help.
  static let list =
    allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or "
    + (allCases.last?.rawValue ?? "")

  /// Capitals are no matter, and usual short forms are understood.
  init?(argument: String) {
    let word = argument.lowercased()
    let short = ["text": "table", "plain": "table", "md": "markdown", "tex": "latex"]
    self.init(rawValue: short[word] ?? word)
  }
}
