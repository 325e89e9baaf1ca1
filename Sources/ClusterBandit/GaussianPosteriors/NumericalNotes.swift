/// What a factorisation of a covariance met that a reader of the results should know.
///
/// An environment reports of an instance, a policy of a replication; what several report is merged.
/// Counts are added and sizes compared, so that no order of merging changes a bit.
public struct NumericalNotes: Sendable, Hashable, Codable, BitwiseCopyable {
  /// Factorisations that succeeded only after something was added to the diagonal.
  public var jitteredFactorisations = 0
  /// The largest such addition, relative to the largest diagonal entry.
  public var largestRelativeJitter = 0.0
  /// Draws or updates that took the diagonal alone, for no jitter made the matrix positive
  /// definite.
  public var diagonalFallbacks = 0

  private enum CodingKeys: String, CodingKey {
    case jitteredFactorisations = "jittered_factorizations"
    case largestRelativeJitter = "largest_relative_jitter"
    case diagonalFallbacks = "diagonal_fallbacks"
  }

  /// Nothing to report.
  public init() {}

  /// Notes of these counts.
  public init(
    jitteredFactorisations: Int, largestRelativeJitter: Double, diagonalFallbacks: Int = 0
  ) {
    self.jitteredFactorisations = jitteredFactorisations
    self.largestRelativeJitter = largestRelativeJitter
    self.diagonalFallbacks = diagonalFallbacks
  }

  /// True if there is nothing to report.
  public var isEmpty: Bool { self == NumericalNotes() }

  /// Notes a factorisation that took `jitter`, relative to the largest diagonal entry; 0 is none.
  ///
  /// O(1); allocates nothing.
  public mutating func note(relativeJitter jitter: Double) {
    guard jitter > 0 else { return }
    jitteredFactorisations += 1
    largestRelativeJitter = max(largestRelativeJitter, jitter)
  }

  /// Adds what `other` reports.
  public mutating func merge(_ other: NumericalNotes) {
    jitteredFactorisations += other.jitteredFactorisations
    largestRelativeJitter = max(largestRelativeJitter, other.largestRelativeJitter)
    diagonalFallbacks += other.diagonalFallbacks
  }
}
