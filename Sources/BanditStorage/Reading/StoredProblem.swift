import BanditExperiments
import ClusterBandit
import Foundation
import SQLite

/// One problem of a result file, as it is read from its state and its blocks.
struct StoredProblem {
  let header: ResultHeader
  let number: Int

  private var problem: Plan.Problem { header.plan.problems[number] }
  private var checkpoints: Int { header.plan.rounds(of: problem).count }

  /// The merged blocks as far as the state goes; final values of single replications aside.
  func state(_ db: Database) throws -> MergedProblem {
    guard
      let data = try Data.fetchOne(
        db, sql: "SELECT data FROM state WHERE problem = ?", arguments: [number])
    else { return MergedProblem() }
    let merged = try StateCoding.merged(Array(data))
    guard fits(merged) else { throw DamagedBytes() }
    return merged
  }

  /// All blocks without a gap, merged, with final values as far as blocks hold them.
  ///
  /// A finished file has final values in a table instead, see ``values(_:cell:)``.
  func merged(_ db: Database) throws -> MergedProblem {
    var merged = try state(db)
    let folded = merged.nextBlock
    var values = merged.policies.map { _ in [Metric: [Double]]() }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT block, sha256, data FROM block WHERE problem = ? ORDER BY block",
      arguments: [number])
    while let row = try rows.next() {
      guard let block = try stored(row) else { continue }
      switch block {
      case .merged(_, let finals):
        guard !finals.isEmpty else { continue }
        guard finals.count == values.count else { throw DamagedBytes() }
        for (index, finals) in finals.enumerated() {
          values[index].merge(finals) { $0 + $1 }
        }
      case .whole(let block):
        if block.id.block == folded { merged.setValues(values) }
        merged.append(
          block, keepsRuns: header.kept.runs, keepsFinals: header.kept.finals)
      }
    }
    if merged.nextBlock == folded { merged.setValues(values) }
    return merged
  }

  /// The block in a row of block, hash and data; nil if the file does not hold it any more.
  func stored(_ row: Row) throws -> StoredBlock? {
    guard let block = Int.fromDatabaseValue(row[0]), 0..<(1 << 40) ~= block else {
      throw DamagedBytes()
    }
    guard let data = Data.fromDatabaseValue(row[2]) else { return nil }
    let id = BlockID(problem: number, block: block)
    let stored = try StoredBlock(
      Array(data), id, expected: id.replications(of: header.plan.replications).count)
    guard stored.sha256 == String.fromDatabaseValue(row[1]) else { throw DamagedBytes() }
    if case .whole(let block) = stored, !fits(block) { throw DamagedBytes() }
    return stored
  }

  /// The values of single replications of a finished file.
  func values(_ db: Database, cell: Int) throws -> [Metric: [Double]] {
    var values: [Metric: [Double]] = [:]
    for metric in Metric.allCases {
      let found = try Double.fetchAll(
        db,
        sql: """
          SELECT value FROM final JOIN metric USING (metric) WHERE cell = ? AND name = ?
          ORDER BY replication
          """,
        arguments: [cell, metric.rawValue])
      if !found.isEmpty { values[metric] = found }
    }
    return values
  }

  private func fits(_ curves: [Metric: [Moments]], _ regret: [CurveSample]) -> Bool {
    regret.count == checkpoints && curves.values.allSatisfy { $0.count == checkpoints }
  }

  private func fits(_ merged: MergedProblem) -> Bool {
    merged.policies.count == problem.policies.count
      && merged.policies.allSatisfy { fits($0.curves, $0.regret) }
  }

  private func fits(_ block: BlockResult) -> Bool {
    block.policies.count == problem.policies.count
      && block.policies.allSatisfy { policy in
        fits(policy.curves, policy.regret)
          && policy.finals.values.allSatisfy { $0.count == block.replications }
      }
  }
}

extension MergedProblem {
  /// Puts values of single replications where blocks were merged without them.
  fileprivate mutating func setValues(_ values: [[Metric: [Double]]]) {
    for (index, values) in values.enumerated() where policies.indices.contains(index) {
      policies[index].values = values
    }
  }
}
