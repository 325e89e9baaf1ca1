import BanditExperiments
import ClusterBandit

/// One run of one policy, pull by pull: what was pulled, what it paid, and what moved.
///
/// The pulls are those of a run of the experiment: the page goes through them in both directions.
struct WatchedRun: Encodable {
  /// What a policy holds of an arm or a cluster: its place, pulls, mean and standard deviation.
  struct State: Encodable, Equatable {
    let place: Int
    let pulls: Double
    let mean: Double?
    let deviation: Double?

    init(_ place: Int, _ belief: Belief) {
      self.place = place
      pulls = belief.pulls
      mean = belief.posterior?.mean ?? belief.mean
      deviation = belief.posterior?.variance.squareRoot()
    }

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(place)
      try list.encode(pulls)
      try list.encode(mean)
      try list.encode(deviation)
    }
  }

  /// A round with what was compared before the pull, and the states that it changed.
  struct Round: Encodable {
    let arm: Int
    let reward: Double
    let scores: DecisionScores
    /// The pseudo-regret of this and all earlier rounds.
    let regret: Double
    let arms: [State]
    let clusters: [State]
  }

  let policy: String
  /// The cluster of each arm.
  let clusterOfArm: [Int32]
  /// The true means, which no policy sees.
  let means: [Double]
  let best: Int
  let isBinary: Bool
  /// Whether the policy holds anything of clusters.
  let hasClusters: Bool
  /// Whether the policy holds posteriors of arms; what it holds of them else are averages.
  let hasPosteriors: Bool
  /// What the policy holds before its first pull.
  let initialArms, initialClusters: [State]
  let rounds: [Round]

  /// Plays a policy of the experiment's first environment.
  ///
  /// - Throws: ``Refusal/givenUp`` if `control` is cancelled meanwhile.
  init(
    _ experiment: Experiment, policy label: String?, replication: Int, rounds wanted: Int?,
    control: RunControl = RunControl()
  ) throws(Refusal) {
    guard let problem = experiment.problems.first else {
      throw refused("there is no environment", "give one")
    }
    let labels = problem.plan.policies.map(\.label)
    guard let number = label == nil ? 0 : labels.firstIndex(of: label ?? "") else {
      throw refused(
        "there is no policy of that label", "there are \(labels.joined(separator: ", "))")
    }
    guard problem.policies[number].isWatchable else {
      throw refused(
        "arms pay by the context of the round there", "choose an environment without contexts")
    }
    guard !problem.hasMortalArms else {
      throw refused(
        "arms die there, and the page shows arms with one mean each",
        "choose an environment whose arms live for ever, or use the command trace")
    }
    let count = min(wanted ?? problem.horizon, problem.horizon)
    try StudyLimits.check(count, in: StudyLimits.watched, "rounds")
    let armCount = problem.environment.shape.armCount
    try StudyLimits.check(armCount, in: 1...StudyLimits.watchedArms, "arms")
    let replication = try WatchedRun.replication(replication, of: problem, in: experiment)
    let instance = replication.instance
    let clustering = instance.clustering
    policy = labels[number]
    clusterOfArm = (0..<armCount).map { clustering.clusterOfArm[$0] }
    means = (0..<armCount).map { instance.means[$0] }
    best = instance.oracle.arm
    isBinary = instance.rewards.isBinary
    let fresh = problem.policies[number].boxed?(replication)
    // Where a policy holds nothing of an arm, what was seen of it is told.
    var seen = Array(repeating: (pulls: 0.0, sum: 0.0), count: armCount)
    func state(_ arm: Int, _ belief: Belief?) -> State {
      let (n, sum) = seen[arm]
      return State(
        arm, belief ?? Belief(pulls: n, mean: n > 0 ? sum / n : nil, standardDeviation: nil))
    }
    var arms = (0..<armCount).map { state($0, fresh?.belief(of: $0)) }
    var clusters = (0..<clustering.clusterCount).map { cluster in
      fresh?.belief(ofCluster: cluster).map { State(cluster, $0) }
    }
    initialArms = arms
    initialClusters = clusters.compactMap(\.self)
    var rounds: [Round] = []
    var regret = 0.0
    try problem.policies[number].play(replication, rounds: count, control) { pull in
      seen[pull.arm].pulls += 1
      seen[pull.arm].sum += pull.reward
      regret += instance.oracle.mean - instance.means[pull.arm]
      let newArms = (0..<armCount).map { state($0, pull.belief(of: $0)) }
      let newClusters = (0..<clustering.clusterCount).map { cluster in
        pull.belief(ofCluster: cluster).map { State(cluster, $0) }
      }
      rounds.append(
        Round(
          arm: pull.arm, reward: pull.reward, scores: pull.scores, regret: regret,
          arms: WatchedRun.changes(from: arms, to: newArms),
          clusters: WatchedRun.changes(from: clusters, to: newClusters)))
      (arms, clusters) = (newArms, newClusters)
    }
    hasClusters = clusters.contains { $0 != nil }
    hasPosteriors = arms.contains { $0.deviation != nil }
    self.rounds = rounds
  }

  /// A replication of a problem, drawn.
  static func replication(
    _ number: Int, of problem: Experiment.Problem, in experiment: Experiment
  ) throws(Refusal) -> Replication {
    try StudyLimits.check(number, in: 0...1_000_000, "as replication")
    do {
      return try experiment.replication(number, of: problem)
    } catch {
      throw refused("\(error)", "take fewer arms")
    }
  }

  private static func changes(from old: [State?], to new: [State?]) -> [State] {
    zip(old, new).compactMap { $0 == $1 ? nil : $1 }
  }
}

extension PreparedPolicy {
  /// Shows each pull of a run, until the run is over or given up.
  func play(
    _ replication: Replication, rounds: Int, _ control: RunControl, show: (WatchedPull) -> Void
  ) throws(Refusal) {
    do {
      try watch(replication, rounds: rounds) { pull in
        if control.isCancelled { throw Refusal.givenUp }
        show(pull)
      }
    } catch {
      throw .givenUp
    }
  }
}
