package import Randomness

/// The joint normal posterior of the arms of every cluster: clusters are independent, the arms of one
/// are not.
///
/// Rewards are N(θ_i, s²) with s known. A batch of pulls is one update of every cluster in it, and a
/// batch of draws one product for every cluster. Randomness comes from the stream handed in; nothing
/// is allocated but for pulls that wait for their rewards, whose memory is kept from the first batch on.
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

/// What a posterior will be asked for, so that it keeps nothing else.
package struct PosteriorNeeds: Sendable {
  /// Joint draws.
  package var draws: Bool
  /// Variances with pending pulls counted.
  package var anticipation: Bool

  /// Creates needs.
  package init(draws: Bool = false, anticipation: Bool = false) {
    self.draws = draws
    self.anticipation = anticipation
  }
}

/// The sums of a batch by arm, and the clusters that it touches.
///
/// Collecting is O(1) a pull; 16 bytes an arm and 5 a cluster.
struct BatchSums: ~Copyable {
  /// The pulls of every arm in this batch.
  private(set) var pulls: AlignedBuffer<Double>
  /// The sum of what they paid.
  private(set) var sums: AlignedBuffer<Double>
  /// How many clusters are touched.
  private(set) var count = 0
  private var clusters: AlignedBuffer<Int32>
  private var isTouched: AlignedBuffer<Bool>

  init(_ clustering: Clustering) {
    pulls = AlignedBuffer(repeating: 0, count: clustering.armCount)
    sums = AlignedBuffer(repeating: 0, count: clustering.armCount)
    clusters = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    isTouched = AlignedBuffer(repeating: false, count: clustering.clusterCount)
  }

  /// The touched cluster with that number, in the order of their first pulls.
  func cluster(_ index: Int) -> Int { Int(clusters[index]) }

  mutating func add(_ arm: Int, _ cluster: Int, _ reward: Double) {
    pulls[arm] += 1
    sums[arm] += reward
    if isTouched[cluster] { return }
    isTouched[cluster] = true
    clusters[count] = Int32(truncatingIfNeeded: cluster)
    count += 1
  }

  /// Forgets an arm's sums once they have been used.
  mutating func clear(_ arm: Int) {
    pulls[arm] = 0
    sums[arm] = 0
  }

  /// Forgets the touched clusters; their arms have been cleared.
  mutating func finish() {
    for index in 0..<count { isTouched[Int(clusters[index])] = false }
    count = 0
  }
}
