import BanditExperiments
import Foundation
import SQLite

/// What a result file says of itself: the plan, what made it, and what is kept.
struct ResultHeader: Sendable {
  var plan: Plan
  var manifest: Manifest
  var constants: [Double]
  var remarks: [Remark]
  var kept: KeptValues

  private static let hashPrefix = "sha256"

  /// The rows of the manifest, hashes aside; what is there for readers alone is repeated in `plan`
  /// and `made_by`.
  private var rows: [(key: String, value: String)] {
    get throws {
      func json(_ value: some Encodable) throws -> String {
        String(decoding: try ResultJSON.encoder.encode(value), as: UTF8.self)
      }
      return [
        ("constants", try json(constants)), ("curves", kept.curvesWord),
        ("experiment", plan.name), ("finals", kept.finalsWord),
        ("made_by", try json(manifest)), ("plan", plan.canonicalText),
        ("plan_sha256", plan.sha256), ("program", manifest.program),
        ("remarks", try json(remarks)), ("replications", String(plan.replications)),
        ("seed", String(plan.seed)), ("streams", String(plan.streams)), ("title", plan.title),
      ]
    }
  }

  /// Writes the manifest anew.
  ///
  /// - Parameter hashes: of the tables, by their names; those of a finished file.
  func write(_ db: Database, hashes: [(table: String, sha256: String)] = []) throws {
    try db.execute(sql: "DELETE FROM manifest")
    let statement = try db.makeStatement(sql: StorageSchema.manifest.insertion)
    for (key, value) in try rows { try statement.execute(arguments: [key, value]) }
    let prefix = ResultHeader.hashPrefix
    for (table, sha256) in hashes {
      try statement.execute(arguments: ["\(prefix) \(table)", sha256])
    }
    if !hashes.isEmpty {
      try statement.execute(arguments: [prefix, contentHash(hashes)])
    }
    let own = try ResultHeader.ownHash(db)
    try statement.execute(arguments: ["\(prefix) manifest", own])
  }

  /// The hash of plan and values.
  private func contentHash(_ hashes: [(table: String, sha256: String)]) -> String {
    let lines = [plan.sha256] + hashes.map { "\($0.table) \($0.sha256)" }
    return ContentHash.sha256(lines.joined(separator: "\n").utf8)
  }

  /// The hash of all rows of the manifest but its own hash.
  private static func ownHash(_ db: Database) throws -> String {
    try TableDigest.sha256(
      db, "SELECT key, value FROM manifest WHERE key <> '\(hashPrefix) manifest' ORDER BY key")
  }

  /// The hashes of all tables as they are.
  static func hashes(_ db: Database) throws -> [(table: String, sha256: String)] {
    try StorageSchema.contents.map { ($0.name, try TableDigest.sha256(db, $0.selection)) }
  }
}

extension ResultHeader {
  /// Reads the manifest of a file.
  ///
  /// - Throws: `StorageFailure`, and what SQLite throws.
  init(_ db: Database, file: String) throws {
    guard try !StorageSchema.shape(db).isEmpty else {
      throw StorageFailure(
        kind: .empty, file: file, reason: "it is empty",
        hint: "a run that ends before its first block is saved leaves an empty file: run it again")
    }
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
    guard application == StorageSchema.applicationID else {
      throw StorageFailure(
        kind: .foreign, file: file, reason: "it is no result of this program",
        hint: "'cluster-bandit run --output DIR' saves results")
    }
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version == StorageSchema.version else {
      throw StorageFailure(
        kind: .unreadable, file: file,
        reason: "it has schema \(version), and this program reads schema \(StorageSchema.version)",
        hint: version > StorageSchema.version
          ? "use a newer program" : "run the experiment again with this program")
    }
    guard try StorageSchema.shape(db) == StorageSchema.expectedShape else {
      throw StorageFailure.damaged(file, "its tables are not those of a result")
    }
    var values: [String: String] = [:]
    for row in try Row.fetchAll(db, sql: StorageSchema.manifest.selection) {
      if let key = String.fromDatabaseValue(row[0]) {
        values[key] = String.fromDatabaseValue(row[1])
      }
    }
    guard values["\(ResultHeader.hashPrefix) manifest"] == (try ResultHeader.ownHash(db)) else {
      throw StorageFailure.damaged(file, "its manifest is not as it was saved")
    }
    func decoded<Value: Decodable>(_ key: String) throws -> Value {
      guard let text = values[key],
        let value = try? ResultJSON.decoder.decode(Value.self, from: Data(text.utf8))
      else { throw StorageFailure.damaged(file, "its manifest lacks '\(key)'") }
      return value
    }
    plan = try decoded("plan")
    manifest = try decoded("made_by")
    constants = try decoded("constants")
    remarks = try decoded("remarks")
    kept = KeptValues(
      runs: values["curves"] == KeptValues(runs: true).curvesWord,
      finals: values["finals"] == KeptValues().finalsWord)
    do {
      try ResultReader(file: file).check(plan, manifest, remarks)
    } catch {
      throw StorageFailure(
        kind: .unreadable, file: file,
        reason: error.diagnostics.first?.message ?? "it is not as it was saved",
        hint: error.diagnostics.first?.hint ?? "run the experiment again")
    }
  }

  /// Throws if SQLite finds pages of an unfinished file damaged.
  ///
  /// Each of its blocks has a hash, but their number has none: a block that is lost with a page would
  /// not be missed.
  func requireWhole(_ db: Database, file: String) throws {
    let found = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? ""
    guard found == "ok" else { throw StorageFailure.damaged(file, "SQLite says: \(found)") }
  }

  /// The tables that are not as they were saved; nil if the file is unfinished.
  func changedTables(_ db: Database) throws -> [String]? {
    func value(_ key: String) throws -> String? {
      try String.fetchOne(db, sql: "SELECT value FROM manifest WHERE key = ?", arguments: [key])
    }
    guard let content = try value(ResultHeader.hashPrefix) else { return nil }
    let hashes = try ResultHeader.hashes(db)
    var changed: [String] = []
    for (table, sha256) in hashes
    where try value("\(ResultHeader.hashPrefix) \(table)") != sha256 {
      changed.append(table)
    }
    if changed.isEmpty, content != contentHash(hashes) { changed.append("manifest") }
    return changed
  }
}
