import Randomness

/// What a linear policy maximises, made of each candidate's mean xᵀθ̂ and width.
protocol LinearRule: Sendable {
  /// The rule with the arguments of ``Parameter/linear(scale:)``.
  init(arguments: Arguments)

  /// The candidate that wins among those that were scored; a single one wins without a draw.
  func select(
    _ candidates: Range<Int>, of regressions: borrowing RidgeRegressions,
    using stream: inout RandomStream
  ) -> Int
}

/// How far a score may lie from its mean: a function of q = xᵀB⁻¹x.
enum LinearWidth: String, Sendable, CaseIterable {
  /// sqrt(q), the standard deviation: what the literature defines.
  case deviation
  /// q itself.
  case variance

  /// The width of q ≥ 0.
  func of(_ q: Double) -> Double { self == .deviation ? q.squareRoot() : q }
}

extension Parameter {
  /// The parameters of the linear policies, `scale` in a policy's own words.
  static func linear(scale meaning: String) -> [Parameter] {
    [
      .defaulted("scale", .number(.closed(0, 1e15)), .number(1), meaning),
      .defaulted("ridge", .number(.scale), .number(1), "λ in B = λI + Σ x xᵀ"),
      .defaulted(
        "width", .choice(LinearWidth.allCases.map(\.rawValue)),
        .word(LinearWidth.deviation.rawValue),
        "w: deviation is sqrt(xᵀB⁻¹x); variance is xᵀB⁻¹x itself, as in De Luisa (ReScience 2022)"),
      .ties,
    ]
  }
}

extension Arguments {
  /// The width under the conventional name `width`.
  var width: LinearWidth { LinearWidth(rawValue: word("width")) ?? .deviation }
}

extension PolicyFamily {
  /// A rule over all arms at once.
  static func flat<Rule: LinearRule>(
    _ rule: Rule.Type, name: String, summary: String, scale: String
  ) -> PolicyFamily {
    PolicyFamily(
      name: name, summary: summary, parameters: Parameter.linear(scale: scale),
      conventions: .linear, context: .required,
      prepare: { arguments, _ in
        PreparedPolicy(contextual: { FlatLinearSelector<Rule>(arguments: arguments, setting: $0) })
      })
  }

  /// A rule over clusters, then over the arms of the winner.
  static func twoLevel<Rule: LinearRule>(
    _ rule: Rule.Type, name: String, summary: String, scale: String
  ) -> PolicyFamily {
    PolicyFamily(
      name: name, summary: summary, parameters: Parameter.linear(scale: scale),
      conventions: .linear, context: .required,
      prepare: { arguments, _ in
        PreparedPolicy(contextual: {
          TwoLevelLinearSelector<Rule>(arguments: arguments, setting: $0)
        })
      })
  }
}
