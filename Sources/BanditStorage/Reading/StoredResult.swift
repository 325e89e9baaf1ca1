package import BanditExperiments
package import Foundation
import SQLite

/// A result that is read from a file: a finished one, or what there is of an unfinished one.
package struct StoredResult: Sendable {
  /// The result.
  package let result: ResultSet
  /// Whether the file is finished.
  package let isFinished: Bool
  let header: ResultHeader

  /// Whether bytes begin as every file of SQLite does.
  package static func isStored(_ bytes: Data) -> Bool { bytes.starts(with: magic) }

  /// Whether a file is to be read as a stored result: by its name, or by how it begins.
  package static func isStored(file: String) -> Bool {
    guard !file.hasSuffix(".sqlite") else { return true }
    guard let handle = FileHandle(forReadingAtPath: file) else { return false }
    defer { try? handle.close() }
    var status = stat()
    // Reading would take from a pipe what is to be read later.
    guard fstat(handle.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    return ((try? handle.read(upToCount: magic.count)) ?? nil).map(isStored) ?? false
  }

  private static let magic = Data("SQLite format 3\0".utf8)

  /// Reads a file; every hash is worked out again.
  package static func read(_ file: String) throws(StorageFailure) -> StoredResult {
    let queue = try ResultConnection.reading(file)
    do {
      defer { try? queue.close() }
      return try queue.read { try StoredResult($0, file: file) }
    } catch {
      throw ResultConnection.failure(reading: file, error)
    }
  }

  /// Reads what a connection has.
  init(_ db: Database, file: String) throws {
    header = try ResultHeader(db, file: file)
    let changed = try header.changedTables(db)
    if let first = changed?.first {
      throw StorageFailure.damaged(file, "its table '\(first)' is not as it was saved")
    }
    isFinished = changed != nil
    if !isFinished { try header.requireWhole(db, file: file) }
    result = try ResultSet(db, header, isFinished: isFinished)
  }
}

extension ResultSet {
  /// The result in a file.
  init(_ db: Database, _ header: ResultHeader, isFinished: Bool) throws {
    var problems: [Int: MergedProblem] = [:]
    var cell = 0
    for (number, problem) in header.plan.problems.enumerated() {
      let stored = StoredProblem(header: header, number: number)
      var merged = try stored.merged(db)
      if isFinished {
        for index in merged.policies.indices {
          merged.policies[index].values = try stored.values(db, cell: cell + index)
        }
      }
      for policy in merged.policies {
        let counts = policy.finalMoments.map { policy.values[$0.key]?.count == $0.value.count }
        guard !header.kept.finals || !counts.contains(false) else { throw DamagedBytes() }
      }
      problems[number] = merged
      cell += problem.policies.count
    }
    self.init(
      plan: header.plan, problems: problems, constants: header.constants,
      manifest: header.manifest, remarks: header.remarks, keepsRuns: header.kept.runs)
  }
}
