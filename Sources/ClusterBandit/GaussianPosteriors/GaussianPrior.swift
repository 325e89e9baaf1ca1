public import LinearAlgebra

/// What is known of Gaussian arms before the first pull: the means of cluster c are N(m0 1, Σ_c),
/// and clusters are independent.
///
/// Arms of a cluster depend on each other through Σ_c alone. The prior belongs to the problem and
/// is no secret: a policy may use it, as it may use the clusters.
public final class GaussianPrior: Sendable {
  /// m0, the mean of every arm.
  public let mean: Double
  /// How Σ_c is given.
  public let structure: Structure
  /// What the environment's factorisations of these covariances met.
  public let notes: NumericalNotes

  /// How the covariances are given.
  public enum Structure: Sendable {
    /// Σ_c entry by entry, for each cluster, in the order of the cluster's arms.
    case dense([Matrix])
    /// Σ_c from effects that the arms of a cluster share.
    case effects(SharedEffects)
  }

  /// A prior over the means of some clusters.
  ///
  /// - Parameters:
  ///   - mean: the prior mean of each arm.
  ///   - structure: the covariance of the arms.
  ///   - notes: of covariances with a jitter, which `structure` holds already.
  public init(mean: Double, structure: Structure, notes: NumericalNotes = NumericalNotes()) {
    self.mean = mean
    self.structure = structure
    self.notes = notes
  }
}

/// Means made of shared effects: θ_i = m0 + b_iᵀψ_c + e_i with ψ_c ~ N(0, v I) drawn once for each
/// cluster and e_i ~ N(0, τ²).
///
/// Then Σ_c = v B_c B_cᵀ + τ² I with the rows b_i of the cluster's arms in B_c.
public struct SharedEffects: Sendable {
  /// q, the number of effects.
  public let count: Int
  /// B_c, n_c × q, for each cluster, in the order of the cluster's arms.
  public let designs: [Matrix]
  /// v > 0, the prior variance of an effect.
  public let effectVariance: Double
  /// τ² > 0, the variance of what an arm has of its own.
  public let ownVariance: Double

  /// Creates effects.
  public init(count: Int, designs: [Matrix], effectVariance: Double, ownVariance: Double) {
    self.count = count
    self.designs = designs
    self.effectVariance = effectVariance
    self.ownVariance = ownVariance
  }
}
