import ClusterBandit
import Randomness

/// How single pulls change what a policy believes of the arms, as text for people.
///
/// For each pull it shows every arm of the pulled arm's cluster before and after, and says whether
/// anything moved in other clusters.
public struct TraceReport: Sendable {
  private let problem: Experiment.Problem
  private let entry: Experiment.Entry
  private let replication: Replication
  private let rounds: Int
  private let trace: PreparedPolicy.Tracing

  /// The most arms of a cluster that are shown.
  static let shownArms = 40

  /// A report of the first `rounds` rounds of a replication, or nil if the policy holds nothing of
  /// single arms that could be shown.
  ///
  /// - Parameters:
  ///   - problem: one of the experiment's.
  ///   - entry: one of the problem's policies.
  ///   - number: the replication, from 0.
  public init?(
    _ experiment: Experiment, problem: Experiment.Problem, entry: Experiment.Entry, rounds: Int,
    number: Int
  ) throws(InsufficientMemory) {
    guard let trace = entry.policy.trace else { return nil }
    try MemoryEstimate(experiment.with(replications: 1), jobs: 1).check()
    self.problem = problem
    self.entry = entry
    self.rounds = min(rounds, problem.horizon)
    self.trace = trace
    let seeds = SeedTree(root: experiment.seed, experiment: experiment.name)
    replication = Replication(
      instance: problem.drawInstance(seeds, replication: UInt64(number)),
      horizon: problem.horizon, checkpoints: problem.checkpoints, seeds: seeds,
      number: UInt64(number), tables: .covering(horizon: problem.horizon), batch: problem.batch)
    // Only a pull tells whether the policy keeps anything.
    var hasBeliefs = false
    trace(replication, 1) { pull in hasBeliefs = pull.after.contains { $0 != nil } }
    guard hasBeliefs else { return nil }
  }

  /// For a terminal.
  public func plain() -> String {
    var blocks = ["\(problem.label): \(entry.label), replication \(replication.number)"]
    trace(replication, rounds) { pull in
      blocks.append("\n" + heading(pull))
      blocks.append(table(pull).plain())
      blocks.append(elsewhere(pull))
    }
    return blocks.joined(separator: "\n")
  }

  private var clustering: Clustering { replication.instance.clustering }

  private func cluster(_ pull: PullTrace) -> Int { Int(clustering.clusterOfArm[pull.arm]) }

  private func heading(_ pull: PullTrace) -> String {
    let reward =
      replication.instance.rewards.isBinary ? fixed(pull.reward, 0) : fixed(pull.reward, 4)
    let batch = replication.batch > 1 ? "; before and after its whole batch" : ""
    return "round \(pull.round): arm \(name(pull.arm)) of cluster \(cluster(pull)) paid \(reward)"
      + batch
  }

  /// The arm's number as the user numbered it.
  private func name(_ arm: Int) -> Int { clustering.listed?[arm] ?? arm }

  /// The arms of the pulled arm's cluster that are shown, the pulled one in any case.
  private func shown(_ pull: PullTrace) -> [Int] {
    let first = clustering.arms(of: cluster(pull)).prefix(TraceReport.shownArms)
    return Array(first) + (first.contains(pull.arm) ? [] : [pull.arm])
  }

  private func table(_ pull: PullTrace) -> TextTable {
    let arms = shown(pull)
    let hasPosterior = arms.contains { pull.after[$0]?.standardDeviation != nil }
    var columns: [(name: String, alignment: TextTable.Alignment)] = [
      ("", .left), ("arm", .right), ("θ", .right), ("pulls", .right), ("mean before", .right),
      ("mean after", .right), ("change", .right),
    ]
    if hasPosterior { columns += [("s.d. before", .right), ("s.d. after", .right)] }
    var table = TextTable(columns)
    for arm in arms {
      let (before, after) = (pull.before[arm], pull.after[arm])
      let change = before?.mean.flatMap { old in after?.mean.map { $0 - old } }
      var row = [
        arm == pull.arm ? "→" : "", String(name(arm)), fixed(replication.instance.means[arm], 4),
        fixed(after?.pulls, 0), fixed(before?.mean, 4), fixed(after?.mean, 4),
        change.map { ($0 >= 0.00005 ? "+" : "") + fixed($0, 4) } ?? "–",
      ]
      if hasPosterior {
        row += [fixed(before?.standardDeviation, 4), fixed(after?.standardDeviation, 4)]
      }
      table.append(row)
    }
    return table
  }

  private func elsewhere(_ pull: PullTrace) -> String {
    let arms = clustering.arms(of: cluster(pull))
    let moved = pull.before.indices.count {
      !arms.contains($0) && pull.before[$0] != pull.after[$0]
    }
    let siblings = arms.count { $0 != pull.arm && pull.before[$0] != pull.after[$0] }
    let hidden = arms.count - shown(pull).count
    return "\(siblings) of \(arms.count - 1) siblings moved, and \(moved) of "
      + "\(clustering.armCount - arms.count) arms elsewhere"
      + (hidden > 0 ? "; \(hidden) arms of the cluster are not shown" : "")
  }
}
