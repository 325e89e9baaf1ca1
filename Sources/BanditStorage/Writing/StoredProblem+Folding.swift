import BanditExperiments
import Foundation
import SQLite

extension StoredProblem {
  /// Merges the full blocks that come next into the state; of each only its hash and its final
  /// values stay.
  ///
  /// A short block at the end stays whole: with more replications it would be another one.
  func fold(_ db: Database) throws {
    var merged = try state(db)
    let first = merged.nextBlock
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT block, sha256, data FROM block WHERE problem = ? AND block >= ?
        AND replications = ? ORDER BY block
        """,
      arguments: [number, first, BlockID.size])
    var folded: [(block: Int, bytes: [UInt8])] = []
    while let row = try rows.next(), case .whole(let block) = try stored(row) {
      guard block.id.block == merged.nextBlock else { break }
      merged.append(block, keepsRuns: header.kept.runs, keepsFinals: header.kept.finals)
      let finals = header.kept.finals ? block.policies.map(\.finals) : []
      folded.append(
        (block.id.block, StoredBlock.merged(sha256: try row.value(1), finals: finals).bytes))
    }
    guard !folded.isEmpty else { return }
    for (block, bytes) in folded {
      try db.execute(
        sql: "UPDATE block SET data = ? WHERE problem = ? AND block = ?",
        arguments: [Data(bytes), number, block])
    }
    try save(merged, db)
  }

  /// Keeps the state.
  func save(_ merged: MergedProblem, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO state VALUES(?, ?)",
      arguments: [number, Data(StateCoding.bytes(merged))])
  }
}
