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
  /// The distance in standard errors; for a claim, how far on its side of the bound.
  public let z: Double?
  /// What follows.
  public let verdict: Verdict

  /// What a measurement is compared with.
  public enum Target: Sendable, Equatable {
    /// A published value, and the standard error of its mean.
    case published(PublishedValue, standardError: Double)
    /// An exact constant.
    case constant(PublishedConstant)
    /// The bounds of a claim.
    case claim(Claim)
  }

  /// What a check says.
  public enum Verdict: Sendable {
    /// The published value agrees, the constant is equal, the claim holds.
    case passes
    /// A claim within three standard errors of its bound, on either side.
    case undecided
    /// The opposite of ``passes``.
    case misses
  }

  /// The kinds of checks.
  public enum Kind: String, Sendable, CaseIterable {
    /// A mean from the literature.
    case published
    /// A number that follows from the means of the arms.
    case constant
    /// An ordering or a scaling.
    case claim
  }

  /// What kind of check it is.
  public var kind: Kind {
    switch target {
    case .published: .published
    case .constant: .constant
    case .claim: .claim
    }
  }

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
}

extension ExperimentResult {
  /// Everything that the experiment's file asks to be checked: published values, constants, claims.
  public var checks: [Check] {
    comparisons.map { check($0) } + constants.map { check($0) } + claims.map { check($0) }
  }

  /// With the environment's label where there are several.
  private func place(_ environment: String, _ rest: String) -> String {
    Set(cells.map(\.environment)).count > 1 ? "\(environment): \(rest)" : rest
  }

  private func check(_ one: Comparison) -> Check {
    let published = one.published
    let final = cells.first { $0.environment == published.environment }?.horizon == published.round
    return Check(
      subject: place(
        published.environment,
        "\(published.policy), \(published.metric.heading)"
          + (final ? "" : " after \(grouped(published.round))")),
      measured: one.mean, standardError: one.standardError,
      target: .published(published, standardError: one.publishedStandardError), z: one.z,
      verdict: one.agrees ? .passes : .misses)
  }

  private func check(_ one: ConstantComparison) -> Check {
    Check(
      subject: place(one.published.environment, one.published.bound.text), measured: one.value,
      standardError: nil, target: .constant(one.published), z: nil,
      verdict: one.agrees ? .passes : .misses)
  }

  private func check(_ one: ClaimOutcome) -> Check {
    let verdict: Check.Verdict =
      switch one.verdict {
      case .holds: .passes
      case .undecided: .undecided
      case .fails: .misses
      }
    return Check(
      subject: one.claim.text, measured: one.ratio, standardError: one.standardError,
      target: .claim(one.claim), z: one.z, verdict: verdict)
  }
}
