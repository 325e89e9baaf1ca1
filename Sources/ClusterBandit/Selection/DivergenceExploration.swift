private import Randomness

/// How far KL-UCB explores: what n times the divergence of a candidate's index may amount to.
///
/// - standard: ln t + c ln ln t, the second term 0 while it is negative.
/// - plus: ln(t/n).
/// - plus-plus: g(T/(K n)) with g(y) = ln⁺(y (ln⁺² y + 1)), K the candidates of the group.
///
/// A negative budget is 0. The last two fall in n: a candidate that had its share has its mean for
/// an index.
struct DivergenceExploration: Sendable {
  private enum Kind: String, CaseIterable {
    case standard
    case plus
    case plusPlus = "plus-plus"
  }

  /// `exploration` and `c`.
  static let parameters: [Parameter] = [
    .optional(
      "exploration", .choice(Kind.allCases.map(\.rawValue)), absent: Kind.standard.rawValue,
      "what n·kl may reach: standard as above, plus ln(t/n), plus-plus ln⁺(y (ln⁺² y + 1)) with "
        + "y = T/(K n)"),
    .defaulted(
      "c", .number(.closed(0, 1e15)), .number(0),
      "standard: the weight c ≥ 0 of ln ln t: 0 in practice, 3 in the regret bound"),
  ]

  private let kind: Kind
  private let weight: Double
  private let horizon: Double

  /// What `exploration` and `c` say, for an experiment of so many rounds.
  init(_ arguments: Arguments, horizon: Int) {
    kind = Self.kind(arguments)
    weight = arguments.number("c")
    self.horizon = Double(horizon)
  }

  private static func kind(_ arguments: Arguments) -> Kind {
    arguments.values["exploration"] == nil
      ? .standard : Kind(rawValue: arguments.word("exploration")) ?? .standard
  }

  /// Whether all candidates of a group have one budget, whatever their pulls.
  @inline(__always)
  var isShared: Bool { kind == .standard }

  /// t, or T/K.
  @inline(__always)
  func mass(clock: Int, count: Int) -> Double {
    kind == .plusPlus ? horizon / Double(count) : Double(max(clock, 1))
  }

  /// The budget that comes of a mass, or of a candidate's part of it.
  @inline(__always)
  func budget(_ mass: Double) -> Double {
    let log = Elementary.log(mass)
    switch kind {
    case .standard: return log > 1 ? log + weight * Elementary.log(log) : log
    case .plus: return max(0, log)
    case .plusPlus: return log > 0 ? log + Elementary.log(log * log + 1) : 0
    }
  }

  /// A weight of a term that the exploration has not.
  static func problems(_ arguments: Arguments) -> [ArgumentProblem] {
    let kind = kind(arguments)
    guard kind != .standard, arguments.number("c") > 0 else { return [] }
    return [
      ArgumentProblem(
        ["c"], "c weighs ln ln t, which exploration: \(kind.rawValue) has not",
        hint: "leave c out, or say exploration: standard")
    ]
  }
}
