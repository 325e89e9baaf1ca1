import BanditExperiments
import Foundation
import SQLite

/// What lies in the folder of a sweep, shard by shard.
package struct SweepInspection: Sendable {
  /// The folder.
  package let folder: SweepFolder
  /// How it is with each shard.
  package private(set) var states: [ShardState]
  /// What is of no use, with the command that repairs it.
  package private(set) var refusals: [StorageFailure] = []
  /// What whoever merges the shards should know.
  package private(set) var notes: [String] = []
  /// The sound file of each shard that is done.
  private(set) var files: [ShardFile?]

  /// Looks at every file.
  ///
  /// - Parameter isVerifying: whether the hash of every block is worked out again, which reads all
  ///   files; else their word is taken for it.
  package init(_ folder: SweepFolder, isVerifying: Bool) throws(StorageFailure) {
    self.folder = folder
    states = Array(repeating: .missing, count: folder.sweep.shardCount)
    files = Array(repeating: nil, count: folder.sweep.shardCount)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.shards).sorted()
    } catch {
      throw StorageFailure(
        kind: .missing, file: folder.shards, reason: "there is no such folder",
        hint: "put it back, or plan the sweep again into another folder")
    }
    let databases = names.filter { $0.hasSuffix(".sqlite") }
    for name in databases where !name.contains("-partial") && !name.contains("-old-") {
      try add(name, isVerifying: isVerifying)
    }
    for name in databases where name.contains("-partial") && !name.contains("-old-") {
      addUnfinished(name)
    }
    for shard in states.indices {
      guard case .done = states[shard] else { continue }
      // Another file of the same shard may have been of no use, and is not needed.
      refusals.removeAll { failure in
        guard failure.file == folder.place(of: shard).finished else { return false }
        notes.append("\(failure.file) is left out: \(failure.reason)")
        return true
      }
    }
  }

  /// The shards that nobody is playing and that are to be played.
  package var missing: [Int] {
    states.indices.filter { !states[$0].isDone && !states[$0].isRunning && !contradicts($0) }
  }

  /// Whether every shard is there.
  package var isComplete: Bool { states.allSatisfy(\.isDone) }

  /// Whether two sound files of a shard contradict each other: playing it again decides nothing.
  private func contradicts(_ shard: Int) -> Bool {
    if case .refused = states[shard] { return files[shard] != nil }
    return false
  }

  private mutating func add(_ name: String, isVerifying: Bool) throws(StorageFailure) {
    let path = "\(folder.shards)/\(name)"
    do throws(StorageFailure) {
      let file = try ShardFile(path, of: folder.sweep, isVerifying: isVerifying)
      guard let other = files[file.shard] else {
        files[file.shard] = file
        states[file.shard] = .done(host: file.host)
        return
      }
      guard other.sha256 != file.sha256 else {
        notes.append("\(path) and \(other.path) are the same shard: it counts once")
        return
      }
      states[file.shard] = .refused
      let count = folder.sweep.places(of: file.shard).count
      refusals.append(
        StorageFailure(
          kind: .refused, file: path,
          reason: "it and \(other.path) are shard \(file.shard) and measured different things",
          hint:
            "\(ShellCommand.program("verify", path, other.path, "--blocks", String(count))) plays "
            + "them again: move the wrong one away"))
    } catch {
      let shard = folder.shard(ofFile: name).flatMap {
        folder.place(of: $0).finished == path ? $0 : nil
      }
      switch (error.kind, shard) {
      case (.locked, let shard?): states[shard] = .running(nil)
      case (_, let shard?):
        if !states[shard].isDone { states[shard] = .refused }
        refusals.append(
          StorageFailure(
            kind: error.kind, file: path, reason: error.reason,
            hint: error.kind == .missing
              ? error.hint
              : "\(folder.command(playing: shard)) plays it again and keeps this file under another "
                + "name"))
      case (.locked, nil): break
      case (_, nil): notes.append("\(path) is left out: \(error.reason)")
      }
    }
  }

  private mutating func addUnfinished(_ name: String) {
    let path = "\(folder.shards)/\(name)"
    guard let shard = folder.shard(ofFile: name), !states[shard].isDone else { return }
    do throws(StorageFailure) {
      let count = try blockCount(path)
      if case .missing = states[shard] { states[shard] = .stopped(blocks: count) }
    } catch {
      guard error.kind == .locked else { return }
      states[shard] = .running(ShardProgress(file: folder.progressFile(of: shard)))
    }
  }

  /// The complete blocks of an unfinished file that nobody holds.
  private func blockCount(_ path: String) throws(StorageFailure) -> Int {
    let queue = try ResultConnection.reading(path)
    do {
      defer { try? queue.close() }
      return try queue.read { db in
        guard try !StorageSchema.shape(db).isEmpty else { return 0 }
        let rows = try Row.fetchAll(db, sql: "SELECT problem, block, replications FROM block")
        return try rows.count { row in
          let id = BlockID(problem: try row.value(0), block: try row.value(1))
          return try row.value(2) == id.replications(of: folder.sweep.plan.replications).count
        }
      }
    } catch {
      throw ResultConnection.failure(reading: path, error)
    }
  }
}
