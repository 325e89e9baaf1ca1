import Randomness
import Testing

@testable import ClusterBandit

@Suite("Thompson sampling with a model")
struct ModelFlatTests {
  private let binary = problem([[0.25, 0.75], [0.5, 0.625, 0.375]])
  private let normal = problem(
    [[0.25, 0.75], [0.5, 0.625, 0.375]], rewards: .gaussian(standardDeviation: 0.5))

  /// The pulls of `thompson` with a model and those of the policy under its longer name.
  private func pair(
    _ model: Variant, _ values: [String: ParameterValue] = [:], ties: TieBreak,
    is name: String, _ longer: [String: ParameterValue], on instance: BanditInstance
  ) -> (Transcript, Transcript) {
    let ties = ["ties": ParameterValue.word(ties.rawValue)]
    func pulls(_ name: String, _ values: [String: ParameterValue]) -> Transcript {
      transcript(
        prepared(name, values.merging(ties) { $1 }, for: instance), on: instance, horizon: 200)
    }
    return (pulls("thompson", ["model": .part(model, values)]), pulls(name, longer))
  }

  @Test("It is the policy under the longer name, pull by pull", arguments: TieBreak.allCases)
  func longerNames(ties: TieBreak) {
    let cohesion: [String: ParameterValue] = ["cohesion": .numbers([2, 50])]
    let (exact, longExact) = pair(
      ModelEntry.hierarchical.variant, cohesion, ties: ties, is: "hierarchical-thompson",
      ["model": .part(HierarchicalBetaBinomial.variant, cohesion)], on: binary)
    #expect(exact == longExact)
    let (fitted, longFitted) = pair(
      EmpiricalBayes.variant, ties: ties, is: "hierarchical-thompson",
      ["model": .part(EmpiricalBayes.variant)], on: binary)
    #expect(fitted == longFitted && fitted != exact)
    let prior: [String: ParameterValue] = ["prior-mean": .number(0.5)]
    let (hierarchy, longHierarchy) = pair(
      ModelEntry.hierarchical.variant, prior, ties: ties, is: "gaussian-hierarchical-thompson",
      prior, on: normal)
    #expect(hierarchy == longHierarchy)
    for dependence in PriorCase.Dependence.allCases {
      let instance = PriorCase(sizes: [2, 3], dependence: dependence)
        .instance([0.25, 0.75, 0.5, 0.625, 0.375])
      let (known, longKnown) = pair(
        ModelEntry.covariance.variant, ["standard-deviation": .number(2)], ties: ties,
        is: "gaussian-cluster-thompson", ["standard-deviation": .number(2)], on: instance)
      #expect(known == longKnown)
    }
  }

  @Test("Without a model it is the rule of independent arms")
  func independent() {
    let given = prepared(
      "thompson", ["model": .part(ModelCatalogue.independent)], for: binary)
    let plain = prepared("thompson", for: binary)
    #expect(
      transcript(given, on: binary, horizon: 200) == transcript(plain, on: binary, horizon: 200))
    let exact = prepared("thompson", ["model": .part(ModelEntry.hierarchical.variant)], for: binary)
    #expect(
      transcript(exact, on: binary, horizon: 200) != transcript(plain, on: binary, horizon: 200))
    #expect(exact.bytesPerCluster > 0 && plain.bytesPerCluster == 0)
  }

  @Test("What the model takes over or cannot serve is refused")
  func problems() throws {
    let family = try #require(PolicyCatalogue.standard["thompson"])
    func paths(
      _ model: Variant, _ values: [String: ParameterValue] = [:],
      details: [String: ParameterValue] = [:], gaussian: Bool = false, prior: Bool = false
    ) -> [[String]] {
      let all = values.merging(["model": .part(model, details)]) { $1 }
      return family.allProblems(
        Arguments(all, defaultsOf: family.parameters),
        ProblemShape(
          armCount: 4, clusterCount: 2,
          rewards: gaussian ? .gaussian(standardDeviation: 1) : .bernoulli,
          hasGaussianPrior: prior)
      ).map(\.path)
    }
    let (exact, fitted) = (ModelEntry.hierarchical.variant, EmpiricalBayes.variant)
    for model in [exact, fitted] {
      #expect(paths(model) == [])
      #expect(paths(model, ["priors": .priors([.uniform])]) == [["priors"]])
      #expect(paths(model, ["search": .word("sublinear")]) == [["search"]])
      #expect(paths(model, ["search": .word("scan")]) == [])
    }
    #expect(paths(exact, gaussian: true) == [])
    #expect(
      paths(exact, ["standard-deviation": .number(1)], gaussian: true) == [["standard-deviation"]])
    #expect(paths(fitted, gaussian: true) == [["model"]])
    #expect(paths(exact, details: ["cohesion": .numbers([5, 1])]) == [["model", "cohesion"]])
    #expect(paths(exact, details: ["prior-mean": .number(2)]) == [["model", "prior-mean"]])
    #expect(paths(ModelEntry.covariance.variant, gaussian: true) == [["model"]])
    #expect(paths(ModelEntry.covariance.variant, gaussian: true, prior: true) == [])
  }
}
