import ClusterBandit

/// What a kind declares of itself: name, summary and parameters.
enum ParameterChecks {
  /// What is wrong with a declaration, first complaint first.
  static func complaint(name: String, summary: String, _ parameters: [Parameter]) -> String? {
    if !isKebabCase(name) { return "the name '\(name)' is not in kebab-case" }
    if summary.isEmpty || summary.contains("\n") { return "the summary is not one line" }
    return complaint(parameters)
  }

  private static func complaint(_ parameters: [Parameter]) -> String? {
    let names = parameters.flatMap { [$0.name] + $0.aliases }
    if Set(names).count < names.count { return "two parameters of one name" }
    for parameter in parameters {
      if !isKebabCase(parameter.name) { return "'\(parameter.name)' is not in kebab-case" }
      if parameter.meaning.isEmpty { return "'\(parameter.name)' has no meaning" }
      if case .value(let value) = parameter.absence, !fits(value, parameter.type) {
        return "the default of '\(parameter.name)' is not a value of its type"
      }
      for variant in variants(parameter.type) {
        if let complaint = complaint(
          name: variant.name, summary: variant.summary, variant.parameters)
        {
          return "\(parameter.name), \(variant.name): \(complaint)"
        }
      }
    }
    return nil
  }

  private static func isKebabCase(_ name: String) -> Bool {
    name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil
  }

  private static func variants(_ type: ParameterType) -> [Variant] {
    switch type {
    case .component(let variants), .components(let variants), .scheduled(_, let variants):
      variants
    default: []
    }
  }

  /// Whether a value is one that the type allows.
  static func fits(_ value: ParameterValue, _ type: ParameterType) -> Bool {
    switch (value, type) {
    case (.number(let x), .number(let range)): range.contains(x)
    case (.integer(let n), .integer(let range)): range.contains(n)
    case (.flag, .flag), (.table, .table), (.features, .features), (.tree, .tree),
      (.history, .history):
      true
    case (.word(let word), .choice(let words)): words.contains(word)
    case (.numbers(let list), .numbers(let range, let count)):
      list.allSatisfy(range.contains) && !list.isEmpty && (count.map { $0 == list.count } ?? true)
    case (.variant("constant", let arguments), .scheduled(let range, _)):
      arguments.optionalNumber("value").map(range.contains) ?? false
    case (.list(let values), .components(let variants)):
      !values.isEmpty && values.allSatisfy { fits($0, .component(variants)) }
    case (.variant(let name, let arguments), .component(let variants)),
      (.variant(let name, let arguments), .scheduled(_, let variants)):
      variants.contains { variant in
        variant.name == name
          && variant.parameters.allSatisfy { parameter in
            arguments.values[parameter.name].map { fits($0, parameter.type) } ?? true
          }
      }
    case (.priors(let priors), .betaPriors):
      priors.allSatisfy { $0.alpha > 0 && $0.beta > 0 } && !priors.isEmpty
    case (.partition(let clusters), .partition): !clusters.isEmpty
    case (.vectors(let vectors), .vectors(let range)):
      vectors.allSatisfy { $0.allSatisfy(range.contains) } && !vectors.isEmpty
    default: false
    }
  }

  /// What is wrong with the way in which problems are told.
  static func complaint(_ problems: [ArgumentProblem], _ parameters: [Parameter]) -> String? {
    let names = Set(parameters.map(\.name))
    for problem in problems {
      if problem.message.isEmpty || problem.hint.isEmpty {
        return "a problem at \(problem.path) without a message or a hint"
      }
      if let key = problem.path.first, !names.contains(key) {
        return "a problem at \(problem.path), which is no parameter"
      }
    }
    return nil
  }
}
