import ClusterBandit

extension BoundsReport {
  /// A row for each problem and quantity.
  public var records: (key: String, table: Table) {
    let rows = bounds.problems.flatMap { problem -> [BoundQuantity] in
      var quantities = [
        BoundQuantity(problem, "best-mean", problem.bestMean),
        BoundQuantity(problem, "spread", problem.spread),
        BoundQuantity(problem, "lai-robbins", problem.laiRobbins),
      ]
      for bound in problem.clustered {
        quantities.append(BoundQuantity(problem, "clustered", bound.constant, of: bound))
        if let ratio = bound.ratio {
          quantities.append(BoundQuantity(problem, "ratio", ratio, of: bound))
        }
      }
      if let integral = problem.discounted {
        quantities += [
          BoundQuantity(problem, "discounted-maximum-lower", discounted: integral.lower),
          BoundQuantity(problem, "discounted-maximum-upper", discounted: integral.upper),
        ]
      }
      return quantities
    }
    return (
      "bounds",
      Table(
        rows,
        [
          .init("environment") { .text($0.environment) }
        ]
          + columns.problems.map { path in
            .init(path) { .swept(path, bounds.plan.sweptValues(of: $0.environment)) }
          } + [
            .init("quantity") { .text($0.name) },
            .init("width") { $0.width },
            .init("mean") { .number($0.summary.mean) },
            .init("standard_error") { .number($0.summary.standardError) },
            .init("median") { .number($0.summary.median) },
            .init("q05") { .number($0.summary.q05) },
            .init("q95") { .number($0.summary.q95) },
            .init("instances") { .integer($0.summary.replications) },
            .init("fixed") { .flag($0.isFixed) },
            .init("applies") { .number($0.applies) },
          ]
          + (bounds.discount == nil
            ? [] : [.init("discount") { $0.isDiscounted ? .number(bounds.discount) : .blank }]))
    )
  }
}

/// A quantity with everything that names it.
struct BoundQuantity {
  let environment: String
  let isFixed: Bool
  let name: String
  let summary: Summary
  /// A number, `spread` for each instance's own, or nothing.
  let width: Cell
  /// The share of instances to which the clustered bound applies.
  let applies: Double?
  /// Whether it is one of discounted sums.
  private(set) var isDiscounted = false

  init(
    _ problem: ExperimentBounds.Problem, _ name: String, _ summary: Summary,
    of bound: ExperimentBounds.Clustered? = nil
  ) {
    environment = problem.label
    isFixed = problem.isFixed
    self.name = name
    self.summary = summary
    width = bound.map { $0.width.map { .text("\($0)") } ?? .text("spread") } ?? .blank
    applies = bound?.admissible
  }

  /// A number of discounted sums, of which nothing is estimated.
  init(
    _ problem: ExperimentBounds.Problem, _ name: String, discounted value: Double
  ) {
    var moments = Moments()
    moments.add(value)
    self.init(problem, name, Summary(moments: moments, values: [value]))
    isDiscounted = true
  }
}
