import ClusterBandit
import Randomness

/// ε-greedy, sound but for the clause that it is told to break.
struct FlawedPolicy: Policy, ~Copyable {
  private let flaw: String
  private let armCount: Int
  private let hasShortTables: Bool
  private let shared: Int
  private var arms: ArmStatistics
  private var means: AlignedBuffer<Double>
  private var favorite: Int?

  init(flaw: String, setting: PolicySetting) {
    self.flaw = flaw
    armCount = setting.armCount
    hasShortTables = setting.tables !== ClockTables.covering(horizon: setting.horizon)
    shared = flaw == "repeatable" ? SharedCount.shared.next() : 0
    arms = ArmStatistics(count: setting.armCount, isBinary: setting.rewards.isBinary)
    means = AlignedBuffer(repeating: 0, count: setting.armCount)
  }

  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    switch flaw {
    case "range": if round == 5 { return armCount }
    case "repeatable": if round == 3 { return shared % armCount }
    case "tables": if hasShortTables { return 0 }
    case "relabelling": return round % armCount
    case "exploration":
      let arm = favorite ?? stream.nextIndex(below: armCount)
      favorite = arm
      return arm
    default: break
    }
    if stream.nextUnit() < 0.25 { return stream.nextIndex(below: armCount) }
    return argmax(0..<armCount, ties: .uniform, using: &stream) { means[$0] }
  }

  mutating func update(arm: Int, reward: Double) {
    means[arm] = arms.record(arm, reward: reward).mean
  }

  mutating func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream
  ) {
    // A batch that begins with a draw of its own is another play.
    if flaw == "batch-of-one" { _ = stream.next() }
    for place in arms.indices {
      arms[place] = Int32(selectArm(round: firstRound + place, using: &stream))
    }
  }

  func belief(of arm: Int) -> Belief? {
    let n = arms.pulls(of: arm)
    return switch flaw {
    case "beliefs": Belief(pulls: n + 1, mean: nil, standardDeviation: nil)
    case "beliefs, not a number": Belief(pulls: n, mean: .nan, standardDeviation: 1)
    case "beliefs, of some arms":
      arm > 0 ? nil : Belief(pulls: n, mean: 0.5, standardDeviation: 1)
    case "beliefs, not observed":
      Belief(pulls: n, mean: n == 0 ? nil : 0.5, standardDeviation: nil)
    default: Belief(pulls: n, mean: n == 0 ? nil : means[arm], standardDeviation: nil)
    }
  }

  /// The family, whose parameter names the clause to break.
  static let family = PolicyFamily(
    name: "flawed", summary: "breaks one clause", parameters: [.flaw],
    problems: { arguments, shape in
      switch arguments.flaw {
      case "refusals": shape.armCount == 1 ? [nonsense] : []
      case "refusals, without a hint":
        shape.armCount == 1 ? [ArgumentProblem(["flaw"], "refused", hint: "")] : []
      case "playable": [ArgumentProblem(["flaw"], "refused", hint: "give another flaw")]
      default: []
      }
    },
    prepare: { arguments, rewards in
      let flaw = arguments.flaw
      let sound = PreparedPolicy(rewards: rewards) { FlawedPolicy(flaw: flaw, setting: $0) }
      return switch flaw {
      case "replications":
        PreparedPolicy(play: { run in
          sound.play(
            Replication(
              instance: run.instance, horizon: run.horizon, checkpoints: run.checkpoints,
              seeds: run.seeds, number: 0, tables: run.tables, batch: run.batch))
        })
      case "common-rewards":
        PreparedPolicy(play: { run in
          var policy = FlawedPolicy(flaw: flaw, setting: run.setting)
          return run.play(&policy, rewards: Spendthrift(rewards: run.instance.rewards))
        })
      default: sound
      }
    })
}

/// Draws a word more than it needs, as a policy would that draws from the reward stream.
private struct Spendthrift: RewardModel {
  let rewards: RewardDistribution

  func reward(mean: Double, using stream: inout RandomStream) -> Double {
    _ = stream.next()
    return switch rewards {
    case .gaussian(let deviation):
      GaussianRewards(standardDeviation: deviation).reward(mean: mean, using: &stream)
    default: BernoulliRewards().reward(mean: mean, using: &stream)
    }
  }
}
