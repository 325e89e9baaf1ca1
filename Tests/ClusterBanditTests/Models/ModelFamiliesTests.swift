import Randomness
import Testing

@testable import ClusterBandit

@Suite("Families of policies under a dependence model")
struct ModelFamiliesTests {
  private let clustered = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])

  @Test("The catalogue's flat policies are the models that their arguments name")
  func flatFamilies() {
    let horizon = 200
    func played<Model: DependenceModel & ~Copyable>(
      _ instance: BanditInstance, _ model: @escaping @Sendable (PolicySetting) -> Model
    ) -> Transcript {
      let policy = PreparedPolicy(rewards: instance.rewards) { setting in
        ModelThompson(model: model(setting), ties: .uniform, setting: setting)
      }
      return transcript(policy, on: instance, horizon: horizon, test: "flat")
    }
    func catalogued(
      _ name: String, _ values: [String: ParameterValue] = [:], on instance: BanditInstance
    ) -> Transcript {
      transcript(
        prepared(name, values, for: instance), on: instance, horizon: horizon, test: "flat")
    }
    func model(_ cohesion: [Double]) -> @Sendable (PolicySetting) -> HierarchicalBetaBinomial {
      { HierarchicalBetaBinomial(arguments: gridArguments(cohesion), setting: $0) }
    }
    let standard = catalogued("hierarchical-thompson", on: clustered)
    #expect(standard == played(clustered, model([1, 1000])))
    let narrow = catalogued(
      "hierarchical-thompson",
      ["model": .part(HierarchicalBetaBinomial.variant, ["cohesion": .numbers([2, 3])])],
      on: clustered
    )
    #expect(narrow == played(clustered, model([2, 3])) && narrow != standard)
    let fitted = catalogued(
      "hierarchical-thompson", ["model": .part(EmpiricalBayes.variant)], on: clustered)
    #expect(
      fitted == played(clustered) { EmpiricalBayes(arguments: Arguments(), setting: $0) })
    #expect(fitted != standard)
    let normal = problem([[0.25, 0.75], [0.5]], rewards: .gaussian(standardDeviation: 0.5))
    let values: [String: ParameterValue] = [
      "prior-mean": .number(1), "prior-standard-deviation": .number(2),
      "arm-standard-deviation": .number(0.25),
    ]
    #expect(
      catalogued("gaussian-hierarchical-thompson", values, on: normal)
        == played(normal) {
          GaussianHierarchy(
            arguments: Arguments(values, defaultsOf: GaussianHierarchy.variant.parameters),
            setting: $0)
        })
  }

  @Test(
    "With one cluster and an idle outer rule the joint inner draw is the flat policy",
    arguments: [ModelEntry.hierarchical.variant, EmpiricalBayes.variant].map(\.name))
  func oneCluster(model: String) {
    let instance = BanditInstance(
      means: [0.25, 0.75, 0.5, 0.625, 0.375], clustering: .whole(5), rewards: .bernoulli)
    let isExact = model == ModelEntry.hierarchical.variant.name
    let flat = prepared(
      "hierarchical-thompson",
      ["model": .part(isExact ? HierarchicalBetaBinomial.variant : EmpiricalBayes.variant)],
      for: instance)
    for strategy in [MeanStrategy.variant, MaxStrategy.variant] {
      let twoLevel = prepared(
        "two-level",
        [
          "model": .part(isExact ? ModelEntry.hierarchical.variant : EmpiricalBayes.variant),
          "strategy": .part(strategy),
          "outer": RuleCase(UpperConfidenceBound.ucb1, ties: .first).part,
        ], for: instance)
      #expect(
        transcript(twoLevel, on: instance, horizon: 300)
          == transcript(flat, on: instance, horizon: 300))
    }
  }

  /// The paths of what is wrong with a policy's arguments.
  private func paths(
    _ name: String, _ values: [String: ParameterValue] = [:], gaussian: Bool = false
  ) throws -> [[String]] {
    let family = try #require(PolicyCatalogue.standard[name])
    let shape = ProblemShape(
      armCount: 4, clusterCount: 2,
      rewards: gaussian ? .gaussian(standardDeviation: 1) : .bernoulli)
    let problems = family.problems(Arguments(values, defaultsOf: family.parameters), shape)
    #expect(problems.allSatisfy { !$0.hint.isEmpty && !$0.message.isEmpty })
    return problems.map(\.path)
  }

  @Test("Flat policies refuse the other rewards and a range that runs backwards")
  func flatProblems() throws {
    #expect(try paths("hierarchical-thompson") == [])
    #expect(try paths("hierarchical-thompson", gaussian: true) == [[]])
    #expect(try paths("gaussian-hierarchical-thompson") == [[]])
    #expect(try paths("gaussian-hierarchical-thompson", gaussian: true) == [])
    let backwards = ParameterValue.part(
      HierarchicalBetaBinomial.variant, ["cohesion": .numbers([5, 1])])
    #expect(try paths("hierarchical-thompson", ["model": backwards]) == [["model", "cohesion"]])
    let point = ParameterValue.part(
      HierarchicalBetaBinomial.variant, ["cohesion": .numbers([5, 5])])
    #expect(try paths("hierarchical-thompson", ["model": point]) == [])
  }

  @Test("A two-level policy under a model refuses what the model takes over or cannot serve")
  func twoLevelProblems() throws {
    let exact = ParameterValue.part(ModelEntry.hierarchical.variant)
    let fitted = ParameterValue.part(EmpiricalBayes.variant)
    func two(_ values: [String: ParameterValue], gaussian: Bool = false) throws -> [[String]] {
      try paths("two-level", values, gaussian: gaussian)
    }
    #expect(try two(["model": exact]) == [])
    #expect(try two(["model": exact], gaussian: true) == [])
    #expect(try two(["model": fitted]) == [])
    #expect(try two(["model": fitted], gaussian: true) == [["model"]])
    #expect(
      try two(["model": .part(ModelEntry.hierarchical.variant, ["cohesion": .numbers([5, 1])])])
        == [["model", "cohesion"]])
    // The maximum of normal arms has no closed form.
    let pmax = ParameterValue.variant("pmax", Arguments())
    #expect(try two(["model": exact, "strategy": pmax], gaussian: true) == [["strategy"]])
    for model in [exact, fitted] {
      #expect(
        try two([
          "model": model, "strategy": .part(MeanStrategy.variant, ["prior": .numbers([2, 1])]),
        ]) == [["strategy", "prior"]])
      #expect(
        try two([
          "model": model, "strategy": .part(MaxStrategy.variant, ["plus-one": .flag(true)]),
        ]) == [["strategy", "plus-one"]])
      for level in ["outer", "inner"] {
        let priors = ParameterValue.part(BetaThompson.variant, ["priors": .priors([.uniform])])
        #expect(try two(["model": model, level: priors]) == [[level, "priors"]])
        let prior = ParameterValue.part(
          UpperConfidenceBound.ucb1, ["prior": .numbers([1, 1]), "initial-count": .number(1)])
        #expect(try two(["model": model, level: prior]) == [[level, "prior"]])
      }
    }
    for (name, level) in [("prior-mean", "inner"), ("standard-deviation", "outer")] {
      let given = ParameterValue.part(BetaThompson.variant, [name: .number(1)])
      #expect(try two(["model": exact, level: given], gaussian: true) == [[level, name]])
    }
  }

  @Test("What a policy keeps of each cluster is stated for the grid alone")
  func bytes() {
    let exact = ParameterValue.part(ModelEntry.hierarchical.variant)
    let grid = [
      prepared("hierarchical-thompson", for: clustered),
      prepared("two-level", ["model": exact], for: clustered),
    ]
    // 512 weights, three sums for each of 16 cohesions, a total and some change.
    #expect(grid.allSatisfy { $0.bytesPerCluster == 8 * (512 + 48 + 8) })
    let others = [
      prepared("two-level", for: clustered),
      prepared("two-level", ["model": .part(EmpiricalBayes.variant)], for: clustered),
      prepared(
        "hierarchical-thompson", ["model": .part(EmpiricalBayes.variant)], for: clustered),
    ]
    #expect(others.allSatisfy { $0.bytesPerCluster == 0 })
  }
}
