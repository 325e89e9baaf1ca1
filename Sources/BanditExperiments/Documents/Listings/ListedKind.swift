package import ClusterBandit

/// What a listing says of something that an experiment may name.
package struct ListedKind: Sendable {
  /// The name.
  package let name: String
  /// Other names.
  package var aliases: [String] = []
  let summary: String
  var conventions: Conventions?
  var parameters: [Parameter] = []
  /// What there is to say besides, a line each.
  var lines: [String] = []

  private init(_ variant: Variant, _ conventions: Conventions? = nil) {
    name = variant.name
    aliases = variant.aliases
    summary = variant.summary
    self.conventions = conventions
    parameters = variant.parameters
  }

  private init(_ name: String, _ summary: String, lines: [String] = []) {
    self.name = name
    self.summary = summary
    self.lines = lines
  }

  /// Whether a word is its name or another of its names, in any spelling.
  package func isCalled(_ word: String) -> Bool {
    [Term(name, aliases: aliases)].name(for: word) != nil
  }

  /// The policies.
  package static func policies(_ catalogue: PolicyCatalogue) -> [ListedKind] {
    catalogue.families.map {
      ListedKind(
        Variant($0.name, aliases: $0.aliases, $0.summary, $0.parameters), $0.conventions)
    }
  }

  /// The environments.
  package static func environments(_ catalogue: EnvironmentCatalogue) -> [ListedKind] {
    let permute = Parameter.defaulted(
      "permute-labels", .numberOrWord(.probability, ["true", "false"]), .word("false"),
      "assign the arms at random to clusters of the same sizes, as a control: all arms, or a share")
    return catalogue.families.map {
      ListedKind(Variant($0.name, aliases: $0.aliases, $0.summary, $0.parameters + [permute]))
    }
  }

  /// The selection rules.
  package static func rules(_ catalogue: RuleCatalogue) -> [ListedKind] {
    zip(catalogue.variants, catalogue.conventions).map { ListedKind($0, $1) }
  }

  /// The cluster strategies.
  package static func strategies(_ catalogue: StrategyCatalogue) -> [ListedKind] {
    zip(catalogue.variants, catalogue.conventions).map { ListedKind($0, $1) }
  }

  /// The dependence models.
  package static func models(_ catalogue: ModelCatalogue) -> [ListedKind] {
    catalogue.variants.map { ListedKind($0) }
  }

  /// The metrics.
  package static func metrics() -> [ListedKind] {
    Metric.allCases.map { metric in
      var kind = ListedKind(
        metric.rawValue, metric.summary,
        lines: [
          "\(metric.isBetterLower ? "lower" : "higher") is better"
            + (metric.isCurve ? "" : "; known at the horizon only")
        ])
      kind.aliases = metric.aliases
      return kind
    }
  }

  /// The keys at the top of an experiment file.
  package static func keys() -> [ListedKind] {
    PlanKey.all.map { key in
      var kind = ListedKind(
        key.name, key.meaning,
        lines: [key.type + (key.absence == "–" ? "" : " (default: \(key.absence))")])
      if key.absence == "required" { kind.lines = ["\(key.type) (required)"] }
      kind.aliases = key.aliases
      return kind
    }
  }
}
