import ClusterBandit

/// A word that a file may write, with the other words that mean the same.
package struct Term: Sendable, Hashable {
  /// The word itself: plans, listings and messages have this one.
  package let name: String
  /// The other words.
  package let aliases: [String]

  /// A word with its aliases, by default none.
  package init(_ name: String, aliases: [String] = []) {
    self.name = name
    self.aliases = aliases
  }

  init(_ variant: Variant) { self.init(variant.name, aliases: variant.aliases) }

  init(_ parameter: Parameter) { self.init(parameter.name, aliases: parameter.aliases) }

  /// A key that every file may have, with what people call it.
  init(key: String) { self.init(key, aliases: Term.keys[key] ?? []) }

  /// What the keys of experiments are called elsewhere.
  private static let keys: [String: [String]] = [
    "batch": ["batch-size"],
    "environment": ["env"],
    "environments": ["envs"],
    "horizon": ["T", "rounds", "steps"],
    "kind": ["type"],
    "permute-labels": ["permuted"],
    "policies": ["algorithms", "agents"],
    "policy": ["algorithm"],
    "replications": ["runs", "repetitions", "reps"],
    "seed": ["random-seed", "random-state"],
    "standard-deviation": ["sigma", "std", "sd"],
    "title": ["description"],
    "width": ["spread"],
  ]

  /// The metrics.
  package static let metrics = Metric.allCases.map { Term($0.rawValue, aliases: $0.aliases) }
}

extension [Term] {
  /// The name that `word` stands for, or nil.
  ///
  /// What is written exactly comes first; then capitals, hyphens, underscores and spaces do not
  /// matter: `Epsilon_Greedy` and `linucb` are understood.
  package func name(for word: String) -> String? {
    if contains(where: { $0.name == word }) { return word }
    if let term = first(where: { $0.aliases.contains(word) }) { return term.name }
    let folded = word.folded
    guard !folded.isEmpty else { return nil }
    let found =
      first { $0.name.folded == folded } ?? first { $0.aliases.contains { $0.folded == folded } }
    return found?.name
  }

  /// The term that a misspelt word most likely means, see ``suggestion(for:among:)``.
  package func suggestion(for word: String) -> String? {
    let words = flatMap { [$0.name] + $0.aliases }
    return BanditExperiments.suggestion(for: word, among: words).flatMap { name(for: $0) }
  }
}

extension [Term] {
  /// The names that a text holds between commas, semicolons or spaces, if it holds several and
  /// nothing else.
  func several(in text: String) -> [String]? {
    let words = text.split { ",; +&".contains($0) }.map(String.init)
    let names = words.compactMap { name(for: $0) }
    return names.count > 1 && names.count == words.count ? names : nil
  }

  /// The list of kinds that a mapping or a text stands for, in brackets: {tsc: , ucb: {c: 1}} for
  /// [tsc, {kind: ucb, c: 1}].
  func list(meantBy node: ConfigurationNode) -> String? {
    switch node {
    case .scalar(let text, _, _):
      return several(in: text).map { "[\($0.joined(separator: ", "))]" }
    case .mapping(let entries, _):
      let elements = entries.compactMap { entry in
        name(for: entry.key).map { name in
          guard case .mapping(let inner, _) = entry.value, !inner.isEmpty else { return name }
          let rest = inner.map { "\($0.key): \($0.value.summary)" }.joined(separator: ", ")
          return "{kind: \(name), \(rest)}"
        }
      }
      return elements.isEmpty || elements.count < entries.count
        ? nil : "[\(elements.joined(separator: ", "))]"
    case .list: return nil
    }
  }
}

extension Metric {
  /// The metric that a word of a file or of the command line stands for.
  package init?(word: String) {
    guard let name = Term.metrics.name(for: word) else { return nil }
    self.init(rawValue: name)
  }
}

extension String {
  /// The word without capitals, hyphens, underscores and spaces.
  var folded: String { lowercased().filter { !"-_ ".contains($0) } }
}
