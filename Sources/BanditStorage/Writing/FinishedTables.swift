import BanditExperiments
import ClusterBandit
import Foundation
import SQLite

/// Writes what a finished file has beyond blocks: its values in tables, and the hashes of all.
struct FinishedTables {
  let header: ResultHeader
  let result: ResultSet

  /// Writes everything, in the caller's transaction.
  func write(_ db: Database) throws {
    try fold(db)
    for (number, metric) in Metric.allCases.enumerated() {
      try db.execute(sql: StorageSchema.metric.insertion, arguments: [number, metric.rawValue])
    }
    try writeCells(db)
    try writeSummaries(db)
    try writeCurves(db)
    if header.kept.finals { try writeFinals(db) }
    try db.execute(
      sql: "INSERT OR REPLACE INTO circumstance VALUES('finished', ?)",
      arguments: [Date().ISO8601Format()])
    try header.write(db, hashes: try ResultHeader.hashes(db))
  }

  /// Merges all full blocks; a short one at the end stays whole.
  private func fold(_ db: Database) throws {
    for number in header.plan.problems.indices {
      let problem = StoredProblem(header: header, number: number)
      try problem.fold(db)
      var merged = try problem.state(db)
      guard merged.nextBlock > 0 else { continue }
      // A result that was gone on with must not differ from one that was played at once.
      let keepsValues =
        header.kept.runs || header.plan.replications <= CurveSample.exactLimit
      if !keepsValues, merged.useSketches() { try problem.save(merged, db) }
    }
    try db.execute(
      sql: "UPDATE block SET data = NULL WHERE replications = ?", arguments: [BlockID.size])
  }

  private func writeCells(_ db: Database) throws {
    let cells = try db.makeStatement(sql: StorageSchema.cell.insertion)
    let swept = try db.makeStatement(sql: StorageSchema.parameter.insertion)
    for (number, cell) in result.cells.enumerated() {
      try cells.execute(arguments: [
        number, cell.environment, cell.policy, cell.horizon, cell.replications,
      ])
      var values: [String: PlanValue] = [:]
      for value in cell.swept { values[value.path] = value.value }
      for (path, value) in values.sorted(by: { $0.key < $1.key }) {
        try swept.execute(arguments: [number, path, value.databaseValue])
      }
    }
  }

  private func writeSummaries(_ db: Database) throws {
    let statement = try db.makeStatement(sql: StorageSchema.summary.insertion)
    for (number, cell) in result.cells.enumerated() {
      for (metric, name) in Metric.allCases.enumerated() {
        guard let summary = cell.final[name] else { continue }
        try statement.execute(
          arguments: [number, metric] + moments(summary.moments) + quantiles(summary.quantiles))
      }
    }
  }

  private func writeCurves(_ db: Database) throws {
    let statement = try db.makeStatement(sql: StorageSchema.curve.insertion)
    for (number, cell) in result.cells.enumerated() {
      for (metric, name) in Metric.allCases.enumerated() {
        guard let curve = cell.curves[name] else { continue }
        for (checkpoint, values) in curve.enumerated() {
          let hasQuantiles = name == .pseudoRegret && cell.quantiles.indices.contains(checkpoint)
          try statement.execute(
            arguments: [number, metric, checkpoint, cell.rounds[checkpoint]] + moments(values)
              + quantiles(hasQuantiles ? cell.quantiles[checkpoint] : nil))
        }
      }
    }
  }

  private func writeFinals(_ db: Database) throws {
    let statement = try db.makeStatement(sql: StorageSchema.final.insertion)
    for (number, cell) in result.cells.enumerated() {
      for (metric, name) in Metric.allCases.enumerated() {
        for (replication, value) in (cell.values[name] ?? []).enumerated() {
          try statement.execute(arguments: [number, metric, replication, value])
        }
      }
    }
  }

  private func moments(_ moments: Moments) -> StatementArguments {
    [
      moments.count, moments.mean, moments.squaredDeviations, moments.minimum, moments.maximum,
      moments.standardError,
    ]
  }

  private func quantiles(_ quantiles: CurveQuantiles?) -> StatementArguments {
    [quantiles?.q05, quantiles?.q25, quantiles?.median, quantiles?.q75, quantiles?.q95]
  }
}

extension MergedProblem {
  /// Puts sketches where values are kept; false if there are none.
  fileprivate mutating func useSketches() -> Bool {
    var isChanged = false
    for policy in policies.indices {
      policies[policy].regret = policies[policy].regret.map { sample in
        guard case .values = sample else { return sample }
        isChanged = true
        return .sketch(sample.sketch)
      }
    }
    return isChanged
  }
}
