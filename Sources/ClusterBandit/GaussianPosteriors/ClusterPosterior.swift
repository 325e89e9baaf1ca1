package import Randomness

/// The joint normal posterior of the arms of every cluster: clusters are independent, the arms of
/// one are not.
///
/// Rewards are N(θ_i, s²) with s known. A batch of pulls is one update of every cluster in it, and
/// a batch of draws one product for every cluster. Randomness comes from the stream handed in;
/// nothing is allocated but for pulls that wait for their rewards, whose memory is kept from the
/// first batch on.
package protocol ClusterPosterior: ~Copyable, SendableMetatype {
  /// The posterior before the first pull.
  ///
  /// - Parameters:
  ///   - prior: of the shape of `clustering`.
  ///   - deviation: s ≥ 0.
  ///   - needs: what it will be asked for.
  init(
    _ prior: GaussianPrior, clustering: Clustering, deviation: Double, needs: PosteriorNeeds)

  /// s².
  var noiseVariance: Double { get }

  /// n_i.
  func pulls(of arm: Int) -> Double

  /// The mean of θ_i.
  func mean(of arm: Int) -> Double

  /// Mean and variance of θ_i.
  func posterior(of arm: Int) -> MeanAndVariance

  /// Mean and variance of the cluster's average, (1/n) Σ θ_i over its n arms.
  func average(of cluster: Int) -> MeanAndVariance

  /// Learns what one pull paid.
  mutating func update(arm: Int, cluster: Int, reward: Double)

  /// Learns what a batch of pulls paid.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>)

  /// The most joint draws that ``draw(_:using:)`` makes at once.
  var drawLimit: Int { get }

  /// Draws the means of all arms `count` times from their joint posterior.
  mutating func draw(_ count: Int, using stream: inout RandomStream)

  /// Draws the means of a cluster's arms once; afterwards they are ``drawn(_:)``.
  mutating func drawCluster(_ cluster: Int, using stream: inout RandomStream)

  /// θ_i of the last draw of the arm's cluster.
  func drawn(_ arm: Int) -> Double

  /// The highest arm of the draw with that number, from 0, of the last ``draw(_:using:)``.
  func highest(ofDraw draw: Int, ties: TieBreak, using stream: inout RandomStream) -> Int

  /// Var θ_i once the pending pulls have paid, whatever they pay.
  func anticipatedVariance(of arm: Int) -> Double

  /// Notes a pull whose reward is not known yet: all variances of its cluster shrink.
  mutating func anticipate(arm: Int, cluster: Int)

  /// Forgets all pending pulls.
  mutating func forgetAnticipated()

  /// What factorisations met so far.
  var numericalNotes: NumericalNotes { get }
}

extension ClusterPosterior where Self: ~Copyable {
  /// Nothing to report by default.
  package var numericalNotes: NumericalNotes { NumericalNotes() }
}
