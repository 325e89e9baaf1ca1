import BanditExperiments

extension ListCommand {
  /// A list of what an experiment may name.
  enum Subject: String, CaseIterable {
    case policies
    case environments
    case rules
    case strategies
    case models
    case metrics
    case keys
    case experiments

    /// The list of that name, in the singular or the plural.
    init?(word: String) {
      let word = word.lowercased()
      guard let subject = Self.allCases.first(where: { [$0.rawValue, $0.singular].contains(word) })
      else { return nil }
      self = subject
    }

    /// One of them.
    var singular: String {
      switch self {
      case .policies: "policy"
      case .strategies: "strategy"
      default: String(rawValue.dropLast())
      }
    }

    /// Whether it begins with an overview.
    var isLong: Bool { ![.metrics, .keys].contains(self) }

    /// What the list holds; experiments are files and no kinds.
    var kinds: [ListedKind] {
      switch self {
      case .policies: ListedKind.policies(Kinds.catalogues.policies)
      case .environments: ListedKind.environments(Kinds.catalogues.environments)
      case .rules: ListedKind.rules(Kinds.rules)
      case .strategies: ListedKind.strategies(Kinds.strategies)
      case .models: ListedKind.models(Kinds.models)
      case .metrics: ListedKind.metrics()
      case .keys: ListedKind.keys()
      case .experiments: []
      }
    }
  }
}
