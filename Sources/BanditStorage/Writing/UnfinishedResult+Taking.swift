import BanditExperiments
import ClusterBandit
import Foundation
import SQLite

extension UnfinishedResult {
  /// Takes the full blocks of a finished result, as far as its file still has them: hashes, final
  /// values, and what they merge to.
  func take(_ stored: StoredResult, from file: String) throws(StorageFailure) {
    try writing {
      let source = try ResultConnection.reading(file)
      defer { try? source.close() }
      _ = try source.read { old in
        try opened { db in
          for number in header.plan.problems.indices {
            try copy(number, stored, from: old, to: db)
          }
        }
      }
    }
  }

  private func copy(
    _ number: Int, _ stored: StoredResult, from old: Database, to db: Database
  ) throws {
    let problem = StoredProblem(header: stored.header, number: number)
    let merged = try problem.state(old)
    guard merged.nextBlock > 0 else { return }
    try problem.save(merged, db)
    let cells = stored.result.cells(of: header.plan.problems[number].label)
    let rows = try Row.fetchCursor(
      old, sql: "SELECT block, sha256 FROM block WHERE problem = ? AND replications = ?",
      arguments: [number, BlockID.size])
    while let row = try rows.next() {
      let (block, sha256): (Int, String) = (try row.value(0), try row.value(1))
      let replications = BlockID(problem: number, block: block)
        .replications(of: (block + 1) * BlockID.size)
      guard
        cells.allSatisfy({ $0.values.values.allSatisfy { replications.upperBound <= $0.count } })
      else { throw DamagedBytes() }
      let finals =
        header.kept.finals
        ? cells.map { $0.values.mapValues { Array($0[replications]) } } : []
      let bytes = StoredBlock.merged(sha256: sha256, finals: finals).bytes
      try db.execute(
        sql: StorageSchema.block.insertion,
        arguments: [number, block, BlockID.size, sha256, Data(bytes)])
    }
  }
}
