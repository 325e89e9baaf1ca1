/// The arms that are alive in a round, where arms die.
struct LivingArms {
  /// θ_i of the arms alive.
  private(set) var means: [Double]
  /// The first arm of the highest mean.
  private(set) var best = 0
  /// Whether a cluster holds an arm of the highest mean.
  private(set) var holdsBest: [Bool]
  private let clustering: Clustering
  private var births: Mortality.Births
  /// The birth that comes next.
  private var coming: Mortality.Birth?

  /// The arms of round 1; nil where arms do not die.
  init?(_ instance: BanditInstance) {
    guard let mortality = instance.mortality else { return nil }
    means = instance.means.array
    clustering = instance.clustering
    holdsBest = Array(repeating: false, count: instance.clustering.clusterCount)
    births = mortality.births
    coming = births.next()
    findBest()
  }

  /// μ* among the living.
  var bestMean: Double { means[best] }

  /// Lets arms die until a round, which is none before the last one asked for.
  ///
  /// O(N) where arms died, else O(1).
  ///
  /// - Parameter visit: hears of each new arm.
  mutating func advance(to round: Int, _ visit: (Int) -> Void = { _ in }) {
    guard var birth = coming, birth.round <= round else { return }
    while birth.round <= round {
      means[birth.arm] = birth.mean
      visit(birth.arm)
      coming = births.next()
      guard let next = coming else { break }
      birth = next
    }
    findBest()
  }

  private mutating func findBest() {
    best = 0
    for arm in means.indices where means[arm] > means[best] { best = arm }
    for cluster in holdsBest.indices {
      holdsBest[cluster] = clustering.arms(of: cluster).contains { means[$0] == means[best] }
    }
  }

  /// Whether the cluster of an arm holds a best one.
  func isInBestCluster(_ arm: Int) -> Bool { holdsBest[Int(clustering.clusterOfArm[arm])] }
}
