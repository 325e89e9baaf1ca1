package import ClusterBandit

/// The listings of what an experiment may name.
package enum Listing {
  /// Every policy with its parameters.
  package static func policies(_ catalogue: PolicyCatalogue) -> String {
    catalogue.families.map { describe($0.name, $0.summary, $0.parameters, aliases: $0.aliases) }
      .joined(separator: "\n")
  }

  /// Every environment with its parameters.
  package static func environments(_ catalogue: EnvironmentCatalogue) -> String {
    let permute = Parameter.defaulted(
      "permute-labels", .flag, .flag(false),
      "assign the arms at random to clusters of the same sizes, as a control")
    return catalogue.families.map {
      describe(
        $0.name, $0.summary, $0.parameters + [permute], aliases: $0.aliases,
        expandsComponents: true)
    }
    .joined(separator: "\n")
  }

  /// Every cluster strategy with its parameters.
  package static func strategies(_ catalogue: StrategyCatalogue) -> String {
    catalogue.variants.map { describe($0.name, $0.summary, $0.parameters, aliases: $0.aliases) }
      .joined(separator: "\n")
  }

  /// Every experiment with its title and size.
  package static func experiments(_ experiments: [(file: String, Plan)]) -> String {
    experiments.map { file, experiment in
      "\(experiment.name)\n    \(experiment.title)\n    \(size(of: experiment))\n    \(file)\n"
    }.joined(separator: "\n")
  }

  /// How much an experiment is, in a few words.
  package static func size(of experiment: Plan) -> String {
    let cells = experiment.problems.reduce(0) { $0 + $1.policies.count }
    func plural(_ count: Int, _ one: String) -> String {
      "\(grouped(count)) \(count == 1 ? one : one + "s")"
    }
    return "\(plural(experiment.problems.count, "environment")), \(plural(cells, "row")), "
      + "\(plural(experiment.replications, "replication")), \(fixed(experiment.pulls / 1e6, 1)) M pulls"
  }

  private static func describe(
    _ name: String, _ summary: String, _ parameters: [Parameter], aliases: [String] = [],
    indent: String = "", expandsComponents: Bool = false
  ) -> String {
    var lines = ["\(indent)\(name)", "\(indent)    \(summary)"]
    if !aliases.isEmpty { lines.append("\(indent)    also called \(listed(aliases))") }
    for parameter in parameters {
      lines.append("\(indent)    \(parameter.name): \(type(parameter)) \(absence(parameter))")
      lines.append("\(indent)        \(parameter.meaning)")
      if !parameter.aliases.isEmpty {
        lines.append("\(indent)        also called \(listed(parameter.aliases))")
      }
      if case .scheduled(_, let variants) = parameter.type {
        for variant in variants {
          lines.append(
            describe(
              "{schedule: \(variant.name)}", variant.summary, variant.parameters,
              indent: indent + "        "
            ).trimmingEnd)
        }
      }
      if expandsComponents, case .component(let variants) = parameter.type {
        for variant in variants {
          lines.append(
            describe(
              "{kind: \(variant.name)}", variant.summary, variant.parameters,
              indent: indent + "        "
            ).trimmingEnd)
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func type(_ parameter: Parameter) -> String {
    switch parameter.type {
    case .number(let range): return range.words
    case .integer: return "a whole number"
    case .flag: return "true or false"
    case .choice(let words): return words.joined(separator: " or ")
    case .numbers(_, let count): return count.map { "[\($0) numbers]" } ?? "[numbers]"
    case .scheduled(let range, _): return range.words + ", or a schedule"
    case .component(let variants):
      return listed(
        variants.map { variant in
          variant.aliases.isEmpty
            ? variant.name : "\(variant.name) (or \(listed(variant.aliases)))"
        })
    case .betaPriors: return "[α, β] or a list of such pairs"
    case .partition: return "[[arms], [arms]]"
    case .tree: return "[[arms], [[arms], [arms]]]"
    case .table, .features: return "a file name"
    case .vectors: return "[[numbers], [numbers]]"
    }
  }

  private static func absence(_ parameter: Parameter) -> String {
    switch parameter.absence {
    case .required: "(required)"
    case .optional(let words): "(default: \(words))"
    case .value(let value): "(default: \(text(value)))"
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
    case .variant(let name, _): name
    case .partition, .tree, .table, .features, .vectors: "given"
    }
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
