import ClusterBandit
import Randomness

/// How single pulls change what a policy believes of the arms.
///
/// For each pull it shows every arm of the pulled arm's cluster before and after, and says whether
/// anything moved in other clusters, and between which bounds the indices of clusters lay where
/// such were compared.
public struct TraceReport: Report {
  private let problem: Experiment.Problem
  private let label: String
  private let replication: Replication
  private let rounds: Int
  private let trace: PreparedPolicy.Tracing
  private let showsEvidence: Bool

  /// The most arms of a cluster that are shown.
  static let shownArms = 40
  /// The most clusters whose indices are shown.
  static let shownClusters = 6

  /// A report of the first `rounds` rounds of a replication, or nil if the policy holds nothing of
  /// single arms that could be shown.
  ///
  /// - Parameters:
  ///   - experiment: of which one replication is played.
  ///   - problem: one of the experiment's.
  ///   - policy: the number of one of the problem's policies.
  ///   - rounds: how many are shown.
  ///   - number: the replication, from 0.
  ///   - showsEvidence: whether the evidence for the clusters follows, for 0/1 rewards.
  public init?(
    _ experiment: Experiment, problem: Experiment.Problem, policy: Int, rounds: Int, number: Int,
    showsEvidence: Bool = false
  ) throws(InsufficientMemory) {
    guard let trace = problem.policies[policy].trace else { return nil }
    replication = try experiment.replication(number, of: problem)
    self.problem = problem
    label = problem.plan.policies[policy].label
    self.rounds = min(rounds, problem.horizon)
    self.trace = trace
    let instance = replication.instance
    self.showsEvidence =
      showsEvidence && instance.rewards.isBinary && !instance.hasMortalArms
    // Only a pull tells whether the policy keeps anything.
    var hasBeliefs = false
    trace(replication, 1) { pull in hasBeliefs = pull.after.contains { $0 != nil } }
    guard hasBeliefs else { return nil }
  }

  /// The document: the rounds are played anew.
  public var document: Document {
    var blocks = [
      Document.Block.heading(
        "\(problem.label): \(label), replication \(replication.number)", level: 1),
      .paragraph("\(ProblemDescription(replication.instance))"),
    ]
    let evidence = showsEvidence ? ClusterEvidence(replication.setting) : nil
    trace(replication, rounds) { pull in
      blocks += [.table(table(pull)), .paragraph(elsewhere(pull))]
      if let bounds = pull.scores.clusters.flatMap(brackets) { blocks.append(.paragraph(bounds)) }
      evidence?.update(arm: pull.arm, reward: pull.reward)
    }
    if let evidence { blocks += Self.blocks(evidence, rounds) }
    return Document(blocks)
  }

  /// The log marginal likelihoods under three models, and what they say of the labels.
  private static func blocks(_ evidence: ClusterEvidence, _ rounds: Int) -> [Document.Block] {
    let models: [(name: String, value: Double)] = [
      ("clusters as labeled", evidence.clustered), ("one cluster of all arms", evidence.pooled),
      ("independent arms", evidence.independent),
    ]
    return [
      .table(
        Table(
          title: "evidence after \(grouped(rounds)) \(rounds == 1 ? "pull" : "pulls")", models,
          [
            .init("model", nil, .left) { .text($0.name) },
            .init("log_likelihood", "ln likelihood") { .number($0.value, decimals: 4) },
          ])),
      .paragraph(
        "ln BF = \(signed(evidence.logBayesFactor)): above 0 the rewards are likelier with the "
          + "clusters as labeled than with one cluster of all arms"),
    ]
  }

  private var clustering: Clustering { replication.instance.clustering }

  private func cluster(_ pull: PullTrace) -> Int { Int(clustering.clusterOfArm[pull.arm]) }

  private func heading(_ pull: PullTrace) -> String {
    let reward =
      replication.instance.rewards.isBinary ? fixed(pull.reward, 0) : fixed(pull.reward, 4)
    let batch = replication.batch > 1 ? "; before and after its whole batch" : ""
    let born = pull.newborn.filter(shown(pull).contains).map(name)
    let news = born.isEmpty ? "" : "; new in its cluster: \(born.joined(separator: ", "))"
    return "round \(pull.round): arm \(name(pull.arm)) of cluster \(clusterName(cluster(pull))) "
      + "paid \(reward)" + batch + news
  }

  /// The arm's name in its data file, or its number as the user numbered it.
  private func name(_ arm: Int) -> String {
    replication.instance.names?.arms[arm] ?? String(clustering.listed?[arm] ?? arm)
  }

  /// The cluster's name in its data file, or its number.
  private func clusterName(_ cluster: Int) -> String {
    replication.instance.names?.clusters[cluster] ?? String(cluster)
  }

  /// The arms of the pulled arm's cluster that are shown, the pulled one in any case.
  private func shown(_ pull: PullTrace) -> [Int] {
    let first = clustering.arms(of: cluster(pull)).prefix(TraceReport.shownArms)
    return Array(first) + (first.contains(pull.arm) ? [] : [pull.arm])
  }

  /// The keys of all columns that the tables may have.
  public static let columnKeys = [
    "pulled", "arm", "theta", "pulls", "mean_before", "mean_after", "change", "sd_before",
    "sd_after",
  ]

  private func table(_ pull: PullTrace) -> Table {
    let arms = shown(pull)
    var fields: [Table.Field<Int>] = [
      .init("pulled", "", .left) { .text($0 == pull.arm ? "→" : "") },
      .init("arm") { .text(name($0)) },
      .init("theta", "θ", priority: 2) { .number(pull.means[$0], decimals: 4) },
      .init("pulls", priority: 1) { .number(pull.after[$0]?.pulls, decimals: 0) },
      .init("mean_before", "mean before") { .number(pull.before[$0]?.mean, decimals: 4) },
      .init("mean_after", "mean after") { .number(pull.after[$0]?.mean, decimals: 4) },
      .init("change", priority: 3) { arm in
        guard let old = pull.before[arm]?.mean, let new = pull.after[arm]?.mean else {
          return .missing
        }
        let change = new - old
        return .shown((change >= 0.00005 ? "+" : "") + fixed(change, 4), change)
      },
    ]
    if arms.contains(where: { pull.after[$0]?.standardDeviation != nil }) {
      fields += [
        .init("sd_before", "s.d. before", priority: 4) {
          .number(pull.before[$0]?.standardDeviation, decimals: 4)
        },
        .init("sd_after", "s.d. after", priority: 4) {
          .number(pull.after[$0]?.standardDeviation, decimals: 4)
        },
      ]
    }
    return Table(title: heading(pull), arms, fields)
  }

  /// The clusters of the highest lower bounds with these and the upper ones, where the choice was
  /// between indices that are known so.
  private func brackets(_ choice: DecisionScores.Choice) -> String? {
    guard let upper = choice.upper else { return nil }
    let ranked = choice.values.indices.sorted {
      (choice.values[$0], upper[$0], $1) > (choice.values[$1], upper[$1], $0)
    }
    let shown = ranked.prefix(TraceReport.shownClusters).map { place in
      "\(clusterName(choice.first + place)) in [\(fixed(choice.values[place], 4)), "
        + "\(fixed(upper[place], 4))]"
    }
    let hidden = ranked.count - shown.count
    return "compared: the index of cluster \(shown.joined(separator: ", "))"
      + (hidden > 0 ? "; \(hidden) more without a higher lower bound" : "")
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
