import ClusterBandit
import Foundation
import TextFiles

/// Single values and plain lists.
extension ArgumentReader {
  /// A finite number in a range.
  mutating func number(
    _ node: ConfigurationNode, _ range: NumberRange, at path: KeyPathText
  ) -> Double? {
    guard case .scalar(let text, let isPlain, let position) = node, isPlain, !node.isEmpty else {
      report(
        node.position, "expected a number, found \(node.kind)", at: path,
        hint: sweep(of: node, at: path) ?? advice(toWrite: range.words, insteadOf: node))
      return nil
    }
    guard let value = decimalNumber(text) else {
      let isHuge = Double(text)?.isInfinite == true && text.contains { $0.isNumber }
      report(
        position, "\(text.quoted) is \(isHuge ? "too large" : "not a number")", at: path,
        hint: decimalMeant(by: text).map { "write \($0)" } ?? "write \(range.words)")
      return nil
    }
    guard range.contains(value) else {
      report(
        position, "\(text.quoted) is out of range", at: path,
        hint: "write \(range.words(excluding: value))"
          + (range == .probability && value >= 2 && value <= 100
            ? ", as \((value / 100).short) for \(text) %" : ""))
      return nil
    }
    return value
  }

  /// That several values of a key are swept, where a list of single values stands for one.
  private func sweep(of node: ConfigurationNode, at path: KeyPathText) -> String? {
    let swept = ["environment.", "environments[", "policies["]
    guard case .list(let elements, _) = node, !elements.isEmpty, !path.text.hasSuffix("]"),
      swept.contains(where: path.text.hasPrefix) || ["horizon", "batch"].contains(path.text),
      elements.allSatisfy({ if case .scalar = $0 { true } else { false } })
    else { return nil }
    return "write one value here; several are tried by sweep: "
      + "[{path: \(path.text), values: \(node.summary)}]"
  }

  /// What to write instead of a value of another type.
  private func advice(toWrite words: String, insteadOf node: ConfigurationNode) -> String {
    if case .scalar(let text, false, _) = node, decimalNumber(text) != nil {
      return "quotes make it text: write \(text) without them"
    }
    return "write \(words)"
  }

  /// A finite number in a range, or one of a few words.
  mutating func numberOrWord(
    _ node: ConfigurationNode, _ range: NumberRange, _ words: [String], at path: KeyPathText
  ) -> ParameterValue? {
    guard case .scalar(let text, _, let position) = node, !node.isEmpty,
      decimalNumber(text) == nil
    else { return number(node, range, at: path).map { .number($0) } }
    if words.contains(text) { return .word(text) }
    report(
      position, "\(text.quoted) is not possible here", at: path,
      hint: "write \(words.joined(separator: ", ")) or \(range.words)")
    return nil
  }

  /// A whole number in a range; 1e4 is one too.
  mutating func integer(
    _ node: ConfigurationNode, _ range: ClosedRange<Int>, at path: KeyPathText
  ) -> Int? {
    let words = "a whole number from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
    guard case .scalar(let text, let isPlain, let position) = node, isPlain, !node.isEmpty else {
      report(
        node.position, "expected a whole number, found \(node.kind)", at: path,
        hint: sweep(of: node, at: path) ?? advice(toWrite: words, insteadOf: node))
      return nil
    }
    var value = Int(text)
    // In many countries 1.000 is a thousand.
    let isThousands = value == nil && text.wholeMatch(of: /[1-9]\d{0,2}(\.\d{3})+/) != nil
    if value == nil, !isThousands, let number = decimalNumber(text), number.rounded() == number {
      value = number.magnitude <= 0x1p53 ? Int(number) : number < 0 ? Int.min : Int.max
    }
    guard let value else {
      report(
        position, "\(text.quoted) is not a whole number", at: path,
        hint: wholeNumberMeant(by: text).map { "write \($0)" } ?? "write \(words)")
      return nil
    }
    guard range.contains(value) else {
      report(position, "\(text.quoted) is out of range", at: path, hint: "write \(words)")
      return nil
    }
    return value
  }

  /// A list of whole numbers in a range.
  mutating func integers(
    _ node: ConfigurationNode, _ range: ClosedRange<Int>, at path: KeyPathText
  ) -> [Int]? {
    guard
      let elements = elements(
        node, of: "whole numbers", at: path, example: "[10, 20]",
        offering: { decimalNumber($0) != nil })
    else { return nil }
    let values = elements.enumerated().map { integer($1, range, at: path[$0]) }
    let read = values.compactMap(\.self)
    return read.count == values.count ? read : nil
  }

  /// A seed: a whole number from 0 to 2^64 − 1.
  mutating func seed(_ node: ConfigurationNode, at path: KeyPathText) -> UInt64? {
    guard case .scalar(let text, true, _) = node, let value = UInt64(text) else {
      report(
        node.position, "a seed cannot be \(node.kind)", at: path,
        hint: advice(
          toWrite: wholeMeant(by: node) ?? "a whole number from 0 to 18446744073709551615",
          insteadOf: node))
      return nil
    }
    return value
  }

  /// What a person has written for a whole number, or nil.
  private func wholeMeant(by node: ConfigurationNode) -> String? {
    guard case .scalar(let text, true, _) = node else { return nil }
    return wholeNumberMeant(by: text)
  }

  /// `true` or `false`.
  ///
  /// - Parameter other: what else may stand there, in a message's words.
  mutating func flag(
    _ node: ConfigurationNode, or other: String = "", at path: KeyPathText
  ) -> Bool? {
    if case .scalar(let text, true, _) = node {
      if ["true", "True", "TRUE"].contains(text) { return true }
      if ["false", "False", "FALSE"].contains(text) { return false }
    }
    var hint = "write true or false"
    if case .scalar(let text, let isPlain, _) = node {
      let isYes = ["yes", "on", "y", "1", "true"].contains(text.lowercased())
      let isNo = ["no", "off", "n", "0", "false"].contains(text.lowercased())
      if isYes || isNo { hint = "write \(isYes)" + (isPlain ? "" : " without quotes") }
    }
    report(
      node.position, "expected true or false\(other), found \(node.kind)", at: path, hint: hint)
    return nil
  }

  /// False, true, or the share of labels that is permuted.
  mutating func labelPermutation(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> LabelPermutation? {
    if case .scalar(let text, true, _) = node,
      decimalNumber(text) != nil || decimalMeant(by: text) != nil
    {
      return number(node, .probability, at: path).map { LabelPermutation(share: $0) }
    }
    return flag(node, or: ", or a share from 0 to 1", at: path).map { $0 ? .all : .none }
  }

  /// Some text.
  mutating func text(
    _ node: ConfigurationNode, at path: KeyPathText, hint: String = "write some words"
  ) -> String? {
    guard case .scalar(let text, _, _) = node, !node.isEmpty,
      !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
    else {
      report(node.position, "expected text, found \(node.kind)", at: path, hint: hint)
      return nil
    }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      report(
        node.position, "\(text.quoted) has control characters", at: path,
        hint: "write it on one line, without tabs")
      return nil
    }
    return text
  }

  /// One of a few words.
  mutating func choice(
    _ node: ConfigurationNode, _ words: [String], at path: KeyPathText
  ) -> String? {
    choice(node, words.map { Term($0) }, at: path)
  }

  /// The name of one of a few words.
  mutating func choice(
    _ node: ConfigurationNode, _ words: [Term], at path: KeyPathText
  ) -> String? {
    guard case .scalar(let text, _, let position) = node, !node.isEmpty else {
      report(
        node.position, "expected a word, found \(node.kind)", at: path,
        hint: "write one of \(words.map(\.name).joined(separator: ", "))")
      return nil
    }
    guard let name = words.name(for: text) else {
      report(
        position, "\(text.quoted) is not possible here", at: path,
        hint: hint(for: text, among: words, what: "possible words"))
      return nil
    }
    return name
  }

  /// The elements of a list that must not be empty.
  ///
  /// - Parameters:
  ///   - example: what such a list looks like.
  ///   - offering: whether a hint may put a single word into brackets.
  mutating func elements(
    _ node: ConfigurationNode, of what: String, at path: KeyPathText,
    example: String = "[first, second]", offering: (String) -> Bool = { _ in false }
  ) -> [ConfigurationNode]? {
    guard case .list(let elements, let position) = node else {
      var example = example
      if case .scalar(let word, _, _) = node, !node.isEmpty, offering(word) {
        example = "[\(word.shown(atMost: 60))]"
      }
      report(
        node.position, "expected a list of \(what), found \(node.kind)", at: path,
        hint: "write the list in brackets: \(example)")
      return nil
    }
    guard !elements.isEmpty else {
      report(
        position, "the list is empty", at: path, hint: "give at least one: \(example)")
      return nil
    }
    return elements
  }
}
