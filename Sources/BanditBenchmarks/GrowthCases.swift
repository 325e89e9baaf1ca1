import BanditExperiments
import ClusterBandit
import Randomness

/// One decision over the number of arms, after every arm's first pull where a policy pulls each
/// once.
///
/// A decision is a choice and what is learnt from it; drawing the reward is included, recording is
/// not. The cases of UCB1 over the horizon are whole replications, recording included.
enum GrowthCases {
  static let all = decisions + directed + horizons

  private static let decisions: [BenchmarkCase] = sizes.flatMap { power, arms in
    let clusters = max(1, arms / (arms < 10_000 ? 10 : 1000))
    let where_ = "in \(grouped(clusters)) clusters"
    var cases = [
      growth("ucb1", power, arms, "ucb1", decisions: 200_000, reference: "scan"),
      growth("kl-ucb", power, arms, "kl-ucb", decisions: 20_000),
      growth("imed", power, arms, "imed", decisions: 20_000),
      growth("moss", power, arms, "moss", decisions: 200_000),
      growth(
        "moss-anytime", power, arms, "moss", "moss, anytime", ["horizon": .word("anytime")],
        decisions: 20_000),
      growth("thompson", power, arms, "thompson", decisions: 20_000, isWarm: false),
      growth(
        "ucbc", power, arms, "ucbc", "UCBC \(where_)", clusters: clusters, decisions: 200_000),
      growth(
        "tsc", power, arms, "tsc", "TSC \(where_)", clusters: clusters, decisions: 20_000,
        isWarm: false),
    ]
    if arms <= 1_000_000 {
      var scan = growth(
        "ucb1-scan", power, arms, "ucb1", "ucb1 by a scan", ["search": .word("scan")],
        decisions: max(100, 20_000_000 / arms))
      // The means and the inverse roots of all arms.
      scan.bytes = 16 * Double(arms)
      cases.append(scan)
    }
    return cases
  }

  private static let sizes = [
    ("1e2", 100), ("1e3", 1000), ("1e4", 10_000), ("1e5", 100_000), ("1e6", 1_000_000),
    ("1e7", 10_000_000),
  ]

  /// Information-directed sampling under a model, over the arms and over the draws: the pulled
  /// cluster's draws are taken anew, and all arms are gone through for every draw.
  private static let directed: [BenchmarkCase] = [("1e2", 100), ("1e3", 1000)].flatMap {
    (power: String, arms: Int) in
    [50, 150, 450].map { draws in
      growth(
        "v-ids-s\(draws)", power, arms, "v-ids", "v-ids, hierarchical, S = \(draws)",
        ["model": PullCases.hierarchicalModel, "draws": .integer(draws)], clusters: arms / 10,
        decisions: 400, isWarm: false)
    }
  }

  /// All pulls of UCB1 over the horizon at fixed numbers of arms, as a replication plays them:
  /// first pulls and recording included, beside a plain loop over numbers of pulls.
  ///
  /// A thousand pulls for each of 10⁵ arms would take minutes.
  private static let horizons: [BenchmarkCase] = [
    ("1e3", 1000, [2, 10, 200, 1000]), ("1e4", 10_000, [40]), ("1e5", 100_000, [2, 10, 100]),
    ("1e6", 1_000_000, [3]),
  ].flatMap { (power: String, arms: Int, multiples: [Int]) in
    multiples.map { multiple in
      PullCases.manyArms(
        "n-ucb1-t\(multiple)-\(power)", "ucb1", "ucb1, T = \(grouped(multiple)) N, all pulls",
        group: .growth, arms: arms, horizon: multiple * arms,
        replications: max(1, 200_000 / (multiple * arms)), besideBuckets: true)
    }
  }

  private static func growth(
    _ name: String, _ power: String, _ arms: Int, _ kind: String, _ summary: String? = nil,
    _ values: [String: ParameterValue] = [:], clusters: Int? = nil, decisions: Int,
    isWarm: Bool = true, reference: String? = nil
  ) -> BenchmarkCase {
    let make: @Sendable () -> DecisionLoop = {
      let instance = BenchmarkInstance.spread(arms: arms, clusters: clusters ?? arms)
      return DecisionLoop(
        BenchmarkInstance.policy(kind, values, for: instance), on: instance,
        horizon: (isWarm ? arms : 0) + decisions)
    }
    var growth = BenchmarkCase(
      name: "n-\(name)-\(power)", group: .growth, summary: summary ?? kind, arms: arms,
      unit: .decision, reference: reference.map { "n-\(name)-\($0)-\(power)" },
      units: Double(decisions)
    ) {
      var loop = make()
      if isWarm { _ = loop.play(arms) }
      let start = BenchmarkClock.processorSeconds()
      let reward = loop.play(decisions)
      let seconds = BenchmarkClock.processorSeconds() - start
      return BenchmarkCase.Sample(
        microseconds: seconds / Double(decisions) * 1e6, reward: reward / Double(decisions))
    }
    guard arms >= 100_000 else { return growth }
    growth.residentBytes = {
      // All replications share the tables.
      _ = ClockTables.covering(horizon: (isWarm ? arms : 0) + decisions)
      let before = BenchmarkClock.residentBytes() ?? .nan
      var loop = make()
      _ = loop.play((isWarm ? arms : 0) + min(decisions, 20_000))
      let after = BenchmarkClock.residentBytes() ?? .nan
      // The loop is asked for something, lest it be freed before memory is looked at.
      return loop.rounds > 0 ? (after - before) / Double(arms) : .nan
    }
    return growth
  }
}

/// A policy that is played round by round, without recording.
struct DecisionLoop {
  private let policy: any ErasedPolicy
  private let instance: BanditInstance
  private var policyStream: RandomStream
  private var rewardStream: RandomStream
  /// The rounds that were played.
  private(set) var rounds = 0

  init(_ policy: PreparedPolicy, on instance: BanditInstance, horizon: Int) {
    let seeds = SeedTree(root: 1)
    let replication = Replication(
      instance: instance, horizon: horizon, checkpoints: [horizon], seeds: seeds, number: 0,
      tables: .covering(horizon: horizon))
    guard let box = policy.boxed?(replication) else {
      preconditionFailure("the benchmark plays policies without contexts round by round")
    }
    self.policy = box
    self.instance = instance
    policyStream = seeds.stream(replication: 0, role: .policy)
    rewardStream = seeds.stream(replication: 0, role: .reward)
  }

  /// Plays that many rounds, in batches of `batch`, and returns the sum of the rewards.
  mutating func play(_ count: Int, batch: Int = 1) -> Double {
    if case .gaussian(let deviation) = instance.rewards {
      return play(count, batch, GaussianRewards(standardDeviation: deviation))
    }
    return play(count, batch, BernoulliRewards())
  }

  /// The loop is compiled for each reward model, as that of a replication is.
  private mutating func play(
    _ count: Int, _ batch: Int, _ rewardModel: some RewardModel
  ) -> Double {
    var (ours, theirs) = (policyStream, rewardStream)
    var arms = Array(repeating: Int32(0), count: batch)
    var rewards = Array(repeating: 0.0, count: batch)
    var total = 0.0
    for _ in 0..<(count / batch) {
      var places = arms.mutableSpan
      policy.selectArms(&places, firstRound: rounds + 1, using: &ours)
      for place in 0..<batch {
        let reward = rewardModel.reward(
          mean: instance.means[Int(arms[place])], using: &theirs)
        rewards[place] = reward
        total += reward
      }
      policy.update(arms: arms.span, rewards: rewards.span)
      rounds += batch
    }
    (policyStream, rewardStream) = (ours, theirs)
    return total
  }
}
