public import Randomness

/// `shared-parameter`: the means of a cluster's arms are known functions of one unknown number.
///
/// Each cluster c has a parameter φ_c, and its arm i pays 1 with probability θ_i = g_i(φ_c), see
/// ``SharedParameter``. Parameters are uniform in a range, one of some values, or given. The
/// functions are σ(a_i + b_i φ), a_i + b_i φ, or tables that are linear between the points of a
/// grid; they stand for the arms of every cluster alike, or for those of a file's clusters. Arms
/// keep the order of their functions, which are known to whoever uses them.
///
/// Source: R. Singh, F. Liu, Y. Sun and N. Shroff, "Multi-armed bandits with dependent arms",
/// arXiv:2010.09478 (2020).
///
/// Draws one uniform for each cluster, none if parameters are given. O(N log points).
public struct SharedParameterClusters: Environment {
  /// N, K, Bernoulli rewards and the functions.
  public let shape: ProblemShape
  private let shared: SharedParameter
  /// The clusters of a file; nil where every cluster has the same arms.
  private let clustering: Clustering?
  private let names: ArmNames?

  /// Whether parameters are given.
  public var isFixed: Bool {
    if case .given = shared.law { true } else { false }
  }

  init(_ shared: SharedParameter, clustering: Clustering?, names: ArmNames?) {
    var shape = ProblemShape(
      armCount: shared.armCount, clusterCount: clustering?.clusterCount ?? shared.copies,
      rewards: .bernoulli)
    shape.sharedParameter = shared
    self.shape = shape
    self.shared = shared
    self.clustering = clustering
    self.names = names
  }

  /// Draws the parameters.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    let count = shape.clusterCount
    let clustering =
      self.clustering
      ?? Clustering(sizes: Array(repeating: shared.armCount / count, count: count))
    let parameters = shared.parameters(count: clustering.clusterCount, using: &stream)
    let means = (0..<clustering.armCount).map { arm in
      shared.mean(of: arm, at: parameters[Int(clustering.clusterOfArm[arm])])
    }
    return BanditInstance(
      laidOut: means, clustering: clustering, rewards: .bernoulli, sharedParameter: shared,
      names: names)
  }
}
