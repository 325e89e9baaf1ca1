import ClusterBandit

/// One thing that a study checks: a published mean, an exact constant or a claim.
public struct Check: Sendable, Equatable {
  /// What is checked, in words.
  public let subject: String
  /// What was measured or computed; nil for a ratio whose denominator is 0.
  public let measured: Double?
  /// Its standard error; an exact constant has none.
  public let standardError: Double?
  /// What it is compared with.
  public let target: Target
  /// The standard error of a published mean.
  public let targetStandardError: Double?
  /// The distance in standard errors; for a claim, how far on its side of the bound.
  public let z: Double?
  /// What follows.
  public let verdict: Verdict

  /// What a check says.
  public enum Verdict: Sendable {
    /// The published value agrees, the constant is equal, the claim holds.
    case passes
    /// A claim within three standard errors of its bound, on either side.
    case undecided
    /// The opposite of ``passes``.
    case misses
  }

  /// What kind of check it is.
  public var kind: Target.Kind { target.kind }

  /// The verdict in one word.
  public var word: String {
    switch (kind, verdict) {
    case (.claim, .passes): "holds"
    case (.claim, .misses): "fails"
    case (_, .passes): "agrees"
    case (_, .misses): "differs"
    case (_, .undecided): "undecided"
    }
  }

  /// The verdict as a table shows it: what does not pass in capitals.
  var shownWord: String { verdict == .misses ? word.uppercased() : word }

  /// A mean in standard errors; without any spread it is infinite, or 0.
  static func score(_ mean: Double, _ error: Double) -> Double {
    if error > 0 { return mean / error }
    return mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
  }
}

extension ResultSet {
  /// The plan's targets beside what was measured, in the order of the plan.
  ///
  /// What was not played, or not to the round of a target, or has fewer than the two replications
  /// that a standard error needs, is left out.
  public var checks: [Check] {
    var constants = constants[...]
    let hasMany = Set(plan.problems.map(\.label)).count > 1
    return plan.targets.compactMap { target in
      switch target {
      case .published(let value): return check(value, hasManyEnvironments: hasMany)
      case .constant(let constant):
        return constants.popFirst().map {
          let place = hasMany ? "\(constant.environment): " : ""
          return Check(constant, value: $0, subject: place + constant.boundText)
        }
      case .claim(let claim):
        func values(_ place: Claim.Place) -> [Double] {
          cell(place.environment, place.policy)?.values[claim.metric] ?? []
        }
        return Check(
          claim, numerator: values(claim.numerator), denominator: values(claim.denominator))
      }
    }
  }

  private func check(_ value: PublishedValue, hasManyEnvironments: Bool) -> Check? {
    guard let cell = cell(value.environment, value.policy) else { return nil }
    let isFinal = value.round == cell.horizon
    let moments: Moments
    if isFinal, let values = cell.values[value.metric], value.metric == .stuckFraction {
      moments = Moments(values)
    } else if let index = cell.rounds.firstIndex(of: value.round),
      let curve = cell.curves[value.metric]
    {
      moments = curve[index]
    } else {
      return nil
    }
    let place = hasManyEnvironments ? "\(value.environment): " : ""
    let round = isFinal ? "" : " after \(grouped(value.round))"
    return Check(
      value, moments, subject: "\(place)\(value.policy), \(value.metric.heading)\(round)")
  }
}
