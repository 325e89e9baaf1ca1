import BanditExperiments
import ClusterBandit

/// What one policy did in the first rounds of one replication.
struct PlayedRun {
  /// The most rounds that are kept.
  static let mostRounds = 1_000_000

  let policy: String
  /// The policy's place among its environment's, which gives its color.
  let number: Int
  let instance: BanditInstance
  /// The arm of each round.
  let arms: [Int]
  /// The reward of each round.
  let rewards: [Double]
  /// What the policy held of all arms after some rounds, ascending.
  let beliefs: [(round: Int, arms: [Belief?])]

  var rounds: Int { arms.count }

  /// Plays a policy; rounds in which it is asked what it holds of the arms ascend.
  ///
  /// - Throws: `CancellationError` if `control` is cancelled meanwhile.
  init(
    _ problem: Experiment.Problem, policy number: Int, _ replication: Replication, rounds: Int,
    asking moments: [Int] = [], control: RunControl = RunControl()
  ) throws {
    policy = problem.plan.policies[number].label
    self.number = number
    let instance = replication.instance
    self.instance = instance
    var arms: [Int] = []
    var rewards: [Double] = []
    var beliefs: [(round: Int, arms: [Belief?])] = []
    arms.reserveCapacity(rounds)
    rewards.reserveCapacity(rounds)
    try problem.policies[number].watch(replication, rounds: rounds) { pull in
      if control.isCancelled { throw CancellationError() }
      arms.append(pull.arm)
      rewards.append(pull.reward)
      if moments.contains(pull.round) {
        beliefs.append((pull.round, (0..<instance.armCount).map { pull.belief(of: $0) }))
      }
    }
    self.arms = arms
    self.rewards = rewards
    self.beliefs = beliefs
  }

  /// The pulls of each arm.
  var pulls: [Int] {
    var counts = [Int](repeating: 0, count: instance.armCount)
    for arm in arms { counts[arm] += 1 }
    return counts
  }

  /// The arms that were pulled most, at most so many, in their own order.
  func mostPulled(_ count: Int) -> [Int] {
    let pulls = pulls
    return pulls.indices.sorted { (pulls[$1], $0) < (pulls[$0], $1) }.prefix(count).sorted()
  }
}
