/// Documents as LaTeX: a floating table for each table, to be pasted into a paper.
///
/// Headings are captions, numbers stand in columns of siunitx that align decimal points, standard
/// errors in brackets in units of the last digit, and what else the document says in a note below.
/// pdflatex, xelatex and lualatex take it. Columns that do not fit a page of ``width`` characters
/// are left out or follow in a second part, as in a terminal, and a comment names them.
public struct LatexText: DocumentRenderer {
  /// A page.
  public let medium = Medium.page
  /// The characters that a line of the page has room for; nil is as wide as it takes.
  public var width: Int?

  /// The characters of a line of a usual page in the size of footnotes.
  public static let usualWidth = 78

  /// A renderer for that many characters.
  public init(width: Int? = LatexText.usualWidth) { self.width = width }

  /// What the tables need, as comments.
  public var preamble: String {
    """
    % These tables need, in the preamble of the document:
    %   \\usepackage[T1]{fontenc}   accented letters in labels
    %   \\usepackage{booktabs}      rules of tables
    %   \\usepackage{siunitx}       columns of numbers, S
    """
  }

  /// The document's lines.
  public func text(of document: Document) -> String {
    guard !document.tables.isEmpty else {
      return document.blocks.map { escaped($0) }.joined(separator: "\n\n")
    }
    let places = document.blocks.indices.filter { document.blocks[$0].isTable }
    let lead = document.blocks[..<(places.first ?? 0)]
    let title = LatexText.sentences(lead.compactMap(\.heading))
    return document.tables.enumerated().map { index, table in
      let end = index + 1 < places.count ? places[index + 1] : document.blocks.endIndex
      let notes = (lead + document.blocks[(places[index] + 1)..<end]).flatMap(\.notes)
      return float(table, caption: [title, table.title ?? ""], notes)
    }.joined(separator: "\n\n")
  }

  /// Titles one after the other, each but the last with an end.
  private static func sentences(_ titles: [String]) -> String {
    titles.filter { !$0.isEmpty }.reduce("") { text, title in
      guard let last = text.last else { return title }
      return text + ("?!.".contains(last) ? " " : ". ") + title
    }
  }

  /// A table that floats, with its caption above and its notes below.
  private func float(_ table: Table, caption: [String], _ notes: [String]) -> String {
    let texts = table.columns.indices.map { table.texts($0).map(\.printable) }
    let layout = TableLayout(table, texts: texts, width: width)
    var lines =
      layout.omitted.isEmpty
      ? []
      : [
        "% Left out: " + layout.omitted.map(\.key).joined(separator: ", ")
          + "; see them with --wide, or choose with --columns a,b,c"
      ]
    let title = LatexText.escaped(LatexText.sentences(caption))
    lines += [
      "\\begin{table}", "  \\centering", "  \\footnotesize", "  \\setlength{\\tabcolsep}{4pt}",
      "  \\caption{\(title)}",
    ]
    for (index, part) in layout.parts.enumerated() {
      if index > 0 { lines.append("\n  \\medskip") }
      lines += rows(of: table, part)
    }
    if !notes.isEmpty {
      lines += ["", "  \\smallskip", "  \\begin{minipage}{\\linewidth}"]
      lines.append(notes.map { "    " + LatexText.sentence($0) }.joined(separator: " \\par\n"))
      lines.append("  \\end{minipage}")
    }
    return (lines + ["\\end{table}"]).joined(separator: "\n")
  }

  private func rows(of table: Table, _ part: TableLayout.Part) -> [String] {
    let columns = zip(part.columns, part.widths).map { LatexColumn(table, $0, width: $1) }
    func line(_ cells: [String]) -> String {
      // Behind the end of a row a bracket or an asterisk would be an argument.
      let guardsFirst = "[*".contains(cells[0].first ?? " ")
      return "    " + (guardsFirst ? "{}" : "") + cells.joined(separator: " & ") + " \\\\"
    }
    let height = columns.map(\.heading.count).max() ?? 1
    return [
      "  \\begin{tabular}{@{}\(columns.map(\.specification).joined(separator: " "))@{}}",
      "    \\toprule",
    ]
      + (0..<height).map { row in
        line(
          columns.map { column in
            let place = row - (height - column.heading.count)
            return place < 0 ? "" : column.heading[place]
          })
      } + ["    \\midrule"]
      + table.rows.indices.map { row in line(columns.map { $0.cells[row] }) }
      + ["    \\bottomrule", "  \\end{tabular}"]
  }

  /// A block of a document without tables.
  private func escaped(_ block: Document.Block) -> String {
    switch block {
    case .heading(let text, _): "\\paragraph{\(LatexText.escaped(text))}"
    case .paragraph(let text): LatexText.escaped(text)
    case .list(let items):
      (["\\begin{itemize}"] + items.map { "  \\item{} " + LatexText.escaped($0) }
        + ["\\end{itemize}"]).joined(separator: "\n")
    case .table: ""
    }
  }

  /// A note that ends as a sentence does.
  private static func sentence(_ text: String) -> String {
    escaped(text) + (text.last?.isPunctuation == true && text.last != ")" ? "" : ".")
  }
}

extension Document.Block {
  fileprivate var isTable: Bool { if case .table = self { true } else { false } }

  fileprivate var heading: String? { if case .heading(let text, _) = self { text } else { nil } }

  fileprivate var notes: [String] {
    switch self {
    case .paragraph(let text): [text]
    case .list(let items): items
    case .heading, .table: []
    }
  }
}
