import ClusterBandit
import TextFiles

extension PlanValue {
  /// The value of a node that nobody gave a type: numbers and flags are what looks like them.
  init(_ node: ConfigurationNode) {
    switch node {
    case .scalar(let text, let isPlain, _):
      if isPlain, let number = decimalNumber(text) {
        self = .number(number)
      } else if isPlain, ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text) {
        self = .flag(text.lowercased() == "true")
      } else {
        self = .text(text)
      }
    case .list(let elements, _): self = .list(elements.map { PlanValue($0) })
    case .mapping(let entries, _):
      self = .mapping(
        Dictionary(entries.map { ($0.key, PlanValue($0.value)) }) { first, _ in first })
    }
  }

  /// Validated arguments as a person would write them, defaults spelt out.
  ///
  /// - Parameter node: where they were read from: it knows the names of files.
  static func arguments(
    _ values: Arguments, of parameters: [Parameter], in node: ConfigurationNode?
  ) -> [String: PlanValue] {
    var result: [String: PlanValue] = [:]
    for parameter in parameters {
      guard let value = values.values[parameter.name] else { continue }
      let given = node?.value(of: parameter.name, spelt: [Term(parameter)])
      result[parameter.name] = PlanValue(value, parameter.type, in: given)
    }
    return result
  }

  private init(_ value: ParameterValue, _ type: ParameterType, in node: ConfigurationNode?) {
    func list(_ numbers: [some BinaryInteger]) -> PlanValue {
      .list(numbers.map { .number(Double($0)) })
    }
    switch value {
    case .number(let number): self = .number(number)
    case .integer(let number): self = .number(Double(number))
    case .flag(let flag): self = .flag(flag)
    case .word(let word): self = .text(word)
    case .numbers(let numbers): self = .list(numbers.map { .number($0) })
    case .vectors(let vectors): self = .list(vectors.map { .list($0.map { .number($0) }) })
    case .priors(let priors):
      let pairs = priors.map { PlanValue.list([.number($0.alpha), .number($0.beta)]) }
      self = pairs.count == 1 ? pairs[0] : .list(pairs)
    case .partition(let clusters): self = .list(clusters.map { list($0) })
    case .tree(let tree): self = PlanValue(tree)
    case .table, .log, .features, .history:
      // A file stands under its name; its contents are known by their hash.
      if case .scalar(let name, _, _)? = node { self = .text(name) } else { self = .text("") }
    case .list(let values): self = .list(values, type, in: node)
    case .variant(let name, let arguments): self = PlanValue(name, arguments, type, in: node)
    }
  }

  /// A component or a schedule; a constant schedule is its number.
  private init(
    _ name: String, _ arguments: Arguments, _ type: ParameterType, in node: ConfigurationNode?
  ) {
    let (key, variants): (String, [Variant])
    switch type {
    case .scheduled(_, let schedules):
      if case .number(let value)? = arguments.values["value"], name == "constant" {
        self = .number(value)
        return
      }
      (key, variants) = ("schedule", schedules)
    case .component(let components), .components(let components):
      (key, variants) = ("kind", components)
    default: (key, variants) = ("kind", [])
    }
    let parameters = variants.first { $0.name == name }?.parameters ?? []
    self = .mapping(
      PlanValue.arguments(arguments, of: parameters, in: node).merging([key: .text(name)]) { $1 })
  }

  /// A list of components.
  private static func list(
    _ values: [ParameterValue], _ type: ParameterType, in node: ConfigurationNode?
  ) -> PlanValue {
    guard case .list(let elements, _)? = node else {
      return .list(values.map { PlanValue($0, type, in: nil) })
    }
    return .list(zip(values, elements).map { PlanValue($0, type, in: $1) })
  }

  private init(_ tree: ArmTree) {
    switch tree {
    case .arms(let arms): self = .list(arms.map { .number(Double($0)) })
    case .nodes(let nodes): self = .list(nodes.map { PlanValue($0) })
    }
  }

  /// The value as a node of the file at `position`.
  func node(at position: SourcePosition) -> ConfigurationNode {
    switch self {
    case .flag(let flag): .scalar(String(flag), isPlain: true, at: position)
    case .number(let number): .scalar(number.short, isPlain: true, at: position)
    case .text(let text): .scalar(text, isPlain: false, at: position)
    case .list(let elements): .list(elements.map { $0.node(at: position) }, at: position)
    case .mapping(let entries):
      .mapping(
        entries.sorted { $0.key < $1.key }.map {
          ConfigurationNode.Entry(
            key: $0.key, position: position, value: $0.value.node(at: position))
        }, at: position)
    }
  }
}

extension Plan.Component {
  /// The component as a node of the file at `position`.
  func node(at position: SourcePosition) -> ConfigurationNode {
    PlanValue.mapping(arguments.merging(["kind": .text(kind)]) { $1 }).node(at: position)
  }
}
