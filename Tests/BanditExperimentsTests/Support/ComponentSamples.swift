import ClusterBandit
import Testing

@testable import BanditExperiments

/// A kind of policy or environment with arguments that its family declares possible, as a plan
/// holds it.
struct ComponentSample {
  let isPolicy: Bool
  let component: Plan.Component
  /// The parameters that have another value than their default, those of variants with their paths.
  let varied: Set<String>

  /// A family with what is sampled of it.
  struct Family: Sendable, CustomTestStringConvertible {
    let name: String
    let isPolicy: Bool
    let parameters: [Parameter]
    var testDescription: String { (isPolicy ? "policy " : "environment ") + name }

    /// The paths of all parameters and the names of all variants.
    var names: Set<String> { ComponentSample.names(parameters, "") }

    /// What is required alone, and each parameter with each of its values.
    var single: [ComponentSample] {
      let base = parameters.filter(\.isRequired).map { ($0, ComponentSample.values($0.type)[0]) }
      var sets = [base]
      for parameter in parameters {
        let others = base.filter { $0.0.name != parameter.name }
        sets += ComponentSample.values(parameter.type).map { others + [(parameter, $0)] }
      }
      return sets.map(sample)
    }

    /// All parameters at once in two ways, and all but for one or, where they are few, for two, as
    /// some exclude others; a history excludes so many that it is left out beside each, too.
    var together: [ComponentSample] {
      let names = parameters.map(\.name)
      let pairs =
        names.count > 9
        ? [] : names.indices.flatMap { one in names[..<one].map { [names[one], $0] } }
      let some = [[]] + names.map({ [$0] }) + pairs
      let history = names.filter { $0 == "history" }
      let omitted = some + (history.isEmpty ? [] : some.map { $0 + history })
      return omitted.flatMap { omitted in
        [0, 1].map { place in
          let set = parameters.filter { !omitted.contains($0.name) || $0.isRequired }.compactMap {
            parameter -> (Parameter, Value)? in
            let values = ComponentSample.values(parameter.type).filter {
              $0.value != ComponentSample.written(parameter)
            }
            return values.isEmpty ? nil : (parameter, values[min(place, values.count - 1)])
          }
          return sample(set)
        }
      }
    }

    private func sample(_ set: [(Parameter, Value)]) -> ComponentSample {
      let varied: Set<String> = set.reduce(into: []) { paths, one in
        if one.1.value != ComponentSample.written(one.0) { paths.insert(one.0.name) }
        paths.formUnion(one.1.paths.map { one.0.name + "." + $0 })
      }
      return ComponentSample(
        isPolicy: isPolicy,
        component: Plan.Component(
          name, Dictionary(uniqueKeysWithValues: set.map { ($0.0.name, $0.1.value) })),
        varied: varied)
    }
  }

  /// A value with the paths of what it varies inside.
  struct Value {
    let value: PlanValue
    var paths: Set<String> = []
  }

  static let families =
    PolicyCatalogue.standard.families.map {
      Family(name: $0.name, isPolicy: true, parameters: $0.parameters)
    }
    + EnvironmentCatalogue.standard.families.map {
      Family(name: $0.name, isPolicy: false, parameters: $0.parameters)
    }

  private static func names(_ parameters: [Parameter], _ prefix: String) -> Set<String> {
    parameters.reduce(into: []) { names, parameter in
      let path = prefix + parameter.name
      names.insert(path)
      for variant in parameter.type.variants {
        names.insert(path + "." + variant.name)
        names.formUnion(ComponentSample.names(variant.parameters, path + "." + variant.name + "."))
      }
    }
  }

  /// The default as a plan holds it.
  fileprivate static func written(_ parameter: Parameter) -> PlanValue? {
    guard case .value(let value) = parameter.absence else { return nil }
    return PlanValue.arguments(
      Arguments([parameter.name: value]), of: [parameter], in: nil)[parameter.name]
  }

  /// Values that a type allows, for three arms in two clusters.
  fileprivate static func values(_ type: ParameterType) -> [Value] {
    switch type {
    case .number(let range): numbers(range).map { Value(value: .number($0)) }
    case .numberOrWord(let range, let words):
      numbers(range).map { Value(value: .number($0)) } + words.map { Value(value: .text($0)) }
    case .integer(let range):
      [range.lowerBound, range.lowerBound + 1, 2, 3, 4, 12].filter(range.contains).map {
        Value(value: .number(Double($0)))
      }
    case .integers: [Value(value: [2, 1])]
    case .flag: [Value(value: true), Value(value: false)]
    case .choice(let words): words.map { Value(value: .text($0)) }
    case .numbers(let range, let count):
      [3, 2, 1, 8].map { length in
        let numbers = numbers(range)
        return Value(
          value: .list((0..<(count ?? length)).map { .number(numbers[$0 % numbers.count]) }))
      }
    case .scheduled(let range, let variants):
      numbers(range).map { Value(value: .number($0)) }
        + variants.flatMap { self.values($0, key: "schedule") }
    case .component(let variants): variants.flatMap { self.values($0, key: "kind") }
    case .components(let variants):
      // Lists of one and of three.
      [1, 3].map { count in
        Value(value: .list(variants.prefix(count).map { self.values($0, key: "kind")[0].value }))
      }
    case .betaPriors:
      [Value(value: [2, 0.5]), Value(value: [[2, 0.5], [1, 3], [0.25, 0.75]])]
    case .partition: [Value(value: [[2, 0], [1]]), Value(value: [[0], [1]])]
    case .tree: [Value(value: [[[2], [0]], [[1]]]), Value(value: [[0, 2], [1]])]
    case .table: [Value(value: "arms.csv")]
    case .log: [Value(value: "log.csv")]
    case .features: [Value(value: "features.csv")]
    case .history: [Value(value: "history.csv")]
    case .vectors:
      [
        Value(value: [[0.5, 0.25], [1, 0.125], [0, 2]]), Value(value: [[2, 1], [1, 2]]),
        Value(value: [[1]]),
      ]
    }
  }

  /// A variant with what it requires, with each of its parameters and with all of them.
  private static func values(_ variant: Variant, key: String) -> [Value] {
    let base = variant.parameters.filter(\.isRequired).map { ($0, values($0.type)[0]) }
    var sets = [base]
    for parameter in variant.parameters {
      let others = base.filter { $0.0.name != parameter.name }
      sets += values(parameter.type).map { others + [(parameter, $0)] }
    }
    sets.append(
      variant.parameters.compactMap { parameter in
        values(parameter.type).first { $0.value != written(parameter) }.map { (parameter, $0) }
      })
    return sets.map { set in
      var arguments = Dictionary(uniqueKeysWithValues: set.map { ($0.0.name, $0.1.value) })
      for parameter in variant.parameters where arguments[parameter.name] == nil {
        arguments[parameter.name] = written(parameter)
      }
      var paths: Set<String> = [variant.name]
      for (parameter, value) in set where value.value != written(parameter) {
        let path = variant.name + "." + parameter.name
        paths.insert(path)
        paths.formUnion(value.paths.map { path + "." + $0 })
      }
      return Value(
        value: .mapping(arguments.merging([key: .text(variant.name)]) { $1 }), paths: paths)
    }
  }

  private static func numbers(_ range: NumberRange) -> [Double] {
    [0.25, 0.75, 1, 0, 2, 3.5e-7, -1, 1e20].filter(range.contains)
  }
}

extension Parameter {
  fileprivate var isRequired: Bool { if case .required = absence { true } else { false } }
}

extension ParameterType {
  fileprivate var variants: [Variant] {
    switch self {
    case .component(let variants), .scheduled(_, let variants): variants
    default: []
    }
  }
}
