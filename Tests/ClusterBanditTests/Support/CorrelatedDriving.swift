import LinearAlgebra
import Randomness
import Testing

@testable import ClusterBandit

/// A suite about `correlated-clusters`.
protocol CorrelatedDriving: EnvironmentDriving {}

extension CorrelatedDriving {
  func environment(_ values: [String: ParameterValue] = [:]) throws -> any Environment {
    try environment("correlated-clusters", values)
  }

  func problems(_ values: [String: ParameterValue]) throws -> [ArgumentProblem] {
    try problems("correlated-clusters", values)
  }

  /// A kernel, its defaults filled in.
  func kernel(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) throws -> ParameterValue {
    let family = try #require(EnvironmentCatalogue.standard["correlated-clusters"])
    let parameter = try #require(family.parameters.first { $0.name == "kernel" })
    guard case .component(let variants) = parameter.type else { throw ArgumentProblems([]) }
    let variant = try #require(variants.first { $0.name == name })
    return .part(variant, values)
  }

  func matrix(_ rows: [[Double]]) throws -> ParameterValue {
    try kernel("matrix", ["rows": .vectors(rows)])
  }

  /// Σ_c of every cluster.
  func covariances(_ instance: BanditInstance) throws -> [Matrix] {
    guard case .dense(let matrices)? = instance.prior?.structure else {
      throw ArgumentProblems([])
    }
    return matrices
  }

  func means(_ instance: BanditInstance, _ cluster: Int) -> [Double] {
    instance.clustering.arms(of: cluster).map { instance.means[$0] }
  }

  /// Five arms in two clusters, listed in turn, with two features each.
  var table: ArmFeatures {
    ArmFeatures(
      clusters: ["a", "b", "a", "b", "a"], arms: ["1", "1", "2", "2", "3"], names: ["x", "y"],
      values: [0, 1, 2, 3, 0.5, 1, 2, 2, -1, 0.25])
  }
}
