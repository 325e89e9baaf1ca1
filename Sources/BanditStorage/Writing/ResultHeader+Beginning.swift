import BanditExperiments
import Foundation
import SQLite

extension ResultHeader {
  /// What a run of an experiment writes.
  init(_ experiment: Experiment, _ manifest: Manifest, _ kept: KeptValues) {
    self.init(
      plan: experiment.plan, manifest: manifest, constants: experiment.constants,
      remarks: experiment.remarks, kept: kept)
  }

  /// Makes the tables of an empty file.
  func begin(_ db: Database) throws {
    try db.execute(sql: StorageSchema.statements)
    try write(db)
    try db.execute(
      sql: "INSERT INTO circumstance VALUES('host', ?), ('begun', ?), ('process', ?)",
      arguments: [
        ProcessInfo.processInfo.hostName, Date().ISO8601Format(),
        Int(ProcessInfo.processInfo.processIdentifier),
      ])
  }
}

extension ResultSet {
  static func empty(_ header: ResultHeader) -> ResultSet {
    ResultSet(
      plan: header.plan, blocks: [], constants: header.constants, manifest: header.manifest,
      remarks: header.remarks)
  }
}
