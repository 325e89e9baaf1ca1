import BanditExperiments

/// Prints reports one after the other: text and rows as they come, JSON in one document at the end.
struct ReportPrinter {
  let format: OutputFormat
  private let terminal: TerminalText
  private let columns: [String]
  private var objects: [String] = []
  private var isFirst = true

  init(_ format: OutputFormat, _ display: DisplayOptions, width: Int? = nil) {
    self.format = format
    terminal = display.terminal(width: width)
    columns = display.keys
  }

  /// The next report, in any format.
  mutating func add(_ report: some TabularReport) throws {
    switch format {
    case .table, .markdown: try show(report.document)
    case .csv: try addRows(report.csv(hasHeader:))
    case .json: objects.append(report.jsonObject())
    }
  }

  /// The next document, an empty line apart from the one before.
  mutating func show(_ document: Document) throws {
    if !isFirst { try emit("") }
    isFirst = false
    let document = columns.isEmpty ? document : document.showing(columns)
    try emit(
      format == .markdown ? MarkdownText().text(of: document) : terminal.text(of: document))
  }

  /// The next rows; the first have a header.
  mutating func addRows(_ csv: (_ hasHeader: Bool) -> String) throws {
    try emit(csv(isFirst), terminator: "")
    isFirst = false
  }

  /// Prints what had to wait for its end.
  func finish() throws {
    if format == .json { try emit(JSONText.document(objects), terminator: "") }
  }
}
