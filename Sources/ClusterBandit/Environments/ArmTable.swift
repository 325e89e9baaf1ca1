/// A table of arms: names of clusters and arms, and a mean for each arm.
///
/// Rewards are 0 or 1, or normal where there are standard deviations. If those differ, every arm
/// pays with its own, and policies that know a standard deviation are told the largest.
///
/// Arms are laid out cluster by cluster, clusters in the order of their first row, arms in the
/// order of their rows.
public struct ArmTable: Sendable, Equatable {
  /// The name of each row's cluster.
  public let clusters: [String]
  /// The name of each row's arm.
  public let arms: [String]
  /// Each row's mean, the success probability of 0/1 rewards.
  public let means: [Double]
  /// Each row's standard deviation; nil where rewards are 0 or 1.
  public let standardDeviations: [Double]?

  /// A table from its columns, of equal length and with at least one row.
  public init(
    clusters: [String], arms: [String], means: [Double], standardDeviations: [Double]? = nil
  ) {
    demand(
      clusters.count == arms.count && arms.count == means.count && !means.isEmpty
        && (standardDeviations.map { $0.count == means.count } ?? true),
      "the columns of a table must have the same length")
    self.clusters = clusters
    self.arms = arms
    self.means = means
    self.standardDeviations = standardDeviations
  }

  /// The table's instance.
  ///
  /// O(N).
  public func instance() -> BanditInstance {
    let clustering = Clustering(namesByRow: clusters)
    let names = ArmNames(clustering, clustersByRow: clusters, armsByRow: arms)
    guard let deviations = standardDeviations, let largest = deviations.max() else {
      return BanditInstance(
        means: means, clustering: clustering, rewards: .bernoulli, names: names)
    }
    let isOne = deviations.allSatisfy { $0 == largest }
    return BanditInstance(
      laidOut: clustering.laidOut(means), clustering: clustering,
      rewards: .gaussian(standardDeviation: largest), names: names,
      ownRewards: isOne ? nil : .deviations(clustering.laidOut(deviations)), mortality: nil)
  }

  /// `table`: the arms of a CSV file.
  static let family = EnvironmentFamily(
    name: "table", aliases: ["csv"],
    summary: "0/1 or normal rewards with the means of a CSV file, for real data",
    parameters: [
      .required(
        "file", .table,
        "a CSV file, relative to the experiment's folder, with columns cluster, arm and theta for "
          + "0/1 rewards, or cluster, arm, mean and standard-deviation for normal ones")
    ],
    make: { arguments in .success(FixedArms(arguments.table("file").instance())) })
}
