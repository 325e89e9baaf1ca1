package import BanditExperiments
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
}
