/// How many numbers the covariances of an environment's clusters take, known before one is
/// allocated.
public struct CovarianceSize: Sendable, Equatable {
  /// The arms of the largest cluster whose covariance is kept entry by entry; 0 if none is.
  public var largestCluster = 0
  /// Numbers that are kept once, for all replications.
  public var sharedNumbers = 0.0
  /// Numbers of one instance, while it is drawn or played.
  public var instanceNumbers = 0.0
  /// Numbers of one matrix for each cluster: Σ n_c², or K q² where arms share q effects.
  ///
  /// Policies that keep posteriors of such matrices hold a multiple of it; see
  /// ``PreparedPolicy/matricesPerCluster``.
  public var matrixNumbers = 0.0

  /// No covariances.
  public init() {}

  /// Σ n_c² of `clusters` clusters over `arms` arms whose sizes differ by at most one.
  static func squares(arms: Int, clusters: Int) -> Double {
    let (size, rest) = arms.quotientAndRemainder(dividingBy: clusters)
    let (small, large) = (Double(size), Double(size + 1))
    return Double(clusters - rest) * small * small + Double(rest) * large * large
  }
}
