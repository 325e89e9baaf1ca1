/// Something that is told to people as a document.
public protocol Report: Sendable {
  /// The document.
  var document: Document { get }
  /// The document for a medium; by default it is the same for all.
  func document(for medium: Medium) -> Document
}

extension Report {
  /// The same document for every medium.
  public func document(for medium: Medium) -> Document { document }

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
  /// The rows as comma-separated values, each led by the experiment's name and seed.
  func csv(hasHeader: Bool) -> String
  /// The JSON object of the experiment.
  func jsonObject() -> String
  /// The JSON document of the objects of several such reports.
  static func json(_ objects: [String]) -> String
}

extension TabularReport {
  /// On a page standard errors stand in brackets, and the origin of the numbers is told.
  public func document(for medium: Medium) -> Document {
    medium == .page ? document.onPage(of: subject) : document
  }

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

  /// The document with the version of what the program writes.
  public static func json(_ objects: [String]) -> String { JSONText.document(objects) }
}

extension Document: Report {
  /// The document itself.
  public var document: Document { self }

  /// The document as a page has it: standard errors in brackets, and behind what leads it the hash
  /// of the plan.
  func onPage(of subject: ReportSubject) -> Document {
    let lead = blocks.prefix { block in
      switch block {
      case .heading, .paragraph: true
      case .table, .list: false
      }
    }
    let rest = blocks.dropFirst(lead.count).map { block in
      if case .table(let table) = block { Block.table(table.withBrackets) } else { block }
    }
    return Document(lead + [.paragraph(subject.origin)] + rest)
  }
}
