/// Pieces of the languages in which figures are emitted.
enum ScriptText {
  /// A number that reads back to the same value; "nan", "inf" and "-inf" otherwise.
  static func number(_ value: Double) -> String {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
    return "\(value)"
  }

  /// "[1, 2.5, nan]".
  static func list(_ values: [Double]) -> String {
    "[\(values.map(number).joined(separator: ", "))]"
  }

  /// A string literal of JSON and Python.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default:
        let isControl = scalar.value < 0x20 || scalar.value == 0x7F
        let code = String(scalar.value, radix: 16)
        quoted +=
          isControl
          ? "\\u" + String(repeating: "0", count: 4 - code.count) + code : String(scalar)
      }
    }
    return quoted + "\""
  }

  /// A string literal of gnuplot, in one line.
  static func single(_ text: String) -> String {
    "'\(TextMetrics.line(text).replacing("'", with: "''"))'"
  }

  /// The color of a series on white.
  static func color(_ series: Int) -> String {
    Theme.print.color(.series(series)).hexadecimal
  }
}
