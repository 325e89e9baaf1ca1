import BanditTesting
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Information-directed sampling under its models")
struct InformationDirectedFamiliesTests {
  private let clustered = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
  private let whole = problem([[0.25, 0.75, 0.5, 0.125, 0.375, 0.625]])

  private func model(_ name: String) -> ParameterValue {
    guard let variant = ModelCatalogue.standard.variants.first(where: { $0.name == name }) else {
      preconditionFailure("no model is called \(name)")
    }
    return .part(variant)
  }

  @Test(
    "Pooled is hierarchical with all arms in one cluster, pull by pull",
    arguments: [
      ("thompson", [:]), ("hierarchical-thompson", [:]), ("v-ids", ["draws": .integer(10)]),
      ("ids", ["draws": .integer(10)]),
    ] as [(String, [String: ParameterValue])])
  func pooled(kind: String, values: [String: ParameterValue]) {
    func arms(_ model: String, _ instance: BanditInstance) -> [Int] {
      let values = values.merging(["model": self.model(model)]) { $1 }
      return transcript(prepared(kind, values, for: instance), on: instance, horizon: 60).arms
    }
    let pooled = arms("pooled", clustered)
    #expect(pooled == arms("hierarchical", whole))
    #expect(pooled != arms("hierarchical", clustered))
  }

  @Test("So it is for Gaussian rewards")
  func pooledGaussian() {
    let rewards = RewardDistribution.gaussian(standardDeviation: 0.5)
    let clustered = problem([[0.25, 0.75], [0.5, 0.125]], rewards: rewards)
    let whole = problem([[0.25, 0.75, 0.5, 0.125]], rewards: rewards)
    func arms(_ kind: String, _ model: String, _ instance: BanditInstance) -> [Int] {
      transcript(
        prepared(kind, ["model": self.model(model)], for: instance), on: instance, horizon: 40
      ).arms
    }
    for kind in ["v-ids", "thompson"] {
      #expect(arms(kind, "pooled", clustered) == arms(kind, "hierarchical", whole))
      #expect(arms(kind, "pooled", clustered) != arms(kind, "hierarchical", clustered))
    }
  }

  // Two arms at Beta(10, 5) and Beta(2, 1) regret the same, and the second tells more: it is
  // pulled. Thompson sampling would pull it with probability .54.
  @Test(
    "Of two arms of equal regret the one that tells more is pulled", arguments: ["ids", "v-ids"])
  func tellsMore(kind: String) throws {
    let instance = problem([[0.5], [0.25]])
    let boxed = try #require(prepared(kind, for: instance).boxed)
    let policy = boxed(replication(of: instance, horizon: 100))
    for reward in [1.0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0] {
      policy.update(arm: 0, reward: reward)
    }
    policy.update(arm: 1, reward: 1)
    var stream = testStream()
    #expect(policy.selectArm(round: 15, using: &stream) == 1)
  }

  @Test("What it cannot stand on is refused with a hint")
  func refusals() {
    let normal = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
    func messages(_ kind: String, _ model: String, _ shape: ProblemShape) -> [String] {
      guard let family = PolicyCatalogue.standard[kind] else { return ["no family"] }
      return family.allProblems(
        Arguments(["model": self.model(model)], defaultsOf: family.parameters), shape
      ).map(\.message)
    }
    #expect(messages("ids", "hierarchical", normal).count == 1)
    #expect(messages("v-ids", "independent", normal).count == 1)
    #expect(messages("v-ids", "empirical-bayes", normal).count == 1)
    #expect(messages("v-ids", "covariance", normal).count == 1)
    #expect(messages("v-ids", "hierarchical", normal).isEmpty)
    let binary = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    #expect(messages("v-ids", "covariance", binary).count == 1)
    #expect(messages("ids", "pooled", binary).isEmpty)
  }

  @Test("Two levels have no use for a model without clusters")
  func twoLevels() throws {
    let family = try #require(PolicyCatalogue.standard["two-level"])
    let model = try #require(family.parameters.first { $0.name == "model" })
    guard case .component(let variants) = model.type else {
      Issue.record("the model is no component")
      return
    }
    #expect(
      variants.map(\.name) == ["independent", "hierarchical", "empirical-bayes", "covariance"])
  }

  // Few draws: contracts play thousands of rounds. With few the best arm soon seems certain, so
  // that exploration is no part of it.
  @Test(
    "It keeps the contract of policies under every model that it may stand on",
    arguments: ["ids", "v-ids"].flatMap { kind in
      let model = PolicyCatalogue.standard[kind]?.parameters.first { $0.name == "model" }
      guard case .component(let variants)? = model?.type else { return [("", "")] }
      return variants.map { (kind, $0.name) }
    })
  func contract(kind: String, name: String) throws {
    let family = try #require(PolicyCatalogue.standard[kind])
    #expect(kind != "ids" || name != "covariance")
    let values: [String: ParameterValue] = ["model": model(name), "draws": .integer(4)]
    let report = PolicyContract(
      family, arguments: [Arguments(values, defaultsOf: family.parameters)],
      waiving: name == "hierarchical" && kind == "v-ids"
        ? [.exploration] : [.exploration, .relabelling]
    ).report()
    #expect(report.violations.isEmpty)
    #expect((report.cases["repeatable"] ?? 0) >= 16)
  }
}
