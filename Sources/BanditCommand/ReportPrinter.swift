import BanditExperiments

/// Prints reports one after the other: text and rows as they come, JSON in one document at the end.
struct ReportPrinter {
  private let form: OutputFormat.Form
  private let display: DisplayOptions
  private let width: Int?
  private var objects: [String] = []
  private var document: (([String]) -> String)?
  private var isFirst = true

  init(_ format: OutputFormat, _ display: DisplayOptions, width: Int? = nil) {
    form = format.form
    self.display = display
    self.width = width
  }

  /// The next report, in any format.
  mutating func add<Printed: TabularReport>(_ report: Printed) throws {
    switch form {
    case .document: try show(report)
    case .rows:
      try emit(report.csv(hasHeader: isFirst), terminator: "")
      isFirst = false
    case .objects:
      objects.append(report.jsonObject())
      document = Printed.json
    }
  }

  /// The next report for people, an empty line apart from the one before; other formats have none.
  mutating func show(_ report: some Report) throws {
    guard case .document(let make) = form else { return }
    let renderer = make(display, width)
    if isFirst, !renderer.preamble.isEmpty { try emit(renderer.preamble) }
    if !isFirst { try emit("") }
    isFirst = false
    let document = report.document(for: renderer.medium)
    let keys = display.keys
    try emit(renderer.text(of: keys.isEmpty ? document : document.showing(keys)))
  }

  /// Prints what had to wait for its end, if there is anything.
  func finish() throws {
    if let document { try emit(document(objects), terminator: "") }
  }
}
