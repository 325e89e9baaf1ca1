import ClusterBandit

/// One thing that a study checks: a published mean, an exact constant or a claim.
public struct Check: Sendable, Equatable {
  /// What is checked, in words.
  public let subject: String
  /// What was measured, and its standard error; an exact value has none.
  public let measured: (value: Double, error: Double?)
  /// What it is compared with, as the source prints it.
  public let target: String
  /// The standard error of the published mean, where it has one.
  public let targetError: Double?
  /// The distance in standard errors; for a claim, how far on its side of the bound.
  public let z: Double?
  /// What follows.
  public let verdict: Verdict
  /// What kind of check it is.
  public let kind: Kind

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
  public enum Kind: Sendable, CaseIterable {
    case published
    case constant
    case claim
  }

  /// The verdict as a table shows it.
  public var word: String {
    switch (kind, verdict) {
    case (.claim, .passes): "holds"
    case (.claim, .misses): "FAILS"
    case (_, .passes): "agrees"
    case (_, .misses): "DIFFERS"
    case (_, .undecided): "undecided"
    }
  }

  /// True if all parts are equal.
  public static func == (one: Check, other: Check) -> Bool {
    one.subject == other.subject && one.measured == other.measured && one.target == other.target
      && one.targetError == other.targetError && one.z == other.z && one.verdict == other.verdict
      && one.kind == other.kind
  }
}

extension ExperimentResult {
  /// Everything that the experiment's file asks to be checked, in its order.
  public var checks: [Check] {
    comparisons.map { check($0) } + constants.map { check($0) } + claims.map { check($0) }
  }

  /// The environment's label where there are several.
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
      measured: (one.mean, one.standardError),
      target: published.mean.short
        + (published.tolerance.map { " ± \(fixed(100 * $0, 0)) %" } ?? ""),
      targetError: published.tolerance == nil ? one.publishedStandardError : nil,
      z: one.z, verdict: one.agrees ? .passes : .misses, kind: .published)
  }

  private func check(_ one: ConstantComparison) -> Check {
    Check(
      subject: place(one.published.environment, one.published.bound.text),
      measured: (one.value, nil),
      target: fixed(one.published.value, one.published.decimals),
      targetError: nil, z: nil,
      verdict: one.agrees ? .passes : .misses, kind: .constant)
  }

  private func check(_ one: ClaimOutcome) -> Check {
    let bounds =
      [one.claim.above.map { "> \($0.short)" }, one.claim.below.map { "< \($0.short)" }]
      .compactMap { $0 }
    let verdict: Check.Verdict =
      switch one.verdict {
      case .holds: .passes
      case .undecided: .undecided
      case .fails: .misses
      }
    return Check(
      subject: one.claim.text, measured: (one.ratio, one.standardError),
      target: bounds.joined(separator: ", "), targetError: nil, z: one.z, verdict: verdict,
      kind: .claim)
  }
}
