/// A node of an experiment file, with the place where it stands.
indirect enum ConfigurationNode: Sendable {
  /// A word or number; `isPlain` if it was written without quotes.
  case scalar(String, isPlain: Bool, at: SourcePosition)
  /// A list.
  case list([ConfigurationNode], at: SourcePosition)
  /// A mapping, in the order of the file.
  case mapping([Entry], at: SourcePosition)

  /// A key of a mapping with its value.
  struct Entry: Sendable {
    let key: String
    let position: SourcePosition
    var value: ConfigurationNode
  }

  var position: SourcePosition {
    switch self {
    case .scalar(_, _, let position), .list(_, let position), .mapping(_, let position): position
    }
  }

  /// What a person would call it.
  var kind: String {
    switch self {
    case .scalar(let text, let isPlain, _): isPlain && isNull(text) ? "nothing" : "\(text.quoted)"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// True for a key without a value.
  var isEmpty: Bool {
    if case .scalar(let text, true, _) = self { return isNull(text) }
    return false
  }

  /// The value under `key` in a mapping.
  subscript(key: String) -> ConfigurationNode? {
    guard case .mapping(let entries, _) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The node on one line, as a label shows it: variants by their name, then their other keys.
  var summary: String {
    switch self {
    case .scalar(let text, _, _): return text
    case .list(let elements, _):
      let shown = elements.prefix(8).map(\.summary).joined(separator: ", ")
      return "[\(shown)\(elements.count > 8 ? ", …" : "")]"
    case .mapping(let entries, _):
      let name = entries.first { $0.key == "kind" || $0.key == "schedule" }
      let rest = entries.filter { $0.key != name?.key }
        .map { "\($0.key) = \($0.value.summary)" }.joined(separator: ", ")
      guard let name else { return "{\(rest)}" }
      return name.value.summary + (rest.isEmpty ? "" : " (\(rest))")
    }
  }
}

private func isNull(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }
