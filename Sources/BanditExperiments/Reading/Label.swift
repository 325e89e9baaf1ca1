/// The names of rows and tables in every output.
enum Label {
  /// The most characters that a file may give one.
  static let limit = 200
  /// The most characters of one that is made of a component's arguments.
  static let madeLimit = 100
}

extension ArgumentReader {
  /// A label: one line of characters that are seen.
  mutating func label(_ node: ConfigurationNode, at path: KeyPathText) -> String? {
    guard let text = text(node, at: path) else { return nil }
    if let hidden = text.unicodeScalars.first(where: \.isHidden) {
      let code = String(hidden.value, radix: 16, uppercase: true)
      report(
        node.position, "\(text.quoted) has the invisible character U+\(code)", at: path,
        hint: "two labels that look the same must be the same: write it without")
      return nil
    }
    guard text.count <= Label.limit else {
      report(
        node.position, "the label has \(grouped(text.count)) characters", at: path,
        hint: "write at most \(Label.limit): it stands in every row; 'title' may be longer")
      return nil
    }
    return text
  }
}

extension ConfigurationNode {
  /// The text under `label` in a mapping.
  var label: String? {
    guard case .scalar(let text, _, _)? = self["label"] else { return nil }
    return text
  }

  /// The label, or what is shown where there is none.
  var rowLabel: String { label ?? summary.shortened }
}

extension String {
  /// At most as many characters as a label that is made of arguments may have.
  var shortened: String { count > Label.madeLimit ? prefix(Label.madeLimit - 1) + "…" : self }
}

extension Unicode.Scalar {
  /// Whether nothing is seen of it: marks of direction, joiners, and separators of lines.
  fileprivate var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
