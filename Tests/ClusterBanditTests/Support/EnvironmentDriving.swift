import Randomness
import Testing

@testable import ClusterBandit

/// A suite that draws instances from environments of the catalogue.
protocol EnvironmentDriving {}

extension EnvironmentDriving {
  /// What a family makes of these values, its defaults filled in.
  func made(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) throws -> Result<any Environment, ArgumentProblems> {
    let family = try #require(EnvironmentCatalogue.standard[name])
    return family.make(Arguments(values, defaultsOf: family.parameters))
  }

  func environment(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) throws -> any Environment {
    try made(name, values).get()
  }

  func problems(
    _ name: String, _ values: [String: ParameterValue]
  ) throws -> [ArgumentProblem] {
    switch try made(name, values) {
    case .success: []
    case .failure(let error): error.problems
    }
  }

  /// The paths of what is wrong.
  func paths(_ name: String, _ values: [String: ParameterValue]) throws -> [[String]] {
    try problems(name, values).map(\.path)
  }

  func integers(_ values: [String: Int]) -> [String: ParameterValue] {
    values.mapValues { .integer($0) }
  }

  /// The means of an instance, cluster by cluster.
  func clusters(_ instance: BanditInstance) -> [[Double]] {
    (0..<instance.clustering.clusterCount).map { cluster in
      instance.clustering.arms(of: cluster).map { instance.means[$0] }
    }
  }

  /// The vectors of an instance, cluster by cluster.
  func vectors(_ instance: BanditInstance) throws -> [[[Double]]] {
    let model = try #require(instance.contextual)
    return (0..<instance.clustering.clusterCount).map { cluster in
      instance.clustering.arms(of: cluster).map { arm in
        (0..<model.dimension).map { model.parameters[arm * model.dimension + $0] }
      }
    }
  }

  /// The tree, also where it is the clustering.
  func tree(_ instance: BanditInstance) -> Hierarchy {
    instance.hierarchy ?? Hierarchy(instance.clustering)
  }
}
