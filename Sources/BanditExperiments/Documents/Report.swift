/// Something that is told to people as a document.
public protocol Report: Sendable {
  /// The document.
  var document: Document { get }
}

extension Report {
  /// For a terminal of that many columns, by default as wide as it takes.
  public func plain(width: Int? = nil) -> String { TerminalText(width: width).text(of: document) }

  /// As Markdown.
  public func markdown() -> String { MarkdownText().text(of: document) }
}

/// A report whose numbers machines can have as rows, one for each measured or tested thing.
public protocol TabularReport: Report {
  /// What the report is about.
  var subject: ReportSubject { get }
  /// What its rows have in common besides; they lead the JSON object.
  var properties: [(key: String, cell: Cell)] { get }
  /// The rows, under the name that they have in JSON.
  var records: (key: String, table: Table) { get }
}

extension TabularReport {
  /// None.
  public var properties: [(key: String, cell: Cell)] { [] }

  /// The rows as comma-separated values, each led by the experiment's name and seed.
  public func csv(hasHeader: Bool = true) -> String {
    CSVText(hasHeader: hasHeader).text(
      of: records.table.led(by: [
        ("experiment", .text(subject.name)), ("seed", .seed(subject.seed)),
      ]))
  }

  /// The JSON object of the experiment.
  public func jsonObject() -> String {
    JSONText.object(
      (subject.members + properties).map { ($0.key, JSONText.text(of: $0.cell)) }
        + [(records.key, JSONText.rows(of: records.table))])
  }
}
