import ClusterBandit

/// The policies that are compared over environments, and their values.
struct AggregateField {
  /// The policies that every environment has and that lose something, in the order of the plan.
  let rivals: [String]
  /// Policies that some environment lacks.
  let missing: [String]
  /// Policies that never lose anything.
  let lossless: [String]
  /// The replications that count: as many as every cell has.
  let replications: Int
  /// By rival and environment, the metric of the replications.
  let values: [[[Double]]]

  /// The field of some environments of a result.
  init(_ result: ResultSet, environments labels: [String], metric: Metric) {
    let all = result.cells.filter { labels.contains($0.environment) }
    var seen: Set<String> = []
    let names = all.map(\.policy).filter { seen.insert($0).inserted }
    let cells = Dictionary(grouping: all, by: \.policy)
    func isMissing(_ policy: String) -> Bool { cells[policy]?.count != labels.count }
    missing = names.filter(isMissing)
    lossless = names.filter {
      !isMissing($0) && cells[$0]?.contains(where: BestPolicy.loses) == false
    }
    let rivals = names.filter {
      !isMissing($0) && cells[$0]?.contains(where: BestPolicy.loses) == true
    }
    self.rivals = rivals
    let count = all.compactMap { $0.values[metric]?.count }.min() ?? 0
    replications = count
    values = rivals.map { policy in
      (cells[policy] ?? []).map { Array(($0.values[metric] ?? []).prefix(count)) }
    }
  }
}
