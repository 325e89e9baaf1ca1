public import ClusterBandit

/// Arguments on which a kind is tried: ordinary ones, and those at the ends of the ranges.
public enum SampleArguments {
  /// The first sample of what is required, and the defaults otherwise.
  public static func base(of parameters: [Parameter]) -> Arguments {
    Arguments(required(parameters), defaultsOf: parameters)
  }

  /// ``base(of:)``, then with each parameter in its turn at each of its samples and at the ends of
  /// its range.
  public static func variations(of parameters: [Parameter]) -> [Arguments] {
    let required = required(parameters)
    return [base(of: parameters)]
      + parameters.flatMap { parameter -> [Arguments] in
        let ordinary = values(parameter.type)
        return (ordinary + ends(parameter.type).filter { !ordinary.contains($0) }).map {
          Arguments(required.merging([parameter.name: $0]) { $1 }, defaultsOf: parameters)
        }
      }
  }

  /// One value for each required parameter.
  public static func required(_ parameters: [Parameter]) -> [String: ParameterValue] {
    var values: [String: ParameterValue] = [:]
    for parameter in parameters {
      if case .required = parameter.absence {
        values[parameter.name] = self.values(parameter.type).first
      }
    }
    return values
  }

  /// Ordinary values that a type allows.
  public static func values(_ type: ParameterType) -> [ParameterValue] {
    switch type {
    case .number(let range): numbers(range).map(ParameterValue.number)
    case .numberOrWord(let range, let words):
      words.map(ParameterValue.word) + numbers(range).map(ParameterValue.number)
    case .integer(let range): [.integer(range.lowerBound), .integer(min(range.upperBound, 3))]
    case .integers(let range): [.numbers([2, 1, 3].map { Double(max($0, range.lowerBound)) })]
    case .flag: [.flag(false), .flag(true)]
    case .choice(let words): words.map(ParameterValue.word)
    case .numbers(let range, let count):
      numbers(range).map { .numbers(Array(repeating: $0, count: count ?? 3)) }
    case .scheduled(let range, let variants):
      numbers(range).map(constant) + variants.map(sample)
    case .component(let variants): variants.map(sample)
    case .components(let variants):
      [.list([variants.first, variants.last].compactMap(\.self).map(sample))]
    case .betaPriors: [.priors([BetaPrior(alpha: 2, beta: 0.5)]), .priors([.uniform])]
    case .partition: [.partition([[0]])]
    case .tree: [.tree(.nodes([.arms([0])]))]
    case .table: [.table(ArmTable(clusters: ["a"], arms: ["b"], means: [0.5]))]
    case .log: [.log(RewardLog(names: ["a", "b"], values: [0, 1, 1, 1, 0, 0]))]
    case .features:
      [
        .features(
          ArmFeatures(clusters: ["a", "a"], arms: ["b", "c"], names: ["x"], values: [0, 1]))
      ]
    // One that says nothing, of an arm that every problem has.
    case .history:
      [.history(ArmHistory(entries: [ArmHistory.Entry(arm: 0, pulls: 0, successes: 0)]))]
    case .vectors(let range): [.vectors(numbers(range).map { [$0, 1] })]
    }
  }

  /// Whole numbers beyond this are not tried: they may stand for memory.
  private static let largestInteger = 40

  /// The smallest and the largest value that a type allows, where it has such.
  public static func ends(_ type: ParameterType) -> [ParameterValue] {
    switch type {
    case .number(let range), .numberOrWord(let range, _): ends(range).map(ParameterValue.number)
    case .integer(let range):
      [.integer(min(range.upperBound, max(range.lowerBound, largestInteger)))]
    case .numbers(let range, let count):
      ends(range).map { .numbers(Array(repeating: $0, count: count ?? 3)) }
    case .scheduled(let range, _): ends(range).map(constant)
    case .betaPriors:
      [.priors([BetaPrior(alpha: 1e15, beta: 1)]), .priors([BetaPrior(alpha: 1, beta: 1e15)])]
    default: []
    }
  }

  private static func constant(_ value: Double) -> ParameterValue {
    .variant("constant", Arguments(["value": .number(value)]))
  }

  private static func sample(_ variant: Variant) -> ParameterValue {
    .variant(variant.name, base(of: variant.parameters))
  }

  private static func numbers(_ range: NumberRange) -> [Double] {
    let ordinary = [0.25, 1, 0, 2, -1].filter(range.contains)
    return ordinary.isEmpty ? Array(ends(range).prefix(1)) : ordinary
  }

  private static func ends(_ range: NumberRange) -> [Double] {
    [range.excludesLower ? range.lower.nextUp : range.lower, range.upper].filter(range.contains)
  }

  /// Arguments in a few words, in the order of their names.
  public static func describe(_ arguments: Arguments) -> String {
    let values = arguments.values
    return values.keys.sorted().compactMap { name in
      values[name].map { " \(name): \(describe($0))" }
    }.joined(separator: ",")
  }

  private static func describe(_ value: ParameterValue) -> String {
    switch value {
    case .number(let number): "\(number)"
    case .integer(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .word(let word): word
    case .numbers(let numbers): "\(numbers)"
    case .priors(let priors): "\(priors.map { [$0.alpha, $0.beta] })"
    case .partition(let clusters): "\(clusters)"
    case .variant(let kind, let details):
      details.values.isEmpty ? kind : "{\(kind)\(describe(details))}"
    case .list(let values): "[\(values.map(describe).joined(separator: ", "))]"
    case .vectors(let vectors): "\(vectors)"
    case .tree, .table, .log, .features, .history: "…"
    }
  }
}
