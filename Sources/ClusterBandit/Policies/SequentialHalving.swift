public import Randomness

/// Sequential halving: the worse half of the arms is given up phase by phase until one is left.
///
/// The horizon T is the budget. Of n arms, in each of ⌈log₂ n⌉ phases the s that are left are
/// pulled ⌊T/(s ⌈log₂ n⌉)⌋ times each, and the ⌈s/2⌉ of highest mean in that phase stay. Rounds
/// that the rounding leaves over go to the arm that is left, so that it is the most pulled one
/// unless T is too small for all phases; where none is left over the last two arms are, and the
/// higher mean of all pulls decides.
///
/// It is made to recommend an arm after T rounds, see ``Recommendation``, not to earn reward.
///
/// Source: Z. Karnin, T. Koren and O. Somekh, "Almost optimal exploration in multi-armed bandits",
/// ICML 2013, algorithm 3. Means of all pulls so far instead of the phase's are what programs often
/// take.
///
/// With several clusters, first the clusters are halved, then the arms of the one that is left.
/// That is a construction of this project, not of the literature: clusters have
/// ⌊T l_K/(l_K + l_m)⌋ of the rounds, l_K = ⌈log₂ K⌉ and l_m = ⌈log₂ m⌉, m the size of the largest
/// cluster, so that phases are of about equal length; a cluster's turn pulls the next of its arms
/// in turn; its value is the mean of its rewards or the highest mean of its arms. With one cluster,
/// or with one arm in each, it is sequential halving of the arms.
///
/// Draws the order of the turns with ties `uniform`. A choice is O(1), and O(N log N) at the ends
/// of phases, which allocate memory for sorting. 48 bytes an arm.
public struct SequentialHalving: Policy, ~Copyable {
  /// What stands for a cluster at the end of a phase.
  enum ClusterValue: String, CaseIterable {
    /// The mean of its rewards.
    case mean
    /// The highest of its arms' means.
    case max
  }

  private let clustering: Clustering
  private let horizon: Int
  private let ties: TieBreak
  private let value: ClusterValue
  private let forgets: Bool
  private var arms: ArmStatistics
  /// Pulls and Σ r of every arm that the next comparison looks at.
  private var seen: AlignedBuffer<SIMD2<Double>>
  private var clusters: HalvingRounds
  /// The arms of the cluster that is left; nil before.
  private var inside: HalvingRounds?
  private var unplayed: UnplayedQueue
  /// The arms of a cluster in the order of its turns.
  private var order: AlignedBuffer<Int32>
  /// The turns that a cluster has had.
  private var turns: AlignedBuffer<Int>

  /// The policy over all arms of the setting, whose clusters are halved first.
  ///
  /// - Parameters:
  ///   - forgets: whether means are of the pulls of a phase alone.
  ///   - value: what stands for a cluster.
  init(setting: PolicySetting, ties: TieBreak, forgets: Bool, value: ClusterValue) {
    clustering = setting.clustering
    horizon = setting.horizon
    self.ties = ties
    self.forgets = forgets
    self.value = value
    arms = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    seen = AlignedBuffer(repeating: .zero, count: setting.armCount)
    let count = setting.clustering.clusterCount
    let outer = HalvingRounds.phases(count)
    let phases = outer + HalvingRounds.phases(setting.clustering.largestSize)
    clusters = HalvingRounds(
      0..<count, budget: setting.horizon * outer / max(1, phases), ties: ties)
    unplayed = UnplayedQueue(groups: setting.clustering, ties: ties)
    order = AlignedBuffer(repeating: 0, count: setting.armCount)
    turns = AlignedBuffer(repeating: 0, count: count)
  }

  /// Whoever has its turn, or the arm that is left.
  public mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    while clusters.winner == nil {
      if let cluster = clusters.next(using: &stream) { return turn(of: cluster, using: &stream) }
      var values: [Double] = []
      for cluster in clusters.survivors { values.append(value(ofCluster: Int(cluster))) }
      clusters.halve(by: values)
      startPhase()
    }
    var rounds = inside ?? start(round: round)
    while rounds.winner == nil {
      if let arm = rounds.next(using: &stream) {
        inside = rounds
        return arm
      }
      var values: [Double] = []
      for arm in rounds.survivors { values.append(mean(of: Int(arm))) }
      rounds.halve(by: values)
      startPhase()
    }
    inside = rounds
    return rounds.winner ?? 0
  }

  /// The halving of the arms of the cluster that is left, with the rounds that are left.
  private func start(round: Int) -> HalvingRounds {
    HalvingRounds(
      clustering.arms(of: clusters.winner ?? 0), budget: horizon - round + 1, ties: ties)
  }

  /// The arm that a cluster's turn pulls: each once, then again in the same order.
  private mutating func turn(of cluster: Int, using stream: inout RandomStream) -> Int {
    let range = clustering.arms(of: cluster)
    let turn = turns[cluster]
    turns[cluster] = turn + 1
    if unplayed.isWaiting(cluster) {
      let arm = unplayed.take(cluster, using: &stream)
      order[range.lowerBound + turn] = Int32(truncatingIfNeeded: arm)
      return arm
    }
    return Int(order[range.lowerBound + turn % range.count])
  }

  private mutating func startPhase() {
    guard forgets else { return }
    for arm in 0..<seen.count { seen[arm] = .zero }
  }

  /// The mean that is compared; what is not known, as inside a batch, comes last.
  private func mean(of arm: Int) -> Double {
    seen[arm].x > 0 ? seen[arm].y / seen[arm].x : -.infinity
  }

  private func value(ofCluster cluster: Int) -> Double {
    var (total, highest) = (SIMD2<Double>.zero, -Double.infinity)
    for arm in clustering.arms(of: cluster) {
      total += seen[arm]
      highest = max(highest, mean(of: arm))
    }
    switch value {
    case .mean: return total.x > 0 ? total.y / total.x : -.infinity
    case .max: return highest
    }
  }

  /// Counts the pull.
  public mutating func update(arm: Int, reward: Double) {
    _ = arms.record(arm, reward: reward)
    seen[arm] += SIMD2(1, reward)
  }

  /// Pulls and observed mean.
  public func belief(of arm: Int) -> Belief? { Belief(observed: arm, in: arms) }
}
