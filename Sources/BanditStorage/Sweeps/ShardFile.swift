import BanditExperiments
import SQLite

/// The file of a finished shard: a result file that has all blocks of the shard, whole.
struct ShardFile: Sendable {
  let path: String
  /// Which shard it is: by what is in it and not by its name.
  let shard: Int
  let header: ResultHeader
  /// The hash of what each of its blocks measured.
  let blocks: [BlockID: String]
  /// The hash of what its blocks measured.
  let sha256: String
  /// The machine that wrote it.
  let host: String

  /// Reads a file.
  ///
  /// - Parameter isVerifying: whether every block is read and its hash worked out again; else the
  ///   file's word is taken for it.
  /// - Throws: why it is no shard of that sweep.
  init(_ path: String, of sweep: SweepPlan, isVerifying: Bool) throws(StorageFailure) {
    let queue = try ResultConnection.reading(path)
    do {
      defer { try? queue.close() }
      self = try queue.read { db in
        try ShardFile(db, path, sweep, isVerifying: isVerifying)
      }
    } catch {
      throw ResultConnection.failure(reading: path, error)
    }
  }

  private init(_ db: Database, _ path: String, _ sweep: SweepPlan, isVerifying: Bool) throws {
    func refused(_ reason: String) -> StorageFailure {
      StorageFailure(
        kind: .refused, file: path, reason: reason, hint: "it belongs elsewhere: move it there")
    }
    self.path = path
    header = try ResultHeader(db, file: path)
    var differences = header.plan.differences(from: sweep.plan)
    for (key, here, there) in [
      ("curves", header.kept.curvesWord, sweep.kept.curvesWord),
      ("finals", header.kept.finalsWord, sweep.kept.finalsWord),
    ] where here != there {
      differences.append("\(key) \(here) instead of \(there)")
    }
    guard differences.isEmpty else {
      throw refused("it holds blocks of another plan (\(differences.joined(separator: ", ")))")
    }
    guard try header.changedTables(db) == nil else {
      throw refused("it is a finished result and no shard")
    }
    if isVerifying { try header.requireWhole(db, file: path) }
    var found: [(BlockID, replications: Int, sha256: String)] = []
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT problem, block, replications, sha256 FROM block ORDER BY problem, block
        """)
    while let row = try rows.next() {
      guard let problem = Int.fromDatabaseValue(row[0]), let block = Int.fromDatabaseValue(row[1]),
        let replications = Int.fromDatabaseValue(row[2]),
        let sha256 = String.fromDatabaseValue(row[3])
      else { throw DamagedBytes() }
      found.append((BlockID(problem: problem, block: block), replications, sha256))
    }
    let shard = found.first.flatMap { sweep.edges.firstIndex(of: sweep.plan.place(of: $0.0)) }
    guard let shard, shard < sweep.shardCount, found.map(\.0) == sweep.blocks(of: shard) else {
      throw refused(
        "its \(grouped(found.count)) blocks are not those of a shard of this sweep: a sweep with "
          + "another number of shards has others")
    }
    guard found.allSatisfy({ $0.replications == sweep.plan.replications(of: $0.0) }) else {
      throw StorageFailure.damaged(path, "some of its blocks are not complete")
    }
    self.shard = shard
    blocks = Dictionary(uniqueKeysWithValues: found.map { ($0.0, $0.sha256) })
    sha256 = ContentHash.sha256(
      found.map { "\($0.0.problem) \($0.0.block) \($0.sha256)" }.joined(separator: "\n").utf8)
    host =
      try String.fetchOne(db, sql: "SELECT value FROM circumstance WHERE key = 'host'") ?? "?"
    if isVerifying { try forEachBlock(db, of: sweep) { _ in } }
  }

  /// Hands over every block, in the canonical order.
  func forEachBlock(
    of sweep: SweepPlan, _ body: (BlockResult) throws -> Void
  ) throws(StorageFailure) {
    let queue = try ResultConnection.reading(path)
    do {
      defer { try? queue.close() }
      try queue.read { try forEachBlock($0, of: sweep, body) }
    } catch {
      throw ResultConnection.failure(reading: path, error)
    }
  }

  private func forEachBlock(
    _ db: Database, of sweep: SweepPlan, _ body: (BlockResult) throws -> Void
  ) throws {
    var count = 0
    for problem in sweep.plan.problems.indices {
      let stored = StoredProblem(header: header, number: problem)
      let rows = try Row.fetchCursor(
        db, sql: "SELECT block, sha256, data FROM block WHERE problem = ? ORDER BY block",
        arguments: [problem])
      while let row = try rows.next() {
        guard case .whole(let block) = try? stored.stored(row) else {
          let number = Int.fromDatabaseValue(row[0]).map(String.init) ?? "?"
          throw StorageFailure.damaged(
            path,
            "block \(number) of '\(sweep.plan.problems[problem].label)' is not as it was saved")
        }
        try body(block)
        count += 1
      }
    }
    guard count == sweep.places(of: shard).count else { throw DamagedBytes() }
  }
}
