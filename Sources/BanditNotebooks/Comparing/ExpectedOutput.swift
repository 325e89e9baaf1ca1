import Foundation

/// The output that a notebook expects from a command, and how strictly.
struct ExpectedOutput: Sendable {
  private typealias LinePattern = WildcardPattern<LineToken>

  /// The line that stands for any lines.
  static let anyLines = "..."

  private let lines: [String]
  private let tolerance: Double?
  private let isUnordered: Bool
  private let patterns: [LinePattern?]

  /// Creates an expectation.
  init(_ lines: [String], labels: FenceLabels) {
    self.lines = lines
    tolerance = labels.tolerance
    isUnordered = labels.isUnordered
    let numbers = labels.tolerance != nil
    patterns = lines.map { line in
      if line.isIdentical(to: ExpectedOutput.anyLines) { return nil }
      let parts = line.components(separatedBy: ExpectedOutput.anyLines)
      var elements: [LineToken?] = []
      for (index, part) in parts.enumerated() {
        if index > 0 { elements.append(nil) }
        elements += LineToken.tokens(of: part, numbers: numbers).map(Optional.some)
      }
      return LinePattern(elements: elements)
    }
  }

  /// Whether an output is as expected.
  func matches(_ output: [String]) -> Bool {
    let tokens = tokens(of: output)
    guard isUnordered else {
      return WildcardPattern(elements: patterns).matches(tokens, where: fits)
    }
    return matchesInAnyOrder(output, tokens)
  }

  /// The lines to expect in the future.
  ///
  /// An expectation that is met stays as it is. Otherwise it becomes the output, in which lines that
  /// were as expected keep their wildcards and their numbers.
  func updated(for output: [String]) -> [String] {
    if matches(output) { return lines }
    guard !isUnordered else { return output }
    let tokens = tokens(of: output)
    var updated = output
    let pairs = LineAlignment(patterns.count, output.count) { old, new in
      patterns[old].map { fits($0, tokens[new]) } ?? false
    }.pairs
    for (old, new) in pairs { updated[new] = lines[old] }
    return updated
  }

  private func tokens(of output: [String]) -> [[LineToken]] {
    output.map { LineToken.tokens(of: $0, numbers: tolerance != nil) }
  }

  private func fits(_ pattern: LinePattern, _ line: [LineToken]) -> Bool {
    pattern.matches(line) { $0.fits($1, tolerance: tolerance ?? 0) }
  }

  /// Identical lines are paired first; each other pattern takes the first line left that it fits.
  private func matchesInAnyOrder(_ output: [String], _ tokens: [[LineToken]]) -> Bool {
    var places: [[UInt8]: [Int]] = [:]
    for index in output.indices.reversed() {
      places[Array(output[index].utf8), default: []].append(index)
    }
    var left = Set(output.indices)
    var others: [LinePattern] = []
    for (line, pattern) in zip(lines, patterns) {
      guard let pattern else { continue }
      if let place = places[Array(line.utf8)]?.popLast() {
        left.remove(place)
      } else {
        others.append(pattern)
      }
    }
    for pattern in others {
      guard let place = left.sorted().first(where: { fits(pattern, tokens[$0]) }) else {
        return false
      }
      left.remove(place)
    }
    return left.isEmpty || patterns.contains { $0 == nil }
  }
}
