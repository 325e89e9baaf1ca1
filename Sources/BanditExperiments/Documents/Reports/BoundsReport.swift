import ClusterBandit

/// Lower bounds: for people a row for each problem and width, for machines one for each quantity.
public struct BoundsReport: TabularReport {
  let bounds: ExperimentBounds
  let columns: SweptColumns

  /// The report of an experiment's bounds.
  ///
  /// - Parameters:
  ///   - bounds: of one experiment.
  ///   - columns: the columns of swept values, by default the plan's; several reports under one
  ///     header have those of all.
  public init(_ bounds: ExperimentBounds, _ columns: SweptColumns? = nil) {
    self.bounds = bounds
    self.columns = columns ?? SweptColumns([bounds.plan])
  }

  /// The experiment.
  public var subject: ReportSubject { ReportSubject(bounds.plan) }

  /// The document.
  public var document: Document {
    let hasRandom = bounds.problems.contains { !$0.isFixed }
    let rows = bounds.problems.flatMap { problem in
      problem.clustered.map { Row(problem: problem, bound: $0) }
    }
    var notes = [
      "Regret is at least constant · ln T as T grows, for policies that are good everywhere."
    ]
    if hasRandom {
      notes.append(
        "Over random instances a constant's mean need not be finite (two best arms may nearly tie): "
          + "look at the medians.")
    }
    let descriptions = bounds.problems.map { problem in
      "\(problem.label): \(problem.description)" + (problem.isFixed ? "" : problem.dominanceWords)
    }
    return Document(
      subject.heading + [
        .table(
          Table(title: "Lower bounds on the regret", rows, Self.fields(hasRandom: hasRandom))),
        .list(descriptions + notes),
      ] + discounted)
  }

  /// The keys of all columns that the document's table may have.
  public static var columnKeys: [String] { fields(hasRandom: true).map(\.column.key) }

  /// A problem with the clustered bound for one width.
  private struct Row {
    let problem: ExperimentBounds.Problem
    let bound: ExperimentBounds.Clustered

    /// Four decimals of what is exact, otherwise as many as the standard error leaves.
    func cell(_ summary: Summary) -> Cell {
      isExact(summary)
        ? .number(summary.mean, decimals: 4) : .estimate(summary, places(summary))
    }

    /// The median, where it says more than the mean.
    func median(_ summary: Summary) -> Cell {
      problem.isFixed
        ? .blank : .number(summary.median, decimals: isExact(summary) ? 4 : places(summary))
    }

    var applies: String {
      switch bound.admissible {
      case 1: "yes"
      case 0: "no"
      default: "to \(fixed(100 * bound.admissible, 0)) %"
      }
    }

    /// Whether there is one instance only, or all agree but for rounding.
    private func isExact(_ summary: Summary) -> Bool {
      problem.isFixed
        || summary.standardError.map { $0 <= 1e-9 * summary.mean.magnitude } ?? false
    }

    private func places(_ summary: Summary) -> Int {
      decimals(forErrors: [summary.standardError])
    }
  }

  private static func fields(hasRandom: Bool) -> [Table.Field<Row>] {
    func random(_ field: Table.Field<Row>) -> [Table.Field<Row>] { hasRandom ? [field] : [] }
    return [.init("environment", nil, .left) { .text($0.problem.label) }]
      + random(
        .init("instances", priority: 6) {
          $0.problem.isFixed ? .text("fixed") : .integer($0.problem.bestMean.replications)
        })
      + [
        .init("best_mean", "best mean", priority: 4) { $0.cell($0.problem.bestMean) },
        .init("spread", priority: 5) { $0.cell($0.problem.spread) },
        .init("lai_robbins", "Lai–Robbins") { $0.cell($0.problem.laiRobbins) },
      ]
      + random(
        .init("lai_robbins_median", "median", priority: 1) { $0.median($0.problem.laiRobbins) })
      + [
        .init("width", "w") { .shown($0.bound.width?.short ?? "spread", $0.bound.width) },
        .init("clustered") { $0.cell($0.bound.constant) },
      ]
      + random(
        .init("clustered_median", "median", priority: 1) { $0.median($0.bound.constant) })
      + [
        .init("ratio", priority: 3) { row in row.bound.ratio.map { row.cell($0) } ?? .missing },
        .init("applies", nil, .left, priority: 2) { .text($0.applies) },
      ]
  }
}

extension ExperimentBounds.Problem {
  /// In how many of the drawn instances one cluster is above all others.
  fileprivate var dominanceWords: String {
    Dominance.allCases.compactMap { kind in
      dominance[kind].map { "; \(kind.words) in \(fixed(100 * $0, 0)) %" }
    }.joined()
  }
}
