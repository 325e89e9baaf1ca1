import Randomness

/// Regrets and gains from S draws of all means from a joint posterior.
///
/// α_a is the share of draws in which arm a is the highest, M_{i|a} the mean of θ_i over these
/// draws and μ_i that over all; Δ_i is the mean of the highest less μ_i. Where one arm is the
/// highest of every draw it has no regret and nothing is gained: it has the highest mean of the
/// draws, and is pulled.
///
/// Clusters are independent, so only those that were pulled since are drawn again, and the draws of
/// the others stay as they are: what one choice takes over from the one before it is noise of the
/// draws, not of rewards.
///
/// Source: Russo and Van Roy (2018), algorithm 6, with draws instead of a grid.
///
/// O(|c|) draws of the model for each of the S, O(S (|c| + N)) to sum them up and O(N) for each arm
/// that is the highest of some draw. The sums M are plain additions, one row for each draw: a
/// product of the draws with the matrix that says which arm is highest would multiply by zeros.
/// Memory is that of ``DrawTable``.
struct DrawnInformation<Model: DependenceModel & ~Copyable>: InformationSource, ~Copyable {
  private let clustering: Clustering
  private let measure: InformationMeasure
  private let drawCount: Int
  private var draws: DrawTable
  /// Whether a cluster was pulled since it was drawn.
  private var isStale: AlignedBuffer<Bool>
  private var model: Model

  /// S = `drawCount` draws from a model none of whose arms was pulled.
  init(
    _ model: consuming Model, measure: InformationMeasure, drawCount: Int, clustering: Clustering
  ) {
    self.clustering = clustering
    self.measure = measure
    self.drawCount = drawCount
    self.model = model
    draws = DrawTable(drawCount: drawCount, clustering: clustering)
    isStale = AlignedBuffer(repeating: true, count: clustering.clusterCount)
  }

  /// Draws what is stale, and sums up.
  mutating func fill(_ table: inout InformationTable, using stream: inout RandomStream) {
    let (memory, n) = (draws.memory, clustering.armCount)
    for cluster in 0..<clustering.clusterCount where isStale[cluster] {
      let range = clustering.arms(of: cluster)
      model.drawMeans(of: cluster, arms: range, count: drawCount, using: &stream) {
        memory[$0 &* n &+ $1] = $2
      }
      draws.settle(cluster)
      isStale[cluster] = false
    }
    draws.sumUp(measure, into: &table)
  }

  /// Tells the model.
  mutating func update(arm: Int, reward: Double) {
    let cluster = Int(clustering.clusterOfArm[arm])
    model.update(arm: arm, cluster: cluster, reward: reward)
    isStale[cluster] = true
  }

  /// Tells the model of a batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    model.update(arms: arms, rewards: rewards, clustering: clustering)
    for place in arms.indices { isStale[Int(clustering.clusterOfArm[Int(arms[place])])] = true }
  }

  /// The arm's posterior under the model, draws aside.
  func belief(of arm: Int) -> Belief { model.belief(of: arm) }

  /// The numerical difficulties of the model's factorizations.
  var numericalNotes: NumericalNotes { model.numericalNotes }
}
