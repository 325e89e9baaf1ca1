import ClusterBandit

/// The cluster as one arm, sound but for the clause that it is told to break.
struct FlawedStrategy: ClusterStrategy, ~Copyable {
  static let conventions = Conventions(strategyUnpulled: "", ties: "", rewards: "")
  static let variant = Variant("flawed", "breaks one clause", [.flaw])

  private let flaw: String
  private let clustering: Clustering
  private let shared: Int
  private var successes: AlignedBuffer<Double>
  private var pulls: AlignedBuffer<Double>
  private var total = 0.0

  init(arguments: Arguments, clustering: Clustering) {
    flaw = arguments.flaw
    self.clustering = clustering
    shared = flaw == "repeatable" ? SharedCount.shared.next() : 0
    successes = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
    pulls = AlignedBuffer(repeating: 0, count: clustering.clusterCount)
  }

  static func problems(with arguments: Arguments, use: StrategyUse) -> [ArgumentProblem] {
    switch arguments.flaw {
    case "refusals": use == .counts(distributionsFor: nil) ? [] : [nonsense]
    case "playable": [ArgumentProblem(["flaw"], "refused", hint: "give another flaw")]
    default: []
    }
  }

  func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: 1, beta: 1, pulls: 0)
  }

  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    total += 1
    pulls[cluster] += 1
    successes[cluster] += reward
    let n = pulls[cluster]
    let place = Double(arm - clustering.arms(of: cluster).lowerBound)
    let extra =
      switch flaw {
      case "estimate": Double.nan
      case "repeatable": Double(shared)
      case "cluster-alone": total
      case "relabelling": place
      default: 0.0
      }
    return ClusterEstimate(
      alpha: 1 + successes[cluster] + extra, beta: 1 + n - successes[cluster],
      pulls: flaw == "pulls" ? n + 1 : n)
  }
}
