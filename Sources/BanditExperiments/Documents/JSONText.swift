/// Tables as JSON: an object for each row, keys as in the columns, null for what is missing.
///
/// Numbers are written with the fewest digits that read back as the same bits; infinities and what
/// is no number, which JSON lacks, are the texts "inf", "-inf" and "nan". The text is put together
/// as it is, for a tree of its values takes ten times its memory.
public enum JSONText {
  /// The version of what the program writes.
  public static let schema = 2

  /// The document of some experiments, each an object.
  public static func document(_ experiments: [String]) -> String {
    "{\"schema\": \(schema), \"experiments\": [\n"
      + experiments.joined(separator: ",\n") + (experiments.isEmpty ? "" : "\n") + "]}\n"
  }

  /// An object, a line for each member.
  public static func object(_ members: [(key: String, text: String)]) -> String {
    "{\n" + members.map { "\(string($0.key)): \($0.text)" }.joined(separator: ",\n") + "\n}"
  }

  /// A list of objects, a line for each row.
  public static func rows(of table: Table) -> String {
    let table = table.withErrors
    guard !table.rows.isEmpty else { return "[]" }
    let keys = table.columns.map { string($0.key) + ":" }
    var text = "[\n"
    for (index, row) in table.rows.enumerated() {
      text += index > 0 ? ",\n{" : "{"
      for (place, cell) in row.enumerated() {
        if place > 0 { text += "," }
        text += keys[place]
        text += self.text(of: cell)
      }
      text += "}"
    }
    return text + "\n]"
  }

  /// A cell's value.
  public static func text(of cell: Cell) -> String {
    switch cell.value {
    case .none: "null"
    case .text(let text): string(text)
    case .digits(let digits): digits
    case .number(let value): number(value)
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// A number; one without decimals has no point.
  static func number(_ value: Double) -> String {
    let digits = "\(value)"
    guard value.isFinite else { return "\"\(digits)\"" }
    let isWhole = digits.hasSuffix(".0") && (value != 0 || value.sign == .plus)
    return isWhole ? String(digits.dropLast(2)) : digits
  }

  /// A text in quotes, with quotes, backslashes and control characters escaped.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case ..<" ", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
