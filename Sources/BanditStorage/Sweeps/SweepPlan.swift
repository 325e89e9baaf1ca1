package import BanditExperiments

/// An experiment whose blocks are dealt to shards: what every machine that plays one must know.
///
/// It is made once and never changed; shards are told apart by their numbers, from 0.
package struct SweepPlan: Sendable, Equatable, Codable {
  /// What is played.
  package let plan: Plan
  /// What has made it.
  package let manifest: Manifest
  /// What is kept of curves, as the command line says it.
  private let curves: String
  /// What is kept of values at the horizon, as the command line says it.
  private let finals: String
  /// The folder in which the experiment's data files were found.
  package let dataFolder: String
  /// The places in the plan's order of blocks at which shards begin, and their end.
  let edges: [Int]
  /// The seconds of one replication of each problem with one worker, where the plan was made.
  let seconds: [Double]
  /// The bytes that a shard needs besides the program.
  let bytes: Double
  /// The workers that a shard is planned for.
  package let workers: Int

  private enum CodingKeys: String, CodingKey {
    case plan, curves, finals, edges, seconds, bytes, workers
    case manifest = "made_by"
    case dataFolder = "data_folder"
  }

  /// A sweep of an experiment.
  ///
  /// - Parameters:
  ///   - shards: how many; not more than there are blocks.
  ///   - seconds: of one replication of each problem, see
  ///     ``DurationEstimate/secondsOfReplications(_:)``.
  ///   - workers: of a shard.
  package init(
    _ experiment: Experiment, kept: KeptValues, shards: Int, seconds: [Double], workers: Int,
    dataFolder: String
  ) {
    let plan = experiment.plan
    self.plan = plan
    manifest = Manifest(experiment)
    curves = kept.curvesWord
    finals = kept.finalsWord
    self.dataFolder = dataFolder
    self.seconds = seconds
    self.workers = workers
    bytes = experiment.bytesWithoutFinals(jobs: workers)
    edges = ShardEdges.balanced(shards: min(shards, plan.blockCount), count: plan.blockCount) {
      let block = plan.block(at: $0)
      return seconds[block.problem] * Double(plan.replications(of: block))
    }
  }

  /// What is kept besides moments and quantiles.
  package var kept: KeptValues {
    KeptValues(
      runs: curves == KeptValues(runs: true).curvesWord, finals: finals == KeptValues().finalsWord)
  }

  /// The number of blocks.
  package var blockCount: Int { plan.blockCount }

  /// The number of shards.
  package var shardCount: Int { edges.count - 1 }

  /// The places of a shard's blocks.
  func places(of shard: Int) -> Range<Int> { edges[shard]..<edges[shard + 1] }

  /// The blocks of a shard, in their canonical order.
  package func blocks(of shard: Int) -> [BlockID] { places(of: shard).map { plan.block(at: $0) } }

  /// The pulls of a shard.
  func pulls(of shard: Int) -> Double {
    blocks(of: shard).reduce(0) { $0 + plan.pulls(of: $1) }
  }

  /// The seconds that a shard takes with its workers, as estimated when the plan was made.
  func seconds(of shard: Int) -> Double {
    blocks(of: shard).reduce(0) {
      $0 + seconds[$1.problem] * Double(plan.replications(of: $1))
    } / Double(workers)
  }

  /// The seconds that the longest shard takes, as estimated when the plan was made.
  package var longestSeconds: Double { (0..<shardCount).map(seconds(of:)).max() ?? 0 }

  /// Whether the numbers in it fit together, as those of a file must.
  var isConsistent: Bool {
    edges.count >= 2 && edges.first == 0 && edges.last == plan.blockCount
      && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
      && seconds.count == plan.problems.count && workers >= 1
  }

  /// In what it differs from another one, so that it cannot take its place: keys with both values.
  ///
  /// Estimates are no difference: they are measured, and change no value.
  package func differences(from other: SweepPlan) -> [String] {
    var found = plan.differences(from: other.plan)
    for (key, here, there) in [
      ("curves", curves, other.curves), ("finals", finals, other.finals),
      ("shards", String(shardCount), String(other.shardCount)),
      ("jobs", String(workers), String(other.workers)),
    ] where here != there {
      found.append("\(key) \(here) instead of \(there)")
    }
    return found
  }
}
