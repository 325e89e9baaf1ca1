/// Tables as comma-separated values by RFC 4180, with a header of keys.
///
/// Numbers are written with the fewest digits that read back as the same bits; what is missing is
/// empty.
public struct CSVText: Sendable {
  /// Whether the keys stand in a first line.
  public var hasHeader: Bool

  /// A renderer; of several equal tables one after the other only the first has a header.
  public init(hasHeader: Bool = true) { self.hasHeader = hasHeader }

  /// The table's lines, each with its line break.
  public func text(of table: Table) -> String {
    let table = table.withErrors
    var text = ""
    func append(_ fields: [String]) {
      text += fields.map(quoted).joined(separator: ",") + "\n"
    }
    if hasHeader { append(table.columns.map(\.key)) }
    for row in table.rows { append(row.map(field)) }
    return text
  }

  private func field(_ cell: Cell) -> String {
    switch cell.value {
    case .none: ""
    case .text(let text), .digits(let text): text
    case .number(let number): "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// Quotes where a field holds a comma, a quote or a line break.
  private func quoted(_ field: String) -> String {
    field.utf8.contains { ",\"\n\r".utf8.contains($0) }
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }
}
