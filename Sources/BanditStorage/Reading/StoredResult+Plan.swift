package import BanditExperiments
import Foundation
import SQLite

extension StoredResult {
  /// The plan of a file, what made it and what it keeps, though the rest of it may be damaged.
  package static func plan(
    of file: String
  ) throws(StorageFailure) -> (plan: Plan, manifest: Manifest, kept: KeptValues) {
    let queue = try ResultConnection.reading(file)
    do {
      defer { try? queue.close() }
      let header = try queue.read { try ResultHeader($0, file: file) }
      return (header.plan, header.manifest, header.kept)
    } catch {
      throw ResultConnection.failure(reading: file, error)
    }
  }

  /// The data files that the results in a folder were made from, finished or not, by the names of
  /// their experiments.
  package static func dataFiles(in folder: String) -> [String: [Plan.DataFile]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".sqlite") }.reduce(into: [:]) { files, name in
      let file = (folder as NSString).appendingPathComponent(name)
      guard let plan = try? plan(of: file).plan else { return }
      files[plan.name, default: []] += plan.files
    }
  }

  /// What each block of a file measured, as a hash.
  static func blockHashes(of file: String) throws(StorageFailure) -> [BlockID: String] {
    let queue = try ResultConnection.reading(file)
    do {
      defer { try? queue.close() }
      return try queue.read { db in
        var hashes: [BlockID: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT problem, block, sha256 FROM block") {
          let id = BlockID(problem: try row.value(0), block: try row.value(1))
          hashes[id] = try row.value(2)
        }
        return hashes
      }
    } catch {
      throw ResultConnection.failure(reading: file, error)
    }
  }

  /// The hash of plan and values that a finished file gives, as it is written there.
  static func contentHash(of file: String) throws(StorageFailure) -> String {
    let queue = try ResultConnection.reading(file)
    do {
      defer { try? queue.close() }
      return try queue.read { db in
        try String.fetchOne(db, sql: "SELECT value FROM manifest WHERE key = 'sha256'") ?? ""
      }
    } catch {
      throw ResultConnection.failure(reading: file, error)
    }
  }
}
