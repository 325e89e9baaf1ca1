import ClusterBandit
import TextFiles

/// Lists of numbers, and what is mistaken for them.
extension ArgumentReader {
  mutating func numbers(
    _ node: ConfigurationNode, _ range: NumberRange, count: Int?, at path: KeyPathText
  ) -> [Double]? {
    guard
      let elements = elements(
        node, of: "numbers", at: path, example: "[0.4, 0.6]",
        offering: { decimalNumber($0) != nil })
    else { return nil }
    if let meant = elements.pointed, elements.isSpacedInPairs || count == meant.count {
      reportDecimalCommas(node, meant, count: elements.count, at: path)
      return nil
    }
    if let count, elements.count != count {
      report(
        node.position, "expected \(count) numbers, found \(elements.count)", at: path,
        hint: "write \(count) numbers in brackets")
      return nil
    }
    var values: [Double] = []
    let before = diagnostics.count
    for (index, element) in elements.enumerated() {
      if let value = number(element, range, at: path[index]) { values.append(value) }
    }
    if count == nil, values.count < elements.count, let meant = elements.pointed,
      elements.beginWithZeroOrOne
    {
      // 5 is no probability: 0,5 was meant.
      diagnostics.removeSubrange(before...)
      reportDecimalCommas(node, meant, count: elements.count, at: path)
    }
    return values.count == elements.count ? values : nil
  }

  mutating func reportDecimalCommas(
    _ node: ConfigurationNode, _ meant: [String], count: Int, at path: KeyPathText
  ) {
    let list = meant.prefix(6).joined(separator: ", ") + (meant.count > 6 ? ", …" : "")
    report(
      node.position, "decimal commas make \(count) numbers of \(meant.count)", at: path,
      hint:
        "write [\(list)] with decimal points, or if \(count) are meant, a space after each comma"
    )
  }

  /// Reports a list of nothing but lists where numbers are due: clusters are given apart.
  func nestedNumbers(_ node: ConfigurationNode) -> [[ConfigurationNode]]? {
    guard case .list(let elements, _) = node, !elements.isEmpty else { return nil }
    let lists = elements.compactMap { element -> [ConfigurationNode]? in
      guard case .list(let numbers, _) = element else { return nil }
      return numbers
    }
    return lists.count == elements.count ? lists : nil
  }

  mutating func isNested(
    _ node: ConfigurationNode, _ path: KeyPathText, clusters: Parameter?
  ) -> Bool {
    guard let lists = nestedNumbers(node) else { return false }
    let flat = ConfigurationNode.list(lists.flatMap(\.self), at: node.position).summary
    var hint = "write \(flat)"
    if let clusters {
      var arms = 0
      let parts = lists.map { list in
        defer { arms += list.count }
        return "[" + list.indices.map { String(arms + $0) }.joined(separator: ", ") + "]"
      }
      hint +=
        " and \(clusters.name): [\(parts.prefix(6).joined(separator: ", "))"
        + (parts.count > 6 ? ", …]" : "]")
    }
    report(node.position, "expected a list of numbers, found a list of lists", at: path, hint: hint)
    return true
  }
}

extension Parameter {
  /// Whether it takes lists of arms.
  var isPartition: Bool { if case .partition = type { true } else { false } }
}

extension [ConfigurationNode] {
  /// The numbers that decimal commas have split, if that is what these are: 0.5 of 0 and 5.
  var pointed: [String]? {
    guard count.isMultiple(of: 2), areClose else { return nil }
    let texts = compactMap { element -> String? in
      guard case .scalar(let text, true, _) = element else { return nil }
      return text
    }
    guard texts.count == count else { return nil }
    let pairs = stride(from: 0, to: count, by: 2).map { (whole: texts[$0], part: texts[$0 + 1]) }
    let areNumbers = pairs.allSatisfy {
      $0.whole.wholeMatch(of: /[+-]?\d{1,9}/) != nil && $0.part.wholeMatch(of: /\d+/) != nil
    }
    return areNumbers ? pairs.map { "\($0.whole).\($0.part)" } : nil
  }

  /// Whether every other element is 0 or 1, as before the comma of a probability.
  var beginWithZeroOrOne: Bool {
    stride(from: 0, to: count, by: 2).allSatisfy {
      if case .scalar(let text, _, _) = self[$0] { ["0", "1"].contains(text) } else { false }
    }
  }

  /// Whether no space follows the first comma, the third and so on, as in [0,5, 1,5].
  private var areClose: Bool {
    stride(from: 1, to: count, by: 2).allSatisfy { gap(before: $0) == 1 }
  }

  /// The columns between an element and the one before it on the same line.
  private func gap(before index: Int) -> Int? {
    guard case .scalar(let text, _, let start) = self[index - 1] else { return nil }
    let next = self[index].position
    return next.line == start.line
      ? next.column - start.column - text.unicodeScalars.count : nil
  }

  /// Whether a space follows the second comma, the fourth and so on, as in [0,5, 1,5].
  var isSpacedInPairs: Bool {
    count >= 4
      && stride(from: 2, to: count, by: 2).allSatisfy { (gap(before: $0) ?? 0) > 1 }
  }
}

extension ConfigurationNode.Entry {
  /// A key that spells a path with dots, as `environment.arms: 10`, in the form that YAML nests.
  func nested(below terms: [Term]) -> String? {
    let keys = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard keys.count > 1, !keys.contains(""), let first = terms.name(for: keys[0]),
      !["policies", "environments", "sweep"].contains(first)
    else { return nil }
    let inner = keys.dropFirst().reversed().reduce(value.summary) { "{\($1): \($0)}" }
    return "\(first): \(inner)"
  }

  /// A key that has swallowed its value, as in {kind:ucb}, with the space that it lacks.
  var spaced: String? {
    guard value.isEmpty, let match = key.wholeMatch(of: /([A-Za-z][\w-]*):(\S.*)/) else {
      return nil
    }
    return "\(match.output.1): \(match.output.2)"
  }
}
