import ClusterBandit
import Foundation
import Randomness
import Testing

@testable import BanditExperiments

@Suite("Aliases")
struct AliasTests {
  /// A reader with a policy and an environment that have more names than one.
  private var reader: PlanReader {
    var reader = PlanReader()
    let shade = Variant("blue", aliases: ["azure"], "a shade")
    reader.catalogues.policies = PolicyCatalogue.standard.adding(
      PolicyFamily(
        name: "idle", aliases: ["lazy"], summary: "the first arm",
        parameters: [
          .defaulted("step", .number(.location), .number(1), "a step").aliased("stride", "gait"),
          .optional("shade", .component([shade]), absent: "none", "a shade"),
        ],
        prepare: { arguments, rewards in
          PreparedPolicy(rewards: rewards) { setting in
            Idle(
              arm: Int(arguments.number("step")),
              isBlue: arguments.optionalVariant("shade")?.name == "blue")
          }
        }))
    reader.catalogues.environments = EnvironmentCatalogue.standard.adding(
      EnvironmentFamily(
        name: "pair", aliases: ["couple"], summary: "two arms", parameters: [],
        make: { _ in
          .success(
            FixedArms(
              BanditInstance(means: [0, 1], clusters: [[0], [1]], rewards: .bernoulli)))
        }))
    return reader
  }

  /// Arm `arm`, if it is blue.
  private struct Idle: Policy {
    let arm: Int
    let isBlue: Bool
    mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
      isBlue ? arm : 0
    }
    mutating func update(arm: Int, reward: Double) {}
  }

  private func read(
    _ policy: String, environment: String = "pair"
  ) throws(InvalidInput) -> Experiment {
    try reader.prepare(
      reader.read(
        Data(
          """
          name: study
          seed: 1
          horizon: 10
          replications: 1
          environment: {kind: \(environment)}
          policies: [\(policy)]
          """.utf8), named: "study", folder: URL(fileURLWithPath: ".")))
  }

  @Test(
    "Kinds, words and keys may be written under another name, and mean the same",
    arguments: [
      "{kind: idle, step: 1, shade: blue}", "{kind: lazy, stride: 1, shade: azure}",
      "{kind: lazy, gait: 1, shade: {kind: azure}}",
    ])
  func meaning(policy: String) throws {
    for environment in ["pair", "couple"] {
      let experiment = try read(policy, environment: environment)
      let result = try experiment.run()
      #expect(result.cells.map { $0.values[.reward] } == [[10]])
    }
  }

  @Test("Two names of one key beside each other are refused")
  func twice() {
    let error = #expect(throws: InvalidInput.self) { try read("{kind: idle, step: 1, gait: 2}") }
    #expect(
      error?.diagnostics.map(\.message) == ["'gait' and 'step' are names of one key"])
  }

  @Test("Hints and listings give the names, and listings the aliases beside them")
  func shown() {
    let error = #expect(throws: InvalidInput.self) { try read("{kind: idle, shade: grey}") }
    #expect(error?.diagnostics.map(\.hint) == ["the possible words are blue"])
    let listing = Listing(ListedKind.policies(reader.catalogues.policies)).text
    #expect(listing.contains("idle\n    the first arm\n    also called lazy\n"))
    #expect(listing.contains("        a step\n        also called stride, gait\n"))
    #expect(listing.contains("shade: blue (or azure) (default: none)"))
    #expect(listing.contains("hierarchical (or exact)"))
    #expect(
      Listing(ListedKind.environments(reader.catalogues.environments)).text
        .contains("    also called couple\n"))
  }

  @Test("The exact model is called hierarchical everywhere, and exact is another name of it")
  func exactModel() throws {
    for kind in ["thompson", "hierarchical-thompson", "two-level"] {
      let family = try #require(PolicyCatalogue.standard[kind])
      let parameter = try #require(family.parameters.first { $0.name == "model" })
      guard case .component(let variants) = parameter.type else {
        Issue.record("model names a component")
        continue
      }
      let model = try #require(variants.first { $0.name == "hierarchical" })
      #expect(model.aliases == ["exact"])
      _ = try read("{kind: \(kind), model: exact}, {kind: \(kind), model: hierarchical}")
    }
  }
}
