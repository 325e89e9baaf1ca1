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
/// Selection is O(N), an update what the model's is. Draws what the model draws, one index more at a
/// tie.
public struct ModelThompson<Model: DependenceModel & ~Copyable>: Policy, ~Copyable {
  private let clustering: Clustering
  private let ties: TieRule
  private var model: Model

  /// The policy over the model.
  public init(model: consuming Model, ties: TieRule, setting: PolicySetting) {
    clustering = setting.clustering
    self.ties = ties
    self.model = model
  }

  /// The highest of one joint draw.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    var winner = HighestSoFar(ties: ties)
    for cluster in 0..<clustering.clusterCount {
      model.drawShared(cluster, using: &stream)
      for arm in clustering.arms(of: cluster) {
        winner.offer(arm, model.draw(arm, using: &stream), using: &stream)
      }
    }
    return winner.position
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

  /// The arm's posterior under the model.
  public func belief(of arm: Int) -> Belief? { model.belief(of: arm) }

  /// What the model's factorisations met.
  public var numericalNotes: NumericalNotes { model.numericalNotes }
}

extension DependenceModel where Self: ~Copyable {
  /// The arm's posterior.
  func belief(of arm: Int) -> Belief {
    let moments = posterior(of: arm)
    return Belief(
      pulls: pulls(of: arm), mean: moments.mean,
      standardDeviation: moments.variance.squareRoot())
  }
}

/// The highest of values that come one by one and cannot be computed again.
///
/// Each of the m that share the highest value stays with probability 1/m, for one index each.
struct HighestSoFar {
  let ties: TieRule
  private(set) var position = 0
  private var highest = -Double.infinity
  private var sharing = 0

  init(ties: TieRule) { self.ties = ties }

  @inline(__always)
  mutating func offer(_ candidate: Int, _ value: Double, using stream: inout RandomStream) {
    if value > highest {
      (position, highest, sharing) = (candidate, value, 1)
    } else if value == highest, ties == .uniform {
      sharing &+= 1
      if stream.nextIndex(below: sharing) == 0 { position = candidate }
    }
  }
}
