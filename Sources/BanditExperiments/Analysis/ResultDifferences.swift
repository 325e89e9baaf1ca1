import ClusterBandit

extension ResultSet {
  /// In what values the result differs from another one of the same plan, a line each; none if they
  /// are equal bit for bit.
  package func differences(from other: ResultSet) -> [String] {
    if plan != other.plan {
      return plan.differences(from: other.plan).map { "the plan: \($0)" }
    }
    var found: [String] = []
    for cell in cells {
      let name = "\(cell.policy) on \(cell.environment)"
      guard let there = other.cell(cell.environment, cell.policy) else {
        found.append("\(name) is there in one of them alone")
        continue
      }
      guard cell != there else { continue }
      let metric = Metric.allCases.first { cell.final[$0] != there.final[$0] }
      if let metric, let here = cell.final[metric], let then = there.final[metric] {
        found.append(
          here.mean == then.mean
            ? "\(name): the spread of the \(metric.rawValue)"
            : "\(name): \(metric.rawValue) \(here.mean) instead of \(then.mean)")
      } else {
        found.append("\(name): the curves or values of single replications")
      }
    }
    if cells.count < other.cells.count { found.append("some policies were not played") }
    if constants != other.constants { found.append("the constants") }
    if notes != other.notes { found.append("the notes of factorizations") }
    return found
  }
}
