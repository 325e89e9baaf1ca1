import ClusterBandit

/// The listings of what an experiment may name.
package struct Listing: Sendable {
  private let kinds: [ListedKind]
  /// The columns of the terminal; nil is as wide as it takes.
  private let width: Int?
  /// Whether the variants of a parameter are listed with it.
  private let isDetailed: Bool
  /// The parameters that stand at the end, because several kinds have them.
  private let shared: [Parameter]

  /// The listing of some kinds in so many columns.
  ///
  /// A parameter that three kinds or more have stands once, at the end.
  ///
  /// - Parameter isDetailed: every parameter with the kind that has it, and with its variants.
  package init(_ kinds: [ListedKind], width: Int? = nil, isDetailed: Bool = false) {
    self.kinds = kinds
    self.width = width
    self.isDetailed = isDetailed
    var counts: [String: Int] = [:]
    for parameter in kinds.flatMap(\.parameters) { counts[parameter.identity, default: 0] += 1 }
    var seen: Set<String> = []
    shared =
      isDetailed
      ? []
      : kinds.flatMap(\.parameters).filter {
        counts[$0.identity, default: 0] >= 3 && seen.insert($0.identity).inserted
      }
  }

  /// A line for each kind: its name and what it is, cut where the terminal ends.
  package var overview: String {
    let column = (kinds.map(\.name.count).max() ?? 0) + 2
    return kinds.map { kind in
      let name = kind.name + String(repeating: " ", count: column - kind.name.count)
      guard let width else { return name + kind.summary }
      let lines = kind.summary.wrapped(to: max(20, width - column - 2))
      return name + lines[0] + (lines.count > 1 ? " …" : "")
    }.joined(separator: "\n")
  }

  /// A sentence in lines that fit.
  package static func paragraph(_ text: String, width: Int?) -> String {
    text.wrapped(to: width).joined(separator: "\n")
  }

  /// The text, without a line break after the last line.
  package var text: String {
    let names = Set(shared.map(\.identity))
    var blocks = kinds.map { kind in
      var told: [String: String] = [:]
      var lines = describe(kind.name, kind.summary, aliases: kind.aliases)
      for (name, text) in kind.conventions?.lines ?? [] {
        var words = wrap(text, indent: 21)
        let label = "    · \(name)" + String(repeating: " ", count: 15 - name.count)
        words[0] = label + words[0].dropFirst(label.count)
        lines += words
      }
      for line in kind.lines { lines += wrap(line, indent: 4) }
      for parameter in kind.parameters where !names.contains(parameter.identity) {
        lines += describe(parameter, indent: 4, &told)
      }
      let others = kind.parameters.filter { names.contains($0.identity) }.map(\.name)
      if !others.isEmpty { lines += wrap("\(Parameter.listed(others)): see the end", indent: 4) }
      return lines
    }
    if !shared.isEmpty {
      var told: [String: String] = [:]
      blocks.append(
        ["Parameters of several kinds"] + shared.flatMap { describe($0, indent: 4, &told) })
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func describe(
    _ name: String, _ summary: String, aliases: [String], indent: Int = 0
  ) -> [String] {
    [String(repeating: " ", count: indent) + name] + wrap(summary, indent: indent + 4)
      + (aliases.isEmpty
        ? [] : wrap("also called \(Parameter.listed(aliases))", indent: indent + 4))
  }

  /// - Parameter told: the parameters whose variants were listed, by those variants: the rules that
  ///   pick a cluster and those that pick an arm are the same.
  private func describe(
    _ parameter: Parameter, indent: Int, _ told: inout [String: String]
  ) -> [String] {
    var lines =
      wrap(
        "\(parameter.name): \(parameter.typeWords) \(parameter.absenceWords)", indent: indent,
        hanging: 4)
      + wrap(parameter.meaning, indent: indent + 4)
    if !parameter.aliases.isEmpty {
      lines += wrap("also called \(Parameter.listed(parameter.aliases))", indent: indent + 4)
    }
    let (key, variants) = parameter.variants
    guard isDetailed || key == "schedule" else { return lines }
    let identity = variants.map(\.identity).joined(separator: "\n")
    if key == "kind", !variants.isEmpty {
      if let other = told[identity] {
        return lines + wrap("the kinds of '\(other)'", indent: indent + 4)
      }
      told[identity] = parameter.name
    }
    for variant in variants {
      lines += describe(
        "{\(key): \(variant.name)}", variant.summary, aliases: variant.aliases,
        indent: indent + 4)
      for inner in variant.parameters { lines += describe(inner, indent: indent + 8, &told) }
    }
    return lines
  }

  /// The lines of a text behind `indent` spaces, all but the first behind `hanging` more.
  private func wrap(_ text: String, indent: Int, hanging: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    guard let width else { return [margin + text] }
    let lines = text.wrapped(to: max(20, width - indent - hanging))
    return lines.enumerated().map { index, line in
      margin + String(repeating: " ", count: index == 0 ? 0 : hanging) + line
    }
  }
}
