import ClusterBandit

/// Components under their own names, however a file spells them.
///
/// A label that nobody gave is made of these names, so that `ts` and `thompson` are one row.
extension PlanReading {
  /// The file with the names of its top-level keys, and with each environment and policy as
  /// ``environmentNode(_:)`` and ``policyNode(_:)`` give it.
  func canonical(_ root: ConfigurationNode) -> ConfigurationNode {
    let terms = PlanReading.keys.map { Term(key: $0) }
    return root.renamingKeys(terms).mappingValues { key, value in
      switch (key, value) {
      case ("environment", _): environmentNode(value)
      case ("environments", .list(let elements, let position)):
        .list(elements.map { environmentNode($0) }, at: position)
      case ("policies", .list(let elements, let position)):
        .list(elements.map { policyNode($0) }, at: position)
      default: value
      }
    }
  }

  /// An environment's mapping with the names of its kinds; a bare word is such a mapping.
  func environmentNode(_ node: ConfigurationNode) -> ConfigurationNode {
    node.component(environmentKinds, keys: PlanReading.environmentKeys)
  }

  /// A policy's mapping with the names of its kinds; a bare word is such a mapping.
  func policyNode(_ node: ConfigurationNode) -> ConfigurationNode {
    node.component(policyKinds, keys: PlanReading.policyKeys)
  }

  /// The keys of an environment that are no parameters.
  static let environmentKeys = ["kind", "label", "permute-labels"]
  /// The keys of a policy that are no parameters.
  static let policyKeys = ["kind", "label"]
}

extension ConfigurationNode {
  fileprivate func component(_ variants: [Variant], keys: [String]) -> ConfigurationNode {
    switch self {
    case .scalar where !isEmpty:
      let entry = Entry(key: "kind", position: position, value: naming(variants))
      return .mapping([entry], at: position)
    case .mapping: return renamingKeys(keys.map { Term(key: $0) }).naming(variants)
    default: return self
    }
  }

  /// The component with its variant's name, and so on inside; what is no such component stays.
  private func naming(_ variants: [Variant]) -> ConfigurationNode {
    switch self {
    case .scalar(let word, _, let position):
      guard let name = variants.name(for: word) else { return self }
      return .scalar(name, isPlain: true, at: position)
    case .mapping:
      let node = renamingKeys([Term(key: "kind")])
      guard case .scalar(let word, _, _)? = node["kind"], let name = variants.name(for: word),
        let variant = variants.first(where: { $0.name == name })
      else { return node }
      let parameters = variant.parameters.map { Term($0) }
      return node.mappingValues { key, value in
        if key == "kind" { return value.naming(variants) }
        guard let name = parameters.name(for: key) else { return value }
        switch (variant.parameters.first(where: { $0.name == name })?.type, value) {
        case (.component(let inner)?, _): return value.naming(inner)
        case (.components(let inner)?, .list(let elements, let position)):
          return .list(elements.map { $0.naming(inner) }, at: position)
        default: return value
        }
      }
    case .list: return self
    }
  }

  /// The mapping with keys of these terms under their names; of two names of one key the second
  /// stays, for its reader to tell.
  fileprivate func renamingKeys(_ terms: [Term]) -> ConfigurationNode {
    guard case .mapping(var entries, let position) = self else { return self }
    var seen = Set(entries.map(\.key))
    for (index, entry) in entries.enumerated() {
      guard let name = terms.name(for: entry.key), seen.insert(name).inserted else { continue }
      entries[index] = Entry(key: name, position: entry.position, value: entry.value)
    }
    return .mapping(entries, at: position)
  }

  fileprivate func mappingValues(
    _ change: (String, ConfigurationNode) -> ConfigurationNode
  ) -> ConfigurationNode {
    guard case .mapping(let entries, let position) = self else { return self }
    return .mapping(
      entries.map {
        Entry(key: $0.key, position: $0.position, value: change($0.key, $0.value))
      }, at: position)
  }
}

extension [Variant] {
  /// The name that a word stands for.
  fileprivate func name(for word: String) -> String? {
    contains { $0.name == word } ? word : map { Term($0) }.name(for: word)
  }
}
