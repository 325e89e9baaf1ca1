import Yams

/// Yams nodes to configuration nodes.
struct YAMLConversion {
  let file: String
  let masked: [String: (name: String, position: SourcePosition)]
  var diagnostics: [Diagnostic] = []
  var nodes = 0

  var isTooLarge: Bool { nodes > YAMLReader.mostNodes }

  func position(_ mark: Mark?) -> SourcePosition {
    SourcePosition(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  mutating func convert(_ node: Yams.Node, at path: KeyPathText = KeyPathText())
    -> ConfigurationNode
  {
    nodes += 1
    let place = position(node.mark)
    // Past the limit nothing more is looked at; the caller reports it.
    if isTooLarge { return .scalar("", isPlain: true, at: place) }
    switch node {
    case .scalar(let scalar):
      return .scalar(scalar.string, isPlain: scalar.style == .plain, at: place)
    case .alias:
      return .scalar("", isPlain: true, at: place)
    case .sequence(let sequence):
      var elements: [ConfigurationNode] = []
      for (index, element) in sequence.enumerated() where !isTooLarge {
        elements.append(convert(element, at: path[index]))
      }
      return .list(elements, at: place)
    case .mapping(let mapping):
      return .mapping(entries(mapping, at: path), at: place)
    }
  }

  private mutating func entries(
    _ mapping: Yams.Node.Mapping, at path: KeyPathText
  ) -> [ConfigurationNode.Entry] {
    var entries: [ConfigurationNode.Entry] = []
    var first: [String: SourcePosition] = [:]
    var merged: [ConfigurationNode.Entry] = []
    for (key, value) in mapping where !isTooLarge {
      let place = position(key.mark)
      guard case .scalar(let scalar) = key else {
        diagnostics.append(
          Diagnostic(place, "a key must be a word", at: path.text, hint: "write key: value"))
        continue
      }
      let name = masked[scalar.string]?.name ?? scalar.string
      if name == "<<", scalar.style == .plain {
        merged += mergedEntries(value, at: path, place)
        continue
      }
      if let earlier = first[name] {
        diagnostics.append(
          Diagnostic(
            place, "duplicate key \(name.quoted)", at: path[name].text,
            hint: "line \(earlier.line) has it: keep one"))
        continue
      }
      first[name] = place
      entries.append(
        ConfigurationNode.Entry(
          key: name, position: place, value: convert(value, at: path[name])))
    }
    return entries + merged.filter { first.updateValue($0.position, forKey: $0.key) == nil }
  }

  /// The entries that `<<` merges into a mapping: those of one mapping or of several, of which the
  /// first that has a key wins; they keep the places where they are written.
  private mutating func mergedEntries(
    _ node: Yams.Node, at path: KeyPathText, _ place: SourcePosition
  ) -> [ConfigurationNode.Entry] {
    let sources =
      switch node {
      case .sequence(let elements): Array(elements)
      default: [node]
      }
    return sources.flatMap { source -> [ConfigurationNode.Entry] in
      guard case .mapping(let mapping) = source else {
        diagnostics.append(
          Diagnostic(
            place, "'<<' merges a mapping, and this is none", at: path["<<"].text,
            hint: "write <<: *name, where &name marks a mapping"))
        return []
      }
      nodes += 1
      return entries(mapping, at: path)
    }
  }
}
