public import Randomness

/// `replay`: the rewards of a log, row by row.
///
/// Round t plays row t of the replication's order, and the chosen arm pays what its column holds
/// there: all policies of a replication meet the same rows. With `orders: shuffled` every
/// replication deals the rows in an order of its own, with `as-logged` all of them play the order
/// of the file, and only the policies' own draws differ. The horizon is at most the number of rows.
///
/// An arm's mean is that of its column over the rows that are played, so the oracle pulls the
/// column with the largest total, and the realised regret is what was lost against it. A log of
/// zeros and ones is a problem with 0/1 rewards; of other numbers policies that know a standard
/// deviation are told that of all rewards about their columns' means.
///
/// Draws one index for each row but one if orders are shuffled, else nothing. O(rows + T N).
public struct Replay: Environment {
  /// N, K and what kind of rewards they are.
  public let shape: ProblemShape
  private let log: RewardLog
  private let clustering: Clustering
  private let isShuffled: Bool

  /// Name, parameters and checks.
  public static let family = EnvironmentFamily(
    name: "replay", summary: "logged rewards, row by row: a CSV file with a column for each arm",
    parameters: [
      .required(
        "file", .log,
        "a CSV file with a row for each round and a column of rewards for each arm, named in its "
          + "first line"),
      FixedArms.clusters,
      .defaulted(
        "orders", .choice(["shuffled", "as-logged"]), .word("shuffled"),
        "the order of the rows: another one in each replication, or that of the file in all"),
    ],
    make: { arguments in
      let log = arguments.log("file")
      let clusters = arguments.partition("clusters")
      let problems = clusters.map { Clustering.problems(in: $0, armCount: log.columnCount) } ?? []
      guard problems.isEmpty else {
        return .failure(
          ArgumentProblems(problems.map { FixedArms.describe($0, armCount: log.columnCount) }))
      }
      return .success(
        Replay(
          log,
          clustering: clusters.map { Clustering(partition: $0) } ?? .singletons(log.columnCount),
          isShuffled: arguments.word("orders") == "shuffled"))
    })

  init(_ log: RewardLog, clustering: Clustering, isShuffled: Bool) {
    self.log = log
    self.clustering = clustering
    self.isShuffled = isShuffled
    var shape = ProblemShape(
      armCount: clustering.armCount, clusterCount: clustering.clusterCount, rewards: log.rewards)
    shape.placeOfOtherReward = log.placeOfOther
    self.shape = shape
  }

  /// The order of the file is the same in every replication.
  public var isFixed: Bool { !isShuffled }

  /// The number of rows.
  public var longestHorizon: Int? { log.rowCount }

  /// That replications share their rewards, if they do, and that rewards count as normal ones.
  public var remarks: [String] {
    (isShuffled
      ? [] : ["every replication plays the rows in the file's order: only policies' draws differ"])
      + (log.placeOfOther.map {
        [
          "rewards count as Gaussian and not as 0/1: line \($0.line), column \($0.column) of the "
            + "log holds \($0.text)"
        ]
      } ?? [])
  }

  /// All rows.
  public func drawInstance(using stream: inout RandomStream) -> BanditInstance {
    drawInstance(horizon: log.rowCount, using: &stream)
  }

  /// The rows that a replication of so many rounds plays.
  public func drawInstance(horizon: Int, using stream: inout RandomStream) -> BanditInstance {
    var rows = (0..<log.rowCount).map { Int32($0) }
    if isShuffled { stream.shuffle(&rows) }
    let logged = LoggedRewards(
      log: log, rows: Array(rows.prefix(horizon)),
      columns: clustering.listed ?? Array(0..<log.columnCount))
    return BanditInstance(
      laidOut: logged.means, clustering: clustering, rewards: shape.rewards,
      names: ArmNames(
        arms: clustering.laidOut(log.names),
        clusters: (0..<clustering.clusterCount).map { String($0) }),
      ownRewards: .logged(logged), mortality: nil)
  }
}
