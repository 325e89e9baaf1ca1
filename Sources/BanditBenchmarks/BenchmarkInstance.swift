import ClusterBandit
import Randomness

/// The problems that benchmarks are played on.
enum BenchmarkInstance {
  /// Bernoulli arms in clusters of even sizes, with fixed means in [0.1, 0.9] that look random.
  static func spread(arms: Int, clusters: Int) -> BanditInstance {
    BanditInstance(
      means: (0..<arms).map { 0.1 + 0.8 * spread($0) },
      clustering: Clustering(
        sizes: Clustering.evenSizes(armCount: arms, clusterCount: clusters)), rewards: .bernoulli)
  }

  /// The splitmix64 finaliser of the arm's number, in [0, 1).
  private static func spread(_ arm: Int) -> Double {
    var z = UInt64(arm + 12345) &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  /// One instance of an environment of the catalogue.
  static func drawn(_ kind: String, _ values: [String: ParameterValue] = [:]) -> BanditInstance {
    guard let family = EnvironmentCatalogue.standard[kind],
      case .success(let environment) = family.make(
        Arguments(values, defaultsOf: family.parameters))
    else { preconditionFailure("the benchmark names an environment of the catalogue") }
    var stream = SeedTree(root: 1).stream(replication: 0, role: .instance)
    return environment.drawInstance(using: &stream)
  }

  /// Clusters of ten arms whose log-odds are lines in a parameter of the cluster.
  static func sharing(clusters: Int) -> BanditInstance {
    let slopes = (0..<10).map { Double($0) / 4.5 - 1 }
    let function = ParameterValue.variant(
      "logistic",
      Arguments(["intercepts": .numbers(slopes.map { -$0 * $0 }), "slopes": .numbers(slopes)]))
    return drawn(
      "shared-parameter",
      ["function": function, "clusters": .integer(clusters), "range": .numbers([-2, 2])])
  }

  /// A policy of the catalogue.
  static func policy(
    _ kind: String, _ values: [String: ParameterValue] = [:], for instance: BanditInstance
  ) -> PreparedPolicy {
    guard let family = PolicyCatalogue.standard[kind] else {
      preconditionFailure("the benchmark names a policy of the catalogue")
    }
    return family.prepare(Arguments(values, defaultsOf: family.parameters), instance.rewards)
  }
}
