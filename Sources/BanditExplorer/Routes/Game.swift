import BanditExperiments
import ClusterBandit
import Randomness

/// A person's pulls beside a policy's on the same machines, with the same luck in every round.
///
/// Nothing is kept between requests: the page sends all pulls so far, and the same pulls of the
/// same seed pay the same. The truth is told only when the budget is spent.
struct Game: Encodable {
  /// The pulls of one side.
  struct Side: Encodable {
    let arms: [Int]
    let rewards: [Double]
    let total: Double
  }

  /// What is told at the end.
  struct Truth: Encodable {
    let means: [Double]
    let best: Int
    /// What the oracle earns in expectation.
    let oracle: Double
    /// The pseudo-regret of each side: Σ (μ* − μ of the pulled arm).
    let playerRegret, policyRegret: Double
    /// The means that the policy believes in, or where it holds none what it saw; null where it saw
    /// nothing.
    let believed: [Double?]
  }

  let clusterOfArm: [Int32]
  let budget: Int
  let player: Side
  let policy: Side
  let truth: Truth?

  init(
    _ experiment: Experiment, policy label: String?, replication number: Int, pulls: [Int],
    control: RunControl = RunControl()
  ) throws(Refusal) {
    guard let problem = experiment.problems.first, !problem.hasContexts else {
      throw refused("there is nothing to play", "give an environment without contexts")
    }
    guard !problem.hasMortalArms else {
      throw refused("arms die there", "give an environment whose arms live for ever")
    }
    let armCount = problem.environment.shape.armCount
    try StudyLimits.check(armCount, in: 2...StudyLimits.watchedArms, "arms")
    budget = problem.horizon
    try StudyLimits.check(budget, in: StudyLimits.watched, "rounds")
    guard pulls.count <= budget, pulls.allSatisfy({ (0..<armCount).contains($0) }) else {
      throw refused("these pulls are none of this game", "start a new game")
    }
    let labels = problem.plan.policies.map(\.label)
    guard let opponent = label == nil ? 0 : labels.firstIndex(of: label ?? "") else {
      throw refused(
        "there is no policy of that label", "there are \(labels.joined(separator: ", "))")
    }
    let replication = try WatchedRun.replication(number, of: problem, in: experiment)
    let instance = replication.instance
    let script = PreparedPolicy(rewards: instance.rewards) { _ in Script(arms: pulls) }
    player = try Game.play(script, replication, rounds: pulls.count, control)
    var believed = [Double?](repeating: nil, count: armCount)
    policy = try Game.play(
      problem.policies[opponent], replication, rounds: pulls.count, control
    ) { pull in
      guard pull.round == pulls.count else { return }
      for arm in 0..<armCount { believed[arm] = pull.belief(of: arm)?.mean }
    }
    for arm in 0..<armCount where believed[arm] == nil {
      let seen = zip(policy.arms, policy.rewards).filter { $0.0 == arm }.map(\.1)
      believed[arm] = seen.isEmpty ? nil : seen.reduce(0, +) / Double(seen.count)
    }
    clusterOfArm = (0..<armCount).map { instance.clustering.clusterOfArm[$0] }
    func regret(_ side: Side) -> Double {
      side.arms.reduce(0) { $0 + (instance.oracle.mean - instance.means[$1]) }
    }
    truth =
      pulls.count < budget
      ? nil
      : Truth(
        means: (0..<armCount).map { instance.means[$0] }, best: instance.oracle.arm,
        oracle: instance.oracle.mean * Double(budget), playerRegret: regret(player),
        policyRegret: regret(policy), believed: believed)
  }

  private static func play(
    _ policy: PreparedPolicy, _ replication: Replication, rounds: Int, _ control: RunControl,
    look: (WatchedPull) -> Void = { _ in }
  ) throws(Refusal) -> Side {
    var arms: [Int] = []
    var rewards: [Double] = []
    guard rounds > 0 else { return Side(arms: [], rewards: [], total: 0) }
    try policy.play(replication, rounds: rounds, control) { pull in
      arms.append(pull.arm)
      rewards.append(pull.reward)
      look(pull)
    }
    return Side(arms: arms, rewards: rewards, total: rewards.reduce(0, +))
  }
}

/// A policy that pulls what somebody else chose.
private struct Script: Policy {
  let arms: [Int]

  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { arms[round - 1] }

  mutating func update(arm: Int, reward: Double) {}
}
