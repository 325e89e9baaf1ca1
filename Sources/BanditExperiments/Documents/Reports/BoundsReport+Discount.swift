import ClusterBandit

extension BoundsReport {
  /// The most that a policy earns where later rewards count less, if it was asked for.
  var discounted: [Document.Block] {
    guard let discount = bounds.discount else { return [] }
    typealias Row = (label: String, integral: WhittleIntegral)
    let rows: [Row] = bounds.problems.compactMap { problem in
      problem.discounted.map { (problem.label, $0) }
    }
    let fields: [Table.Field<Row>] = [
      .init("environment", nil, .left) { .text($0.label) },
      .init("arms") { .integer($0.integral.armCount) },
      .init("discount", "α", priority: 2) { _ in .number(discount) },
      .init("discounted_lower", "at least") { .number($0.integral.lower, decimals: 5) },
      .init("discounted_upper", "at most") { .number($0.integral.upper, decimals: 5) },
      .init("look_ahead", "look-ahead", priority: 1) { .integer($0.integral.depth) },
    ]
    return [
      .table(
        Table(
          title: "So many arms of uniform means: the most that a policy earns of Σ α^(t−1) r_t, "
            + "α = \(discount.short)", rows,
          fields)),
      .list([
        "Whittle's integral: an average over arms whose means are independent and uniform on "
          + "(0, 1), whatever the environment's; gittins with that discount earns it.",
        "Exact for independent arms. Where arms of a cluster depend on each other more can be "
          + "earned, and an index policy need not be the best.",
      ]),
    ]
  }
}
