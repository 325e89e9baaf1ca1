import ClusterBandit

extension Parameter {
  /// What may stand there, in words.
  var typeWords: String {
    switch type {
    case .number(let range): return range.words
    case .numberOrWord(let range, let words):
      return words.joined(separator: ", ") + " or " + range.words
    case .integer: return "a whole number"
    case .integers: return "[whole numbers]"
    case .flag: return "true or false"
    case .choice(let words): return words.joined(separator: " or ")
    case .numbers(_, let count): return count.map { "[\($0) numbers]" } ?? "[numbers]"
    case .scheduled(let range, _): return range.words + ", or a schedule"
    case .components: return "a list of names or mappings with 'kind'"
    case .component(let variants):
      return Parameter.listed(
        variants.map { variant in
          variant.aliases.isEmpty
            ? variant.name : "\(variant.name) (or \(Parameter.listed(variant.aliases)))"
        })
    case .betaPriors: return "[α, β] or a list of such pairs"
    case .partition: return "[[arms], [arms]]"
    case .tree: return "[[arms], [[arms], [arms]]]"
    case .table, .log, .features, .history: return "a file name"
    case .vectors: return "[[numbers], [numbers]]"
    }
  }

  /// What holds when the key is left out, in words.
  var absenceWords: String {
    switch absence {
    case .required: "(required)"
    case .optional(let words): "(default: \(words))"
    case .value(let value): "(default: \(Parameter.text(value)))"
    }
  }

  private static func text(_ value: ParameterValue) -> String {
    switch value {
    case .number(let number): number.short
    case .integer(let number): String(number)
    case .flag(let flag): String(flag)
    case .word(let word): word
    case .numbers(let numbers): "[\(numbers.map(\.short).joined(separator: ", "))]"
    case .priors(let priors):
      priors.map { "[\($0.alpha.short), \($0.beta.short)]" }.joined(separator: ", ")
    case .variant("constant", let arguments):
      arguments.optionalNumber("value").map(\.short) ?? "constant"
    case .variant(let name, _): name
    case .list(let values): "[\(values.map(text).joined(separator: ", "))]"
    case .partition, .tree, .table, .log, .features, .history, .vectors: "given"
    }
  }

  static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// What tells a parameter from others of its name.
  var identity: String { [name, meaning, typeWords, absenceWords].joined(separator: "\n") }

  /// The variants that may stand there, and the key that names one.
  var variants: (key: String, [Variant]) {
    switch type {
    case .scheduled(_, let variants): ("schedule", variants)
    case .component(let variants): ("kind", variants)
    default: ("kind", [])
    }
  }
}

extension Variant {
  /// What tells a variant from others of its name.
  var identity: String { ([name] + parameters.map(\.identity)).joined(separator: "\n") }
}
