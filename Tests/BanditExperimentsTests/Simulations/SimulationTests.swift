import ClusterBandit
import Foundation
import Randomness
import Testing

@testable import BanditExperiments

/// A policy of a user's own.
private struct RoundRobin: Policy {
  let armCount: Int
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    (round - 1) % armCount
  }
  mutating func update(arm: Int, reward: Double) {}
}

@Suite("Simulations without a file")
struct SimulationTests {
  static let means = [0.9, 0.1, 0.8, 0.2]
  static let clusters = [[0, 2], [1, 3]]

  static func simulation(_ policies: [Simulation.Policy]) -> Simulation {
    Simulation(
      .bernoulli(means: means, clusters: clusters), policies: policies, horizon: 200,
      replications: 120, seed: 7)
  }

  static let twin = """
    name: simulation
    seed: 7
    horizon: 200
    replications: 120
    environment: {kind: bernoulli, means: [0.9, 0.1, 0.8, 0.2], clusters: [[0, 2], [1, 3]]}
    policies:
      - {label: ucb, kind: ucb, c: 0.5}
      - {label: tsc, kind: tsc}
      - label: two-level
        kind: two-level
        strategy: {kind: max, observed-only: true}
        outer: {kind: ucb, c: {schedule: inverse-log}}
        inner: ucb1-tuned
    """

  static let policies: [Simulation.Policy] = [
    .ucb(c: 0.5), .tsc(),
    .twoLevel(
      strategy: PolicyPart("max", ["observed-only": true]),
      outer: PolicyPart("ucb", ["c": ["schedule": "inverse-log"]]), inner: "ucb1-tuned"),
  ]

  @Test("A simulation has the numbers of the experiment file of its seed")
  func file() throws {
    let mine = try SimulationTests.simulation(SimulationTests.policies).run()
    let theirs = try read(SimulationTests.twin).run()
    #expect(mine.cells == theirs.cells)
    #expect(mine.cells.map(\.policy) == ["ucb", "tsc", "two-level"])
    #expect(mine.cells[0].replications == 120)
  }

  @Test("An instance means the arms and clusters that its numbers say")
  func instance() throws {
    let instance = BanditInstance(
      means: SimulationTests.means, clustering: Clustering(partition: SimulationTests.clusters),
      rewards: .bernoulli)
    let simulation = Simulation(
      instance, policies: SimulationTests.policies, horizon: 200, replications: 120, seed: 7)
    let played = try simulation.experiment().problems[0].environment
    var stream = SeedTree(root: 7).stream(replication: 0, role: .instance)
    let again = played.drawInstance(using: &stream)
    #expect(again.clustering.sizes == [2, 2])
    #expect(again.clustering.listed == instance.clustering.listed)
    #expect((0..<4).map { again.means[$0] } == (0..<4).map { instance.means[$0] })
  }

  @Test("A policy of one's own plays beside the library's, under its own label")
  func custom() throws {
    let result = try SimulationTests.simulation([
      .tsc(), .custom("mine") { RoundRobin(armCount: $0.armCount) },
      Simulation.Policy.tsc().labeled("again"),
    ]).run(jobs: 2)
    // Four arms in turn lose 0.8 + 0.1 + 0.7 in four rounds.
    #expect((result.regret("mine").mean - 50 * 1.6).magnitude < 1e-9)
    #expect(result.regret("mine").standardError.map { $0 < 1e-9 } == true)
    #expect(result.regret("again") == result.regret("tsc"))
    let difference = result.compare("mine", with: "tsc")
    #expect(difference.replications == 120)
    #expect(
      (difference.mean - (result.regret("mine").mean - result.regret("tsc").mean)).magnitude < 1e-9)
    #expect(
      difference.interval.map { $0.low <= difference.mean && difference.mean <= $0.high } == true)
    #expect(result.compare("tsc", with: "again").ties == 120)
    #expect(result.metric(.reward, of: "tsc").mean > result.metric(.reward, of: "mine").mean)
  }

  @Test("Every policy of the catalogue has a call of its own")
  func calls() throws {
    let calls: [Simulation.Policy] = [
      .random(), .oracle(), .epsilonGreedy(epsilon: 0.1), .ucb(), .ucb1(), .ucbAsPrinted(),
      .ucb1Tuned(), .klUCB(), .bayesUCB(), .thompson(priors: [.uniform]), .twoLevel(), .tsc(),
      .tsMax(), .ucbc(), .hierarchicalThompson(), .gaussianHierarchicalThompson(),
      .gaussianClusterThompson(), .gaussianClusterUCB(), .clusUCB(width: 0.1), .ucbD(), .hts(),
      .uct(),
      .linTS(), .linUCB(), .linTSC(), .linUCBC(), .imed(), .moss(), .exploreThenCommit(pulls: 5),
      .boltzmann(temperature: 0.1), .boltzmannGumbel(), .knowledgeGradient(), .topTwoThompson(),
      .exp3IX(), .tsallisINF(), .ids(draws: 10), .vIDS(model: "pooled"), .bayesOptimal(),
      .mixture(), .metaUCB(["tsc", "thompson"]), .metaThompson(["ucbc"], share: false),
      .sequentialHalving(), .clusterHalving(value: "max"),
      .d3RB(["tsc", "ucb1"]), .ed2RB(["tsc", "ts-max", "thompson"]),
      .gittins(discount: 0.9), .optimisticGittins(discount: 0.9),
      .clusterGittins(discount: 0.9),
    ]
    #expect(
      Set(calls.map(\.component.kind)) == Set(PolicyCatalogue.standard.families.map(\.name)))
    // What each says is what its family understands.
    var checked = 0
    for call in calls {
      let family = try #require(PolicyCatalogue.standard[call.component.kind])
      let known = Set(family.parameters.map(\.name))
      #expect(Set(call.component.arguments.keys).isSubset(of: known), "\(call.label)")
      checked += 1
    }
    #expect(checked == 48)
  }

  @Test("Environments of kinds, normal arms, one's own and permuted ones are played")
  func environments() throws {
    struct Coin: ClusterBandit.Environment {
      let shape = ProblemShape(armCount: 2, clusterCount: 1, rewards: .bernoulli)
      func drawInstance(using stream: inout RandomStream) -> BanditInstance {
        BanditInstance(
          means: [stream.nextUnit(), 0.5], clustering: .whole(2), rewards: .bernoulli)
      }
    }
    let environments: [Simulation.Environment] = [
      .kind("needle", ["arms": 12, "clusters": 3]),
      .gaussian(means: [0, 1], standardDeviation: 2), .custom("coin", Coin()),
      Simulation.Environment.kind("beta-clusters", ["arms": 9, "clusters": 3, "cohesion": 5])
        .permuted,
    ]
    let labels = try environments.map { environment in
      let result = try Simulation(
        environment, policies: [.random(), .ucb1()], horizon: 30, replications: 3
      ).run()
      #expect(result.cells.count == 2)
      return result.environments
    }
    #expect(labels == [["needle"], ["gaussian"], ["coin"], ["beta-clusters, permuted"]])
  }

  @Test("What is wrong with a simulation is said before it runs, all of it")
  func mistakes() {
    let wrong = Simulation(
      .bernoulli(means: [0.5, 0.6]), policies: [.ucb(), .ucb(), .clusUCB(width: -1)], horizon: 0)
    let error = #expect(throws: InvalidInput.self) { try wrong.run() }
    #expect(
      error?.diagnostics.map(\.keyPath) == ["problems[0].horizon", "problems[0].policies[1]"])
    let unknown = Simulation(
      .bernoulli(means: [0.5, 1.6]), policies: [.kind("tompson")], horizon: 10)
    let other = #expect(throws: InvalidInput.self) { try unknown.run() }
    #expect(
      other?.diagnostics.contains { $0.keyPath == "problems[0].environment.means[1]" } == true)
  }

  @Test("One's own policy under the name of another kind is told before it plays in its place")
  func collision() {
    struct First: ClusterBandit.Policy {
      mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { 0 }
      mutating func update(arm: Int, reward: Double) {}
    }
    let both = Simulation(
      .bernoulli(means: [0.5, 0.6]),
      policies: [.tsc().labeled("theirs"), .custom("tsc") { _ in First() }], horizon: 10)
    let error = #expect(throws: InvalidInput.self) { try both.run() }
    #expect(
      error?.description
        == "simulation:1:1: error: two policies are of the kind 'tsc', and one of them is your own at "
        + "'policies'; give .custom another name; .labeled(\"…\") says what tables call it")
  }

  @Test("A plan built in code reads back from its own YAML")
  func plan() throws {
    let plan = SimulationTests.simulation(SimulationTests.policies).plan
    let written = try readPlan(plan.yaml)
    let again = try readPlan(written.yaml)
    #expect(written == again)
    #expect(try Experiment(plan).run().cells == Experiment(written).run().cells)
  }
}
