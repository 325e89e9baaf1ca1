import Randomness
import Testing

@testable import ClusterBandit

@Suite("Families of two-level policies")
struct TwoLevelFamiliesTests {
  @Test("The presets are the two-level policies that their names stand for")
  func presets() {
    let instance = problem([[0.25, 0.75], [0.5], [0.125, 0.375, 0.625]])
    let pairs: [(String, [String: ParameterValue], [String: ParameterValue])] = [
      ("tsc", [:], [:]),
      ("ts-max", [:], ["strategy": .part(MaxStrategy.variant)]),
      (
        "ts-max", ["plus-one": .flag(true), "prior": .numbers([2, 1])],
        [
          "strategy": .part(
            MaxStrategy.variant, ["plus-one": .flag(true), "prior": .numbers([2, 1])])
        ]
      ),
      (
        "ucbc", [:],
        ["outer": .part(UpperConfidenceBound.ucb1), "inner": .part(UpperConfidenceBound.ucb1)]
      ),
      (
        "ucbc", ["strategy": .part(MaxStrategy.variant)],
        [
          "strategy": .part(MaxStrategy.variant), "outer": .part(UpperConfidenceBound.ucb1),
          "inner": .part(UpperConfidenceBound.ucb1),
        ]
      ),
      (
        "ucbc", ["strategy": .part(MaxStrategy.variant), "counts-from-one": .flag(true)],
        [
          "strategy": .part(MaxStrategy.variant),
          "outer": .part(UpperConfidenceBound.ucb1, ["initial-count": .number(1)]),
          "inner": .part(
            UpperConfidenceBound.ucb1, ["initial-count": .number(1), "prior": .numbers([1, 1])]),
        ]
      ),
    ]
    for (name, values, twoLevel) in pairs {
      let preset = transcript(prepared(name, values, for: instance), on: instance, horizon: 300)
      let spelledOut = transcript(
        prepared("two-level", twoLevel, for: instance), on: instance, horizon: 300)
      #expect(preset == spelledOut, "\(name) \(values)")
    }
  }

  @Test("Gaussian rewards are played, an empty prior under Thompson sampling is refused")
  func problems() throws {
    let normal = ProblemShape(
      armCount: 4, clusterCount: 2, rewards: .gaussian(standardDeviation: 1))
    let binary = ProblemShape(armCount: 4, clusterCount: 2, rewards: .bernoulli)
    for name in ["two-level", "tsc", "ts-max", "ucbc"] {
      let family = try #require(PolicyCatalogue.standard[name])
      let defaults = Arguments(defaultsOf: family.parameters)
      #expect(family.problems(defaults, normal) == [])
      #expect(family.problems(defaults, binary) == [])
    }
    let family = try #require(PolicyCatalogue.standard["two-level"])
    func paths(_ values: [String: ParameterValue]) -> [[String]] {
      family.problems(Arguments(values, defaultsOf: family.parameters), binary).map(\.path)
    }
    let none = ParameterValue.part(MeanStrategy.variant, ["prior": .numbers([0, 0])])
    let half = ParameterValue.part(MeanStrategy.variant, ["prior": .numbers([1, 0])])
    let ucb1 = ParameterValue.part(UpperConfidenceBound.ucb1)
    #expect(paths(["strategy": none]) == [["strategy", "prior"]])
    #expect(paths(["strategy": half]) == [["strategy", "prior"]])
    #expect(paths(["strategy": none, "outer": ucb1]) == [])
    let priors = ParameterValue.part(
      BetaThompson.variant, ["prior": .priors([.uniform, .uniform, .uniform])])
    #expect(paths(["inner": priors]) == [["inner", "prior"]])
    #expect(paths(["outer": priors]) == [["outer", "prior"]])
  }
}
