import Foundation
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("shared-parameter")
struct SharedParameterClustersTests: EnvironmentDriving {
  private func function(
    _ kind: String = "logistic", _ intercepts: [Double] = [0, -0.5, 0.5],
    _ slopes: [Double] = [1, 0.5, -1]
  ) -> ParameterValue {
    .variant(kind, Arguments(["intercepts": .numbers(intercepts), "slopes": .numbers(slopes)]))
  }

  private func points(_ grid: [Double], _ values: [[Double]]) -> ParameterValue {
    .variant("points", Arguments(["grid": .numbers(grid), "values": .vectors(values)]))
  }

  private func parameter(
    _ kind: String, _ values: [Double], weights: [Double]? = nil
  ) -> ParameterValue {
    var arguments: [String: ParameterValue] = ["values": .numbers(values)]
    if let weights { arguments["weights"] = .numbers(weights) }
    return .variant(kind, Arguments(arguments))
  }

  @Test("The arms of a cluster have one parameter, clusters have parameters of their own")
  func oneParameter() throws {
    let environment = try environment(
      "shared-parameter",
      ["function": function(), "clusters": .integer(4), "range": .numbers([-2, 1])])
    #expect(environment.shape.armCount == 12 && environment.shape.clusterCount == 4)
    var stream = testStream()
    var parameters: [Double] = []
    for _ in 0..<500 {
      for means in clusters(environment.drawInstance(using: &stream)) {
        let phi = log(means[0] / (1 - means[0]))
        #expect(abs(means[1] - 1 / (1 + exp(0.5 - 0.5 * phi))) < 1e-12)
        #expect(abs(means[2] - 1 / (1 + exp(phi - 0.5))) < 1e-12)
        parameters.append(phi)
      }
    }
    // 2000 draws: a distance of 0.13 to the law is missed once in a million.
    let verdict = Verdict.kolmogorovSmirnov(parameters.map { ($0 + 2) / 3 }, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Given parameters make a fixed instance; lines and points have their own ranges")
  func fixed() throws {
    let linear = try environment(
      "shared-parameter",
      [
        "function": function("linear", [0.1, 1], [0.9, -1]), "clusters": .integer(2),
        "parameter": parameter("given", [0, 0.5]),
      ])
    var stream = testStream()
    #expect(linear.isFixed)
    let means = clusters(linear.drawInstance(using: &stream))
    #expect(means == [[0.1, 1], [0.55, 0.5]] && stream == testStream())
    let table = try environment(
      "shared-parameter",
      [
        "function": points([0, 1], [[0, 1], [0.1, 0.7]]), "clusters": .integer(3),
        "parameter": parameter("among", [0, 1], weights: [0.85, 0.15]),
      ])
    #expect(!table.isFixed)
    var seen: Set<[Double]> = []
    for _ in 0..<100 { seen.formUnion(clusters(table.drawInstance(using: &stream))) }
    #expect(seen == [[0, 0.1], [1, 0.7]])
  }

  @Test("A file's columns are the points, and its clusters may have functions of their own")
  func file() throws {
    let file = ArmFeatures(
      clusters: ["b", "a", "b"], arms: ["x", "y", "z"], names: ["-1", "0", "3"],
      values: [0, 0.5, 1, 0.25, 0.25, 0.25, 1, 0.5, 0.25])
    let environment = try environment(
      "shared-parameter",
      [
        "function": .variant("table", Arguments(["file": .features(file)])),
        "parameter": parameter("given", [-0.5, 1.5]),
      ])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    #expect(clusters(instance) == [[0.25, 0.75], [0.25]])
    #expect(instance.names?.arms == ["x", "z", "y"] && instance.names?.clusters == ["b", "a"])
    #expect(environment.shape.sharedParameter?.copies == 1)
  }

  @Test("Permuted labels keep the functions, which then speak of other arms")
  func permuted() throws {
    let environment = try environment(
      "shared-parameter", ["function": function(), "clusters": .integer(5)])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    let control = instance.permutingLabels(using: &stream)
    #expect(control.sharedParameter == instance.sharedParameter && control.sharedParameter != nil)
    #expect(control.means.array != instance.means.array)
    #expect(control.means.array.sorted() == instance.means.array.sorted())
  }

  @Test("Arguments that cannot hold are named")
  func mistakes() throws {
    let logistic = function()
    let cases: [([String: ParameterValue], [String])] = [
      (["function": function("logistic", [0, 1], [1])], ["function", "slopes"]),
      (["function": function("linear", [0, 0.5], [1, 0.75])], ["function", "slopes", "1"]),
      (
        ["function": function("linear", [0.5], [0.1]), "range": .numbers([-6, 1])],
        ["function", "slopes", "0"]
      ),
      (["function": logistic, "range": .numbers([1, 1])], ["range"]),
      (["function": logistic, "clusters": .integer(armLimit)], ["clusters"]),
      (["function": points([0], [[0.5]])], ["function", "grid"]),
      (["function": points([0, 1, 1], [[0, 0, 0]])], ["function", "grid"]),
      (["function": points([0, 1], [[0, 1], [0.5]])], ["function", "values", "1"]),
      (["function": points([0, 1], [[0, 1]]), "range": .numbers([0, 1])], ["range"]),
      (
        ["function": logistic, "clusters": .integer(2), "parameter": parameter("given", [1])],
        ["parameter", "values"]
      ),
      (
        ["function": logistic, "parameter": parameter("among", [1, 5])],
        ["parameter", "values", "1"]
      ),
      (
        ["function": logistic, "parameter": parameter("among", [1, 2], weights: [1])],
        ["parameter", "weights"]
      ),
      (
        ["function": logistic, "parameter": parameter("among", [1, 2], weights: [0, 0])],
        ["parameter", "weights"]
      ),
    ]
    for (values, path) in cases { #expect(try paths("shared-parameter", values) == [path]) }
    func file(_ names: [String], _ values: [Double]) -> ParameterValue {
      .variant(
        "table",
        Arguments([
          "file": .features(
            ArmFeatures(clusters: ["a"], arms: ["x"], names: names, values: values))
        ]))
    }
    for (names, values) in [
      (["0", "one"], [0.0, 1]), (["1", "0"], [0, 1]), (["0", "1"], [0, 2]),
    ] {
      #expect(
        try paths("shared-parameter", ["function": file(names, values)]) == [["function", "file"]])
    }
    #expect(
      try paths(
        "shared-parameter", ["function": file(["0", "1"], [0, 1]), "clusters": .integer(1)])
        == [["clusters"]])
    #expect(
      try problems("shared-parameter", ["function": function("linear", [0, 0.5], [1, 0.75])])
        .map(\.message) == ["arm 1 has the mean 1.25 at φ = 1.0"])
  }
}
