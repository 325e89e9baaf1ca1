/// How far one cluster of an instance is above all others: what two-level policies build on.
///
/// Source of the first and the second: E. Carlsson, D. Dubhashi and F. D. Johansson, "Thompson
/// sampling for bandits with clustered arms", IJCAI 2021; M. Jedor, V. Perchet and
/// J. Louëdec, "Categorized bandits", NeurIPS 2019.
public enum Dominance: String, Sendable, CaseIterable {
  /// Every arm of the cluster is at least as good as every arm of the others.
  case strong
  /// For every x the cluster has at least the share of arms with means of x or more that any other
  /// has: its best arm, its median arm and its mean are at least theirs.
  case firstOrder = "first-order"
  /// No cluster is above all others.
  case none

  /// The strongest that holds in an instance; nil with one cluster.
  ///
  /// It can only be the cluster with the highest mean. O(N ln N).
  public init?(_ instance: BanditInstance) {
    let clustering = instance.clustering
    guard clustering.clusterCount > 1 else { return nil }
    let clusters = (0..<clustering.clusterCount).map { cluster in
      clustering.arms(of: cluster).map { instance.means[$0] }.sorted(by: >)
    }
    func mean(_ means: [Double]) -> Double { means.reduce(0, +) / Double(means.count) }
    let averages = clusters.map { mean($0) }
    let top = averages.indices.reduce(0) { averages[$1] > averages[$0] ? $1 : $0 }
    let others = clusters.indices.filter { $0 != top }.map { clusters[$0] }
    let best = clusters[top]
    if others.allSatisfy({ best[best.count - 1] >= $0[0] }) {
      self = .strong
    } else {
      self = others.allSatisfy { Dominance.isAbove(best, $0) } ? .firstOrder : .none
    }
  }

  /// First-order stochastic dominance of means that are sorted downwards.
  private static func isAbove(_ best: [Double], _ other: [Double]) -> Bool {
    var above = 0
    for (place, mean) in other.enumerated() {
      while above < best.count, best[above] >= mean { above += 1 }
      // above/|best| against (place + 1)/|other|.
      if above * other.count < (place + 1) * best.count { return false }
    }
    return true
  }
}
