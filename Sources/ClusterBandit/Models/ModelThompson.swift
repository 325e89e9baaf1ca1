public import Randomness

/// Thompson sampling under a dependence model: draw all means from the joint posterior, take the
/// highest.
///
/// For each cluster h_c is drawn, then θ_i given h_c for its arms. It is the flat policy that knows
/// the clusters: a pull of one arm moves the posterior of its siblings. With clusters of one arm
/// each the arms are independent.
///
/// Source: Thompson (1933), with the joint posterior of Pandey, Chakrabarti and Agarwal (2007),
/// section 2.
///
/// Selection is O(N), an update what the model's is. Draws what the model draws, one index more at
/// a tie.
public struct ModelThompson<Model: DependenceModel & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let ties: TieBreak
  private var model: Model

  /// The policy over the model.
  public init(model: consuming Model, ties: TieBreak, setting: PolicySetting) {
    clustering = setting.clustering
    self.ties = ties
    self.model = model
  }

  /// The highest of one joint draw.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    model.highestOfDraw(clustering, ties: ties, using: &stream)
  }

  /// Tells the model.
  @inline(__always)
  public mutating func update(arm: Int, reward: Double) {
    model.update(arm: arm, cluster: Int(clustering.clusterOfArm[arm]), reward: reward)
  }

  /// Tells the model of a batch.
  public mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    model.update(arms: arms, rewards: rewards, clustering: clustering)
  }

  /// Whether the model can.
  public static var forgetsArms: Bool { Model.forgetsArms }

  /// Tells the model.
  public mutating func forget(arm: Int) { model.forget(arm: arm) }

  /// The arm's posterior under the model.
  public func belief(of arm: Int) -> Belief? { model.belief(of: arm) }

  /// The numerical difficulties of the model's factorizations.
  public var numericalNotes: NumericalNotes { model.numericalNotes }
}

extension DependenceModel where Self: ~Copyable {
  /// The highest of one joint draw of all arms.
  @inline(__always)
  mutating func highestOfDraw(
    _ clustering: Clustering, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    var winner = HighestSoFar(ties: ties)
    for cluster in 0..<clustering.clusterCount {
      drawShared(cluster, using: &stream)
      for arm in clustering.arms(of: cluster) {
        winner.offer(arm, draw(arm, using: &stream), using: &stream)
      }
    }
    return winner.position
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief {
    let moments = posterior(of: arm)
    return Belief(
      pulls: pulls(of: arm), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}
