public import ClusterBandit

/// An ordering or a scaling from the literature in a form that can be checked: the ratio of two
/// measured means lies above or below a number.
///
/// Any metric may be claimed, also one that can be negative: see ``ClaimOutcome`` for how the sign of
/// the denominator is taken into account.
public struct Claim: Sendable, Equatable {
  /// The claim in words.
  public let text: String
  /// What is measured, at the horizon.
  public let metric: Metric
  /// The cell whose mean is divided.
  public let numerator: Place
  /// The cell whose mean divides.
  public let denominator: Place
  /// The ratio is claimed to exceed this.
  public let above: Double?
  /// The ratio is claimed to stay under this.
  public let below: Double?
  /// Where it is claimed.
  public let source: String

  /// A cell of a result.
  public struct Place: Sendable, Equatable {
    /// The environment's label.
    public let environment: String
    /// The policy's label.
    public let policy: String
  }
}
