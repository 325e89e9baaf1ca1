import ClusterBandit
import Randomness

/// The arms that a policy pulled and what they paid, in the order of the rounds.
struct Transcript: Equatable {
  /// A round in which the policy chose what is no arm.
  struct Stray: Equatable {
    let round: Int
    let arm: Int
  }

  var arms: [Int] = []
  var rewards: [Double] = []
  /// Where the play ended early.
  var stray: Stray?

  /// Plays a policy in batches, in the plainest way and apart from the engine.
  ///
  /// - Parameter look: shown the policy and the play so far, before the first batch and after each.
  init(
    _ policy: any ErasedPolicy, in run: Replication,
    look: (any ErasedPolicy, Transcript) -> Void = { _, _ in }
  ) {
    var rewardStream = run.seeds.stream(replication: run.number, role: .reward)
    var policyStream = run.seeds.stream(replication: run.number, role: .policy)
    look(policy, self)
    while arms.count < run.horizon {
      let first = arms.count + 1
      var batch = Array(repeating: Int32(-1), count: min(run.batch, run.horizon - first + 1))
      var places = batch.mutableSpan
      policy.selectArms(&places, firstRound: first, using: &policyStream)
      if let place = batch.firstIndex(where: { $0 < 0 || $0 >= run.instance.armCount }) {
        stray = Stray(round: first + place, arm: Int(batch[place]))
        return
      }
      let paid = batch.map {
        Transcript.pay(
          run.instance.means[Int($0)], run.instance.rewards, using: &rewardStream)
      }
      policy.update(arms: batch.span, rewards: paid.span)
      arms += batch.map(Int.init)
      rewards += paid
      look(policy, self)
    }
  }

  /// Reads from a trajectory with a checkpoint at every round which arm was pulled: the arms' means
  /// must differ from each other.
  init(_ trajectory: Trajectory, on instance: BanditInstance) {
    let gaps = instance.means.array.map { instance.oracle.mean - $0 }
    var (regret, reward) = (0.0, 0.0)
    for checkpoint in trajectory.rounds.indices {
      let newRegret = trajectory.value(.pseudoRegret, checkpoint: checkpoint)
      let newReward = trajectory.value(.reward, checkpoint: checkpoint)
      let gap = newRegret - regret
      var nearest = 0
      for arm in gaps.indices where abs(gaps[arm] - gap) < abs(gaps[nearest] - gap) {
        nearest = arm
      }
      arms.append(nearest)
      rewards.append(newReward - reward)
      (regret, reward) = (newRegret, newReward)
    }
  }

  /// What a pull pays.
  static func pay(
    _ mean: Double, _ rewards: RewardDistribution, using stream: inout RandomStream
  ) -> Double {
    switch rewards {
    case .bernoulli: BernoulliRewards().reward(mean: mean, using: &stream)
    case .gaussian(let deviation):
      GaussianRewards(standardDeviation: deviation).reward(mean: mean, using: &stream)
    case .contextual: preconditionFailure("a policy without contexts")
    }
  }

  /// Where two plays part, or nil.
  func difference(from other: Transcript) -> String? {
    for (index, (arm, otherArm)) in zip(arms, other.arms).enumerated() where arm != otherArm {
      return "round \(index + 1): arm \(arm) and arm \(otherArm)"
    }
    return self == other ? nil : "the same arms, other rewards or another end"
  }
}
