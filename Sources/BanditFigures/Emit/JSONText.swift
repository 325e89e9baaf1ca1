/// A value of JSON whose members keep their order.
indirect enum JSONText {
  case raw(String)
  case text(String)
  case array([JSONText])
  case object([(String, JSONText)])

  /// A number; what is not finite is null.
  static func number(_ value: Double) -> JSONText {
    .raw(value.isFinite ? ScriptText.number(value) : "null")
  }

  static func number(_ value: Double?) -> JSONText { value.map(number) ?? .raw("null") }

  /// The value as text, objects of objects over several lines.
  func written(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .raw(let text): return text
    case .text(let text): return ScriptText.quoted(text)
    case .array(let values):
      if values.isEmpty { return "[]" }
      let items = values.map { inner + $0.written(indent: inner) }
      return "[\n\(items.joined(separator: ",\n"))\n\(indent)]"
    case .object(let members):
      let isFlat = members.allSatisfy { member in
        switch member.1 {
        case .raw, .text: true
        default: false
        }
      }
      let items = members.map {
        "\(ScriptText.quoted($0.0)): \($0.1.written(indent: inner))"
      }
      return isFlat
        ? "{\(items.joined(separator: ", "))}"
        : "{\n\(inner)\(items.joined(separator: ",\n\(inner)"))\n\(indent)}"
    }
  }
}
