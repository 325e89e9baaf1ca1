import Foundation

extension Plan {
  /// The plan as YAML that reads back to an equal plan: the form of an experiment file with every
  /// problem spelt out.
  public var yaml: String {
    guard
      let tree = try? JSONDecoder().decode(
        PlanValue.self, from: Data(canonicalText.utf8)),
      case .mapping(var entries) = tree
    else { return "" }
    // A JSON number of 64 bits does not pass through a floating-point one.
    entries["seed"] = nil
    let order = [
      "name", "title", "streams", "replications", "quick-replications", "checkpoints", "evidence",
      "discount", "control-variates", "recommend", "files", "problems", "targets",
    ]
    var lines = ["# A resolved plan: SHA-256 \(sha256)", "seed: \(seed)"]
    for key in order {
      guard let value = entries[key], value != .list([]) else { continue }
      lines += YAMLText.lines(key, value)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Lines of YAML: what fits stands on one line, everything else in blocks.
private enum YAMLText {
  private static let width = 100
  /// These keys lead a mapping, in this order.
  private static let leading = ["label", "kind", "claim", "environment", "policy", "path", "name"]

  static func lines(_ key: String, _ value: PlanValue) -> [String] {
    let flow = "\(key): \(flow(value))"
    if flow.count <= width || isPlain(value) { return [flow] }
    return ["\(key):"] + block(value).map { "  " + $0 }
  }

  private static func block(_ value: PlanValue) -> [String] {
    switch value {
    case .mapping(let entries):
      return sorted(entries).flatMap { lines($0.key, $0.value) }
    case .list(let elements):
      return elements.flatMap { element -> [String] in
        let flow = flow(element)
        if flow.count + 2 <= width || isPlain(element) { return ["- " + flow] }
        let inner = block(element)
        return ["- " + (inner.first ?? "")] + inner.dropFirst().map { "  " + $0 }
      }
    default: return [flow(value)]
    }
  }

  /// Whether a value is never broken into lines: scalars, and lists of them.
  private static func isPlain(_ value: PlanValue) -> Bool {
    switch value {
    case .flag, .number, .text: true
    case .list(let elements):
      elements.allSatisfy {
        if case .mapping = $0 { false } else { isPlain($0) }
      }
    case .mapping(let entries): entries.isEmpty
    }
  }

  private static func flow(_ value: PlanValue) -> String {
    switch value {
    case .flag(let flag): String(flag)
    case .number(let number): number.short
    case .text(let text): scalar(text)
    case .list(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(sorted(entries).map { "\($0.key): \(flow($0.value))" }.joined(separator: ", "))}"
    }
  }

  private static func sorted(
    _ entries: [String: PlanValue]
  ) -> [(key: String, value: PlanValue)] {
    func rank(_ key: String) -> Int { leading.firstIndex(of: key) ?? leading.count }
    // What is empty says nothing: nothing was swept.
    return entries.filter { $0.value != .list([]) }.sorted {
      (rank($0.key), $0.key) < (rank($1.key), $1.key)
    }
  }

  /// Whether a text is a letter with letters, digits, dots, slashes, dashes, underscores after it.
  private static func isWord(_ text: String) -> Bool {
    // A regular expression is compiled wherever it is met, and there are thousands of words.
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy {
      isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || "_./-".utf8.contains($0)
    }
  }

  /// A text without quotes where nothing can mistake it, else in double ones.
  private static func scalar(_ text: String) -> String {
    let isTaken = [
      "true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan",
    ].contains(text.lowercased())
    if isWord(text), !isTaken { return text }
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      // YAML takes these for line breaks and for a mark of byte order.
      case "\u{2028}": "\\L"
      case "\u{2029}": "\\P"
      case "\u{FEFF}": "\\uFEFF"
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
