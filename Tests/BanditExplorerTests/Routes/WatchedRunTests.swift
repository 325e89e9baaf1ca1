import BanditExperiments
import ClusterBandit
import Testing

@testable import BanditExplorer

@Suite("Runs that are watched and played")
struct WatchedRunTests {
  private func experiment(_ policy: String, rounds: Int = 60) throws -> Experiment {
    let text = """
      {"study": {"name": "w", "horizon": \(rounds), "replications": 3, "environment": {"kind":
      "bernoulli", "means": [0.2, 0.8, 0.5, 0.4], "clusters": [[0, 1], [2, 3]]},
      "policies": [\(policy)]}, "seed": "5"}
      """
    let request = try JSON.value(StudyRequest.self, Array(text.utf8))
    return try request.experiment(StudyShelf(catalogues: .standard, files: [:]))
  }

  @Test(
    "The pulls are those of a trace, and what is told of arms adds up to what it tells",
    arguments: [
      #"{"kind": "tsc"}"#, #"{"kind": "two-level", "model": "hierarchical"}"#, #"{"kind": "ucb1"}"#,
    ])
  func equality(_ policy: String) throws {
    let experiment = try experiment(policy)
    let problem = try #require(experiment.problems.first)
    let run = try WatchedRun(experiment, policy: nil, replication: 2, rounds: nil)
    #expect(run.rounds.count == 60)
    var known = Dictionary(
      uniqueKeysWithValues: run.initialArms.map { ($0.place, $0) })
    var count = 0
    let trace = try #require(problem.policies[0].trace)
    trace(try experiment.replication(2, of: problem), 60) { pull in
      let round = run.rounds[pull.round - 1]
      #expect(round.arm == pull.arm)
      #expect(round.reward == pull.reward)
      for state in round.arms { known[state.place] = state }
      for (arm, belief) in pull.after.enumerated() {
        #expect(known[arm]?.pulls == belief?.pulls)
        #expect(known[arm]?.mean == belief?.posterior?.mean ?? belief?.mean)
        count += 1
      }
    }
    #expect(count == 240)
  }

  @Test("Of a policy that holds nothing of arms, pulls and averages are told")
  func seen() throws {
    let run = try WatchedRun(
      try experiment(#"{"kind": "random"}"#), policy: nil, replication: 0, rounds: nil)
    #expect(run.initialArms.map(\.pulls) == [0, 0, 0, 0])
    #expect(run.initialArms.allSatisfy { $0.mean == nil })
    var sums: [Int: (pulls: Double, sum: Double)] = [:]
    for round in run.rounds {
      sums[round.arm, default: (0, 0)].pulls += 1
      sums[round.arm, default: (0, 0)].sum += round.reward
      let (n, sum) = sums[round.arm] ?? (0, 0)
      #expect(round.arms.map(\.place) == [round.arm])
      #expect(round.arms.map(\.pulls) == [n] && round.arms.first?.mean == sum / n)
    }
    #expect(sums.count == 4)
  }

  @Test("A cluster's belief under MEAN is that of all its pulls together")
  func clusters() throws {
    let run = try WatchedRun(
      try experiment(#"{"kind": "tsc"}"#), policy: nil, replication: 0, rounds: nil)
    #expect(run.hasClusters)
    #expect(run.initialClusters.map(\.mean) == [0.5, 0.5])
    var sums = [0.0, 0.0]
    var pulls = [0.0, 0.0]
    var count = 0
    for round in run.rounds {
      let cluster = Int(run.clusterOfArm[round.arm])
      sums[cluster] += round.reward
      pulls[cluster] += 1
      #expect(round.clusters.count == 1)
      let state = try #require(round.clusters.first)
      #expect(state.place == cluster)
      #expect(state.pulls == pulls[cluster])
      let mean = (1 + sums[cluster]) / (2 + pulls[cluster])
      #expect(abs((state.mean ?? 0) - mean) < 1e-12)
      count += 1
    }
    #expect(count == 60)
    #expect(
      try WatchedRun(experiment(#"{"kind": "ucb1"}"#), policy: nil, replication: 0, rounds: 9)
        .hasClusters == false)
  }

  @Test("What was compared is told with each round, and what was chosen has the highest score")
  func scores() throws {
    var count = 0
    for policy in [#"{"kind": "tsc"}"#, #"{"kind": "ucbc"}"#, #"{"kind": "ucb1"}"#] {
      let run = try WatchedRun(try experiment(policy), policy: nil, replication: 0, rounds: nil)
      for round in run.rounds {
        let arms = try #require(round.scores.arms)
        guard !arms.values.isEmpty else { continue }
        #expect(arms.values[round.arm - arms.first] == arms.values.max())
        count += 1
      }
    }
    #expect(count > 150)
    let text = JSON.text(
      try WatchedRun(try experiment(#"{"kind": "tsc"}"#), policy: nil, replication: 0, rounds: 1))
    #expect(text.contains(#""scores":{"arms":{"basis":"draw","first":"#))
  }

  @Test("Whether what is held are posteriors or averages is told")
  func posteriors() throws {
    func holds(_ policy: String) throws -> Bool {
      try WatchedRun(try experiment(policy), policy: nil, replication: 0, rounds: nil)
        .hasPosteriors
    }
    #expect(try holds(#"{"kind": "tsc"}"#))
    #expect(try holds(#"{"kind": "thompson"}"#))
    #expect(try holds(#"{"kind": "two-level", "model": "hierarchical"}"#))
    #expect(try !holds(#"{"kind": "ucbc"}"#))
    #expect(try !holds(#"{"kind": "random"}"#))
  }

  @Test("Only a model of dependence moves siblings")
  func siblings() throws {
    func moved(_ policy: String) throws -> Int {
      try WatchedRun(try experiment(policy), policy: nil, replication: 0, rounds: nil)
        .rounds.count { $0.arms.count > 1 }
    }
    #expect(try moved(#"{"kind": "tsc"}"#) == 0)
    #expect(try moved(#"{"kind": "two-level", "model": "hierarchical"}"#) > 50)
  }

  @Test("Who pulls what the policy pulls is paid what it is paid")
  func game() throws {
    let experiment = try experiment(#"{"kind": "thompson"}"#, rounds: 30)
    let run = try WatchedRun(experiment, policy: nil, replication: 1, rounds: nil)
    let arms = run.rounds.map(\.arm)
    let half = try Game(experiment, policy: nil, replication: 1, pulls: Array(arms.prefix(15)))
    #expect(half.player.rewards == run.rounds.prefix(15).map(\.reward))
    #expect(half.policy.arms == Array(arms.prefix(15)))
    #expect(half.truth == nil)
    let whole = try Game(experiment, policy: nil, replication: 1, pulls: arms)
    #expect(whole.player.total == whole.policy.total)
    #expect(whole.truth?.means == run.means)
    #expect(whole.truth?.best == 1)
    let lost = arms.map { (run.means.max() ?? 0) - run.means[$0] }.reduce(0, +)
    #expect(lost > 0)
    #expect(whole.truth?.playerRegret == lost)
    #expect(whole.truth?.policyRegret == lost)
    let best = Array(repeating: 1, count: 30)
    #expect(try Game(experiment, policy: nil, replication: 1, pulls: best).truth?.playerRegret == 0)
    #expect(throws: Refusal.self) {
      try Game(experiment, policy: nil, replication: 1, pulls: arms + [0])
    }
    #expect(throws: Refusal.self) { try Game(experiment, policy: nil, replication: 1, pulls: [4]) }
    #expect(throws: Refusal.self) { try Game(experiment, policy: nil, replication: 1, pulls: [-1]) }
  }

  @Test("Runs that are too long or too wide to be watched are refused")
  func limits() throws {
    let long = try experiment(#"{"kind": "ucb1"}"#, rounds: 5001)
    #expect(throws: Refusal.self) {
      try WatchedRun(long, policy: nil, replication: 0, rounds: nil)
    }
    #expect(throws: Refusal.self) {
      try WatchedRun(long, policy: "none", replication: 0, rounds: 5)
    }
    #expect(throws: Refusal.self) { try Game(long, policy: nil, replication: 0, pulls: []) }
  }
}
