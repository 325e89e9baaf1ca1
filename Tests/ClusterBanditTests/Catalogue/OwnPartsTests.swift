import ClusterBandit
import Randomness
import TestSupport
import Testing

/// A rule as a user's package writes it: the candidates in turn, `step` apart.
private struct RoundRobin: SelectionRule, ~Copyable {
  static let conventions = Conventions(
    unpulled: "", firstPulls: "", clock: "", rewards: "")
  static let variant = Variant(
    "round-robin", "the candidates in turn",
    [.defaulted("step", .integer(1...100), .integer(1), "how far the next candidate is")])

  private let groups: Clustering
  private let step: Int
  private var unplayed: UnplayedQueue

  init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    step = arguments.integer("step")
    unplayed = UnplayedQueue(groups: groups, ties: .first)
  }

  mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let range = groups.arms(of: group)
    return range.lowerBound + clock * step % range.count
  }

  mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {}

  static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    guard level == .clusters, arguments.integer("step") > 1 else { return [] }
    return [ArgumentProblem(["step"], "clusters are taken in turn", hint: "leave step out")]
  }
}

/// A strategy as a user's package writes it: the last reward is all that is known of a cluster.
private struct LastReward: ClusterStrategy {
  static let conventions = Conventions(strategyUnpulled: "", ties: "", rewards: "")
  static let variant = Variant("last-reward", "the cluster's last reward")

  init(arguments: Arguments, clustering: Clustering) {}

  func initialEstimate(of cluster: Int) -> ClusterEstimate {
    ClusterEstimate(alpha: 1, beta: 1, pulls: 0)
  }

  mutating func update(
    arm: Int, cluster: Int, reward: Double, arms: borrowing ArmStatistics
  ) -> ClusterEstimate {
    ClusterEstimate(alpha: 1 + reward, beta: 2 - reward, pulls: 1)
  }
}

@Suite("Rules and strategies of one's own")
struct OwnPartsTests {
  private let catalogue = PolicyCatalogue.standard(
    rules: .standard.adding(RoundRobin.self), strategies: .standard.adding(LastReward.self))
  private let instance = BanditInstance(
    means: [0.25, 0.5, 0.75, 1], clustering: Clustering(sizes: [2, 2]), rewards: .bernoulli)

  /// The arms of the first rounds, from the regret at each.
  private func arms(
    _ kind: String, _ values: [String: ParameterValue] = [:], horizon: Int
  ) throws -> [Int] {
    let family = try #require(catalogue[kind])
    let arguments = Arguments(values, defaultsOf: family.parameters)
    let shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    #expect(family.allProblems(arguments, shape) == [])
    let trajectory = family.prepare(arguments, .bernoulli).play(
      Replication(
        instance: instance, horizon: horizon, checkpoints: Array(1...horizon),
        seeds: SeedTree(test: kind, root: 1), number: 0,
        tables: .covering(horizon: horizon)))
    let regrets = (0..<horizon).map { trajectory.value(.pseudoRegret, checkpoint: $0) }
    return zip([0] + regrets, regrets).map { 3 - Int((($1 - $0) * 4).rounded()) }
  }

  private func part(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) -> ParameterValue { .variant(name, Arguments(values)) }

  @Test("A rule of one's own is a flat policy")
  func flat() throws {
    #expect(try arms("round-robin", horizon: 6) == [0, 1, 2, 3, 0, 1])
    #expect(try arms("round-robin", ["step": .integer(3)], horizon: 7) == [0, 1, 2, 3, 0, 3, 2])
    #expect(PolicyCatalogue.standard["round-robin"] == nil)
  }

  @Test("A rule of one's own may be named as outer and as inner, beside any other")
  func twoLevels() throws {
    let turns = part("round-robin", ["step": .integer(1)])
    let strategy = part("last-reward")
    #expect(
      try arms(
        "two-level", ["outer": turns, "inner": turns, "strategy": strategy], horizon: 6)
        == [0, 2, 1, 3, 0, 2])
    let greedy = part(
      "epsilon-greedy",
      [
        "epsilon": part("constant", ["value": .number(0)]), "ties": .word("first"),
        "search": .word("automatic"),
      ])
    // All of one cluster, the first, unless it pays 0 while the other is unknown.
    let played = try arms(
      "two-level", ["outer": greedy, "inner": turns, "strategy": strategy], horizon: 40)
    #expect(Set(played).count == 4)
    #expect(played.prefix(1) == [0])
  }

  @Test("What a rule of one's own cannot do is told where it stands")
  func problems() throws {
    let family = try #require(catalogue["two-level"])
    let shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    func paths(_ values: [String: ParameterValue]) -> [[String]] {
      family.allProblems(Arguments(values, defaultsOf: family.parameters), shape).map(\.path)
    }
    let wide = part("round-robin", ["step": .integer(2)])
    #expect(paths(["outer": wide]) == [["outer", "step"]])
    #expect(paths(["inner": wide]) == [])
  }

  @Test("A strategy that does not say what it is under a model is refused there")
  func models() throws {
    let family = try #require(catalogue["two-level"])
    let shape = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    let values = ["strategy": part("last-reward"), "model": part("empirical-bayes")]
    let problems = family.allProblems(
      Arguments(values, defaultsOf: family.parameters), shape)
    #expect(problems.map(\.path) == [["strategy"]])
    #expect(problems.first?.hint == "it supports mean and max and pmax")
  }

  @Test("What is added is listed as a choice, and takes the place of one of its name")
  func listed() throws {
    let rules = RuleCatalogue.standard.adding(RoundRobin.self)
    #expect(rules.variants.last?.name == "round-robin")
    #expect(rules.adding(RoundRobin.self).variants.count == rules.variants.count)
    let parameters = try #require(catalogue["two-level"]).parameters
    for (name, choice) in [
      ("outer", "round-robin"), ("inner", "round-robin"), ("strategy", "last-reward"),
    ] {
      let parameter = try #require(parameters.first { $0.name == name })
      guard case .component(let variants) = parameter.type else {
        Issue.record("\(name) names a component")
        continue
      }
      #expect(variants.contains { $0.name == choice }, "\(name)")
    }
  }
}
