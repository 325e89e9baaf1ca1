import ClusterBandit
import Randomness

/// Where a rule is tried: groups of candidates that are arms or clusters, and how they pay.
struct RuleSetting: Sendable, CustomStringConvertible {
  let sizes: [Int]
  let level: SelectionLevel
  let rewards: RewardDistribution
  let form: RuleForm

  var groups: Clustering { Clustering(sizes: sizes) }

  var description: String { "groups of \(sizes) \(level), \(rewards), form \(form)" }

  var shape: ProblemShape {
    ProblemShape(
      armCount: sizes.reduce(0, +), clusterCount: sizes.count, rewards: rewards)
  }

  /// What a rule may know here.
  func policySetting(tables: ClockTables?) -> PolicySetting {
    let means = Array(repeating: 0.5, count: sizes.reduce(0, +))
    return PolicySetting(
      instance: BanditInstance(laidOut: means, clustering: groups, rewards: rewards), horizon: 60,
      tables: tables ?? .covering(horizon: 60))
  }

  /// Groups of one candidate and more: arms, and under 0/1 rewards clusters too; in the form that
  /// looks at all candidates and in the sublinear one.
  static let all = [RewardDistribution.bernoulli, .gaussian(standardDeviation: 0.5)].flatMap {
    rewards in
    let levels: [SelectionLevel] = rewards.isBinary ? [.arms, .clusters] : [.arms]
    return levels.flatMap { level in
      [rewards.isBinary ? RuleForm.binary : .gaussian, .sublinear].flatMap { form in
        [[1], [3], [2, 1, 4]].map {
          RuleSetting(sizes: $0, level: level, rewards: rewards, form: form)
        }
      }
    }
  }
}

/// Plays a form of a rule, whatever its type.
struct PlayingRule: RuleVisitor {
  let arguments: Arguments
  let setting: RuleSetting
  let tables: ClockTables?
  let groups: Range<Int>
  let rounds: Int
  let play: RulePlay

  func visit<Rule: SelectionRule & ~Copyable>(_: Rule.Type) -> RulePlay {
    var play = play
    let rule = Rule(
      arguments: arguments, groups: setting.groups, level: setting.level,
      setting: setting.policySetting(tables: tables))
    play.run(rule, groups: groups, rounds: rounds)
    return play
  }
}

/// Plays a rule over groups, each with streams of its own, so that a group sees the same luck
/// whatever happens beside it.
struct RulePlay {
  private let setting: RuleSetting
  private let means: [Double]
  private var choiceStreams: [RandomStream] = []
  private var rewardStreams: [RandomStream] = []
  /// The chosen candidates of each group.
  private(set) var choices: [[Int]]
  /// Where the rule chose what is no candidate of the group.
  private(set) var stray: String?

  /// - Parameter means: the candidates' means in their order, repeated as often as needed.
  init(_ setting: RuleSetting, means: [Double], seed: UInt64, number: UInt64 = 0) {
    self.setting = setting
    self.means = means
    choices = Array(repeating: [], count: setting.sizes.count)
    for group in setting.sizes.indices {
      // A replication of its own for each group.
      let (seeds, replication) = (SeedTree(root: seed), number << 20 | UInt64(group))
      choiceStreams.append(seeds.stream(replication: replication, role: .policy))
      rewardStreams.append(seeds.stream(replication: replication, role: .reward))
    }
  }

  /// Plays the groups in turn, so many rounds each.
  mutating func run<Rule: CandidateSelector & ~Copyable>(
    _ rule: consuming Rule, groups: Range<Int>, rounds: Int
  ) {
    let clustering = setting.groups
    var statistics = ArmStatistics(
      count: clustering.armCount, isBinary: setting.rewards.isBinary)
    var successes = Array(repeating: 0.0, count: clustering.armCount)
    if setting.level == .clusters {
      for group in groups {
        for candidate in clustering.arms(of: group) {
          let prior = ClusterEstimate(alpha: 1, beta: 1, pulls: 0)
          rule.record(candidate, group: group, prior.candidate(.pulls))
        }
      }
    }
    for round in 0..<rounds {
      for group in groups {
        let candidate = rule.select(group: group, clock: round, using: &choiceStreams[group])
        guard clustering.arms(of: group).contains(candidate) else {
          stray = "round \(round + 1): candidate \(candidate), not of \(clustering.arms(of: group))"
          return
        }
        choices[group].append(candidate)
        let reward = Transcript.pay(
          means[candidate % means.count], setting.rewards, using: &rewardStreams[group])
        let arm = statistics.record(candidate, reward: reward)
        successes[candidate] += reward
        let (n, s) = (arm.pulls, successes[candidate])
        let cluster = ClusterEstimate(alpha: 1 + s, beta: 1 + n - s, pulls: n)
        rule.record(
          candidate, group: group,
          setting.level == .arms ? arm : cluster.candidate(.pulls))
      }
    }
  }
}
