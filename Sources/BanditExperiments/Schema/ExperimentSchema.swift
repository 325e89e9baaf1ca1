import ClusterBandit

/// The JSON Schema of experiment files, for editors that complete and check YAML while it is typed.
///
/// It comes from the catalogues and from the same list of keys as the reader's: kinds, parameters,
/// ranges and meanings are theirs. A schema cannot say everything: what takes two values together,
/// such as clusters that must hold every arm once, is left to the reader.
///
/// Source: "JSON Schema: A Media Type for Describing JSON Documents", draft 2020-12.
public enum ExperimentSchema {
  /// The schema as JSON.
  public static func json(_ catalogues: Catalogues = .standard) -> String {
    schema(catalogues).json() + "\n"
  }

  static func schema(_ catalogues: Catalogues) -> SchemaNode {
    let definitions = Definitions(catalogues)
    var schema = SchemaNode.mapping(
      PlanKey.all.map {
        SchemaProperty(
          $0.name, definitions.schema(of: $0.name).described($0.meaning),
          isRequired: $0.name == "name")
      })
    // Keys of one's own.
    schema.add("patternProperties", ["^x-": [:]])
    schema.add("$schema", "https://json-schema.org/draft/2020-12/schema")
    schema.add("title", "An experiment of cluster-bandit")
    return schema
  }

  /// The schemas of a file's parts.
  private struct Definitions {
    let catalogues: Catalogues

    init(_ catalogues: Catalogues) { self.catalogues = catalogues }

    func schema(of key: String) -> SchemaNode {
      switch key {
      case "name", "title": .anyText
      case "seed":
        ["type": "integer", "minimum": .number(0), "maximum": .number(Double(UInt64.max))]
      case "replications": whole(ExperimentLimits.replications)
      case "evidence", "control-variates": ["type": "boolean"]
      case "discount":
        ["type": "number", "exclusiveMinimum": .number(0), "maximum": .number(1.0.nextDown)]
      case "recommend": .words(Recommendation.allCases.map(\.rawValue))
      case "quick-replications": whole(ExperimentLimits.quickReplications)
      case "horizon":
        .any([
          whole(ExperimentLimits.horizon),
          .mapping([
            SchemaProperty("discount-tail", number(.openClosed(0, 1e15)), isRequired: true)
          ]),
        ])
      case "batch": whole(1...ExperimentLimits.horizon.upperBound)
      case "checkpoints":
        .any([
          .mapping([
            SchemaProperty("count", whole(ExperimentLimits.checkpoints)),
            SchemaProperty("spacing", .words(Checkpoints.Spacing.allCases.map(\.rawValue))),
          ]),
          .mapping([SchemaProperty("at", rounds, isRequired: true)]), rounds,
        ])
      case "environment": environment
      case "environments": .list(of: environment, atLeast: 1)
      case "policies": .list(of: policy, atLeast: 1)
      case "sweep":
        .list(
          of: .mapping([
            SchemaProperty("path", .anyText, isRequired: true),
            SchemaProperty("values", .list(of: [:], atLeast: 1), isRequired: true),
          ]), atLeast: 1)
      case "published", "references", "shown", "claims", "constants":
        .list(of: target(key), atLeast: 1)
      case "targets": .list(of: target(key))
      case "problems": .list(of: problem, atLeast: 1)
      case "files":
        .list(
          of: .mapping(
            ["name", "sha256"].map { SchemaProperty($0, .anyText, isRequired: true) }))
      default: [:]
      }
    }

    /// A list of rounds.
    private var rounds: SchemaNode { .list(of: whole(ExperimentLimits.horizon), atLeast: 1) }

    private var environment: SchemaNode {
      kinds(
        catalogues.environments.families.map { ($0.name, $0.aliases, $0.summary, $0.parameters) },
        extra: [SchemaProperty("label", .anyText), permute])
    }

    private var permute: SchemaProperty {
      SchemaProperty("permute-labels", .any([["type": "boolean"], number(.probability)]))
    }

    private var policy: SchemaNode {
      kinds(
        catalogues.policies.families.map { ($0.name, $0.aliases, $0.summary, $0.parameters) },
        extra: [SchemaProperty("label", .anyText)])
    }

    private var problem: SchemaNode {
      .mapping([
        SchemaProperty("label", .anyText, isRequired: true),
        SchemaProperty("environment", environment, isRequired: true), permute,
        SchemaProperty("horizon", whole(ExperimentLimits.horizon), isRequired: true),
        SchemaProperty("batch", whole(1...ExperimentLimits.horizon.upperBound)),
        SchemaProperty("swept", .list(of: [:])),
        SchemaProperty("policies", .list(of: [:], atLeast: 1), isRequired: true),
      ])
    }

    private func target(_ key: String) -> SchemaNode {
      let kinds = Target.Kind.allCases.filter { kind in
        key == "targets" || PlanKey.list(of: kind) == key
      }
      return .any(
        kinds.map { kind in
          let (required, others, _) = PlanReading.keys(of: kind)
          return .mapping(
            (required + ["source"] + others + ["kind"]).map {
              SchemaProperty(
                $0, targetField($0, of: kind), isRequired: (required + ["source"]).contains($0))
            })
        })
    }

    private func targetField(_ key: String, of kind: Target.Kind) -> SchemaNode {
      switch key {
      case "kind": .words([kind.rawValue])
      case "metric": .words(Metric.allCases.flatMap { [$0.rawValue] + $0.aliases })
      case "statistic": .words(TargetMean.Statistic.allCases.map(\.rawValue))
      case "bound": .words(PublishedConstant.Bound.allCases.map(\.rawValue))
      case "replications": whole(ExperimentLimits.replications)
      case "round": whole(ExperimentLimits.horizon)
      case "decimals": whole(-50...50)
      case "mean": number(.closed(-1e50, 1e50))
      case "standard-deviation", "value", "above", "below": number(.closed(0, 1e50))
      case "width": number(.openClosed(0, 1e50))
      case "tolerance": number(.openClosed(0, 1))
      case "of", "to":
        .mapping(["environment", "policy"].map { SchemaProperty($0, .anyText) })
      case "environment", "policy", "source", "claim": .anyText
      default: ["type": "number"]
      }
    }

    /// One of some kinds: its bare name, where nothing else must be said, or a mapping.
    private func kinds(
      _ kinds: [(name: String, aliases: [String], summary: String, parameters: [Parameter])],
      extra: [SchemaProperty] = []
    ) -> SchemaNode {
      let bare = kinds.filter { !$0.parameters.contains(where: \.isRequired) }
      return .any(
        [.words(bare.flatMap { [$0.name] + $0.aliases })]
          + kinds.map { kind in
            let name = SchemaProperty(
              "kind", .words([kind.name] + kind.aliases), isRequired: true)
            return .mapping([name] + extra + kind.parameters.map(property))
              .described(kind.summary)
          })
    }

    private func property(_ parameter: Parameter) -> SchemaProperty {
      SchemaProperty(
        Term(parameter), schema(of: parameter.type).described(parameter.meaning),
        isRequired: parameter.isRequired)
    }

    private func schema(of type: ParameterType) -> SchemaNode {
      switch type {
      case .number(let range): number(range)
      case .numberOrWord(let range, let words): .any([number(range), .words(words)])
      case .integer(let range): whole(range)
      case .integers(let range): .list(of: whole(range), atLeast: 1)
      case .flag: ["type": "boolean"]
      case .choice(let words): .words(words)
      case .numbers(let range, let count): numbers(range, count)
      case .scheduled(let range, let variants):
        .any(
          [number(range), .words(variants.filter(\.isBare).map(\.name))]
            + variants.map { schedule($0) })
      case .component(let variants):
        kinds(variants.map { ($0.name, $0.aliases, $0.summary, $0.parameters) })
      case .components(let variants):
        .list(
          of: kinds(variants.map { ($0.name, $0.aliases, $0.summary, $0.parameters) }), atLeast: 1)
      case .betaPriors: .any([numbers(.weight, 2), .list(of: numbers(.weight, 2), atLeast: 1)])
      case .partition: .list(of: .list(of: whole(0...Int(Int32.max)), atLeast: 1), atLeast: 1)
      case .tree: ["type": "array"]
      case .table, .log, .features, .history: .anyText
      case .vectors(let range): .list(of: numbers(range, nil), atLeast: 1)
      }
    }

    private func schedule(_ variant: Variant) -> SchemaNode {
      let name = SchemaProperty(
        Term("schedule"), .words([variant.name] + variant.aliases), isRequired: true)
      return .mapping([name] + variant.parameters.map(property)).described(variant.summary)
    }

    private func number(_ range: NumberRange) -> SchemaNode {
      [
        "type": "number",
        range.excludesLower ? "exclusiveMinimum" : "minimum": .number(range.lower),
        "maximum": .number(range.upper),
      ]
    }

    private func whole(_ range: ClosedRange<Int>) -> SchemaNode {
      [
        "type": "integer", "minimum": .number(Double(range.lowerBound)),
        "maximum": .number(Double(range.upperBound)),
      ]
    }

    private func numbers(_ range: NumberRange, _ count: Int?) -> SchemaNode {
      var schema = SchemaNode.list(of: number(range), atLeast: count ?? 1)
      if let count { schema.add("maxItems", .number(Double(count))) }
      return schema
    }
  }
}

extension Parameter {
  /// Whether the key must be given.
  fileprivate var isRequired: Bool { if case .required = absence { true } else { false } }
}

extension Variant {
  /// Whether its name says all that must be said.
  fileprivate var isBare: Bool { !parameters.contains(where: \.isRequired) }
}
