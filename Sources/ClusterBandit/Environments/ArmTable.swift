/// A table of Bernoulli arms: names of clusters and arms, and a mean for each arm.
///
/// Arms are laid out cluster by cluster, clusters in the order of their first row, arms in the
/// order of their rows.
public struct ArmTable: Sendable, Equatable {
  /// The name of each row's cluster.
  public let clusters: [String]
  /// The name of each row's arm.
  public let arms: [String]
  /// Each row's success probability.
  public let means: [Double]

  /// A table from its columns, of equal length and with at least one row.
  public init(clusters: [String], arms: [String], means: [Double]) {
    demand(
      clusters.count == arms.count && arms.count == means.count && !means.isEmpty,
      "the columns of a table must have the same length")
    self.clusters = clusters
    self.arms = arms
    self.means = means
  }

  /// The table's instance.
  ///
  /// O(N).
  public func instance() -> BanditInstance {
    let clustering = Clustering(namesByRow: clusters)
    return BanditInstance(
      means: means, clustering: clustering, rewards: .bernoulli,
      names: ArmNames(clustering, clustersByRow: clusters, armsByRow: arms))
  }

  /// `table`: the arms of a CSV file.
  static let family = EnvironmentFamily(
    name: "table", aliases: ["csv"],
    summary: "0/1 rewards with the probabilities of a CSV file, for real data",
    parameters: [
      .required(
        "file", .table,
        "a CSV file with columns cluster, arm, theta, relative to the experiment's folder")
    ],
    make: { arguments in .success(FixedArms(arguments.table("file").instance())) })
}
