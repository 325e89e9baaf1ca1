import ClusterBandit

/// One thing that a study checks: a mean, an exact constant or a claim.
public struct Check: Sendable, Equatable {
  /// What is checked, in words.
  public let subject: String
  /// What was measured or computed; nil for a ratio whose denominator is 0.
  public let measured: Double?
  /// Its standard error; an exact constant has none.
  public let standardError: Double?
  /// What it is compared with.
  public let target: Target
  /// The standard error of the target's mean.
  public let targetStandardError: Double?
  /// The distance in standard errors; for a claim, how far on its side of the bound.
  public let z: Double?
  /// What follows.
  public let verdict: Verdict
  /// Whether a sample of the same expectation and less spread was measured in the metric's place.
  public var isSteadier = false

  /// What a check says.
  public enum Verdict: Sendable {
    /// The mean agrees, the constant is equal, the claim holds.
    case passes
    /// A published mean that agrees only within its tolerance, not within its standard errors.
    case tolerated
    /// A claim within three standard errors of its bound, on either side.
    case undecided
    /// The opposite of ``passes``.
    case misses
    /// What is only shown has no verdict.
    case notCounted

    /// Whether nothing speaks against the target.
    public var isPass: Bool { self == .passes || self == .tolerated }
  }

  /// What kind of check it is.
  public var kind: Target.Kind { target.kind }

  /// The verdict in one word.
  public var word: String {
    switch (kind, verdict) {
    case (.claim, .passes): "holds"
    case (.claim, .misses): "fails"
    case (_, .passes): "agrees"
    case (_, .tolerated): "within ±"
    case (_, .misses): "differs"
    case (_, .undecided): "undecided"
    case (_, .notCounted): "not counted"
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
  public var checks: [Check] { targetChecks.compactMap { $0 } }

  /// One for each target, nil where there is nothing to compare.
  var targetChecks: [Check?] {
    var constants = constants[...]
    let hasMany = Set(plan.problems.map(\.label)).count > 1
    return plan.targets.map { target in
      switch target {
      case .published(let mean), .reference(let mean), .shown(let mean):
        return check(target, mean, hasManyEnvironments: hasMany)
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
}
