import ClusterBandit

/// A result's numbers as rows, one for each environment, policy, metric and round.
extension ResultSet {
  /// Every metric of every cell at the horizon.
  var finalTable: Table { finalTable(sweptPaths: plan.sweptPaths) }

  private func finalTable(sweptPaths: [String]) -> Table {
    table(
      cells.flatMap { cell in
        Metric.allCases.compactMap { metric in
          cell.final[metric].map { summary in
            Measurement(
              cell: cell, metric: metric, round: cell.horizon, moments: summary.moments,
              quantiles: summary.quantiles, tail: summary.tail)
          }
        }
      }, sweptPaths, [tailMean, tailError])
  }

  /// Every metric of every cell at every checkpoint; before the horizon quantiles are those of the
  /// pseudo-regret only.
  var curveTable: Table {
    table(
      cells.flatMap { cell in
        Metric.allCases.filter(\.isCurve).flatMap { metric in
          (cell.curves[metric] ?? []).enumerated().map { index, moments in
            Measurement(
              cell: cell, metric: metric, round: cell.rounds[index], moments: moments,
              quantiles: metric == .pseudoRegret && index < cell.quantiles.count
                ? cell.quantiles[index] : nil)
          }
        }
      }, plan.sweptPaths)
  }

  /// The pseudo-regret of every replication at every checkpoint; empty if runs were not kept.
  var runTable: Table {
    let points = cells.flatMap { cell in
      (cell.runs ?? []).enumerated().flatMap { replication, values in
        zip(cell.rounds, values).map { (cell: cell, replication: replication, point: $0) }
      }
    }
    typealias Point = (cell: Cell, replication: Int, point: (Int, Double))
    return Table(
      points,
      places(plan.sweptPaths) { (point: Point) in point.cell } + [
        .init("replication") { .integer($0.replication) },
        .init("round") { .integer($0.point.0) },
        .init("pseudo_regret") { .number($0.point.1) },
      ])
  }

  private struct Measurement {
    let cell: Cell
    let metric: Metric
    let round: Int
    let moments: Moments
    let quantiles: CurveQuantiles?
    var tail: TailMean?
  }

  /// What names a row: labels, and a column for every swept path.
  private func places<Element>(
    _ sweptPaths: [String], _ cell: @escaping (Element) -> Cell
  ) -> [Table.Field<Element>] {
    [
      .init("environment") { .text(cell($0).environment) },
      .init("policy") { .text(cell($0).policy) },
    ]
      + sweptPaths.map { path in .init(path) { .swept(path, cell($0).swept) } }
  }

  private var tailMean: Table.Field<Measurement> { .init("cvar95") { .number($0.tail?.mean) } }
  private var tailError: Table.Field<Measurement> {
    .init("cvar95_standard_error") { .number($0.tail?.standardError) }
  }

  /// - Parameter extra: fields behind those that all rows have.
  private func table(
    _ measurements: [Measurement], _ sweptPaths: [String],
    _ extra: [Table.Field<Measurement>] = []
  ) -> Table {
    Table(
      measurements,
      places(sweptPaths) { (measurement: Measurement) in measurement.cell } + [
        .init("metric") { .text($0.metric.rawValue) },
        .init("round") { .integer($0.round) },
        .init("mean") { .number($0.moments.mean) },
        .init("standard_error") { .number($0.moments.standardError) },
        .init("standard_deviation") { .number($0.moments.standardDeviation) },
        .init("q05") { .number($0.quantiles?.q05) },
        .init("q25") { .number($0.quantiles?.q25) },
        .init("median") { .number($0.quantiles?.median) },
        .init("q75") { .number($0.quantiles?.q75) },
        .init("q95") { .number($0.quantiles?.q95) },
        .init("replications") { .integer($0.moments.count) },
        .init("min") { .number($0.moments.minimum) },
        .init("max") { .number($0.moments.maximum) },
        .init("m2") { .number($0.moments.squaredDeviations) },
      ] + extra)
  }

  /// Every metric at the horizon, a row each.
  ///
  /// - Parameters:
  ///   - hasHeader: whether the names of the columns come first.
  ///   - sweptPaths: the paths that have a column, by default the plan's; several results under one
  ///     header have those of all.
  public func csv(hasHeader: Bool = true, sweptPaths: [String]? = nil) -> String {
    csv(finalTable(sweptPaths: sweptPaths ?? plan.sweptPaths), hasHeader)
  }

  /// Every metric at every checkpoint, a row each.
  public func curvesCSV(hasHeader: Bool = true) -> String { csv(curveTable, hasHeader) }

  /// The pseudo-regret of every replication at every checkpoint, a row each.
  public func runsCSV(hasHeader: Bool = true) -> String { csv(runTable, hasHeader) }

  private func csv(_ table: Table, _ hasHeader: Bool) -> String {
    CSVText(hasHeader: hasHeader).text(
      of: table.led(by: [("experiment", .text(plan.name)), ("seed", .seed(plan.seed))]))
  }
}
