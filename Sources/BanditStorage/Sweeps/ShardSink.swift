package import BanditExperiments
import Foundation
import SQLite
import Synchronization

/// Takes the blocks of a shard as they come, and tells whoever looks on how far it is.
package final class ShardSink: BlockSink {
  private let file: UnfinishedResult
  private let folder: SweepFolder
  private let shard: Int
  private let progress: Mutex<(ShardProgress, written: ContinuousClock.Instant)>

  init(_ file: UnfinishedResult, _ folder: SweepFolder, _ shard: Int) throws(StorageFailure) {
    self.file = file
    self.folder = folder
    self.shard = shard
    // Held from now on: whoever looks sees that somebody is playing it.
    try file.writing { _ = try file.opened() }
    let count: Int
    do {
      count = try file.have().count
    } catch {
      throw ResultConnection.failure(writing: file.path, error)
    }
    let progress = ShardProgress(blocks: count)
    progress.write(to: folder.progressFile(of: shard))
    self.progress = Mutex((progress, .now))
  }

  /// The complete blocks that are in the file.
  package func have() throws -> Set<BlockID> { try file.have() }

  /// Keeps a block, in a transaction of its own.
  package func write(_ block: BlockResult) throws {
    do {
      try file.write(block)
    } catch let failure as StorageFailure where failure.kind == .removed && !folder.isThere {
      throw StorageFailure(
        kind: .unwritable, file: folder.path,
        reason: "the folder of the sweep was removed while it was played",
        hint: "put it back, or plan the sweep again: 'cluster-bandit sweep plan FILE --shards n "
          + "--output DIR'")
    }
    guard block.isComplete else { return }
    progress.withLock { state in
      state.0.blocks += 1
      state.0.pulls += folder.sweep.plan.pulls(of: block.id)
      state.0.heard = Date()
      // On a file system that many machines share.
      guard .now - state.written > .seconds(1) else { return }
      state.written = .now
      state.0.write(to: folder.progressFile(of: shard))
    }
  }

  /// Ends the shard: if all of its blocks are there, the file is put in its place.
  ///
  /// - Returns: the blocks that are there.
  package func finish() throws(StorageFailure) -> Int {
    defer {
      try? file.close()
      try? FileManager.default.removeItem(atPath: folder.progressFile(of: shard))
    }
    do {
      let present = try file.have()
      let blocks = folder.sweep.blocks(of: shard)
      let count = blocks.count { present.contains($0) }
      guard count == blocks.count else { return count }
      try file.opened().write { db in
        try db.execute(
          sql: "INSERT OR REPLACE INTO circumstance VALUES('finished', ?)",
          arguments: [Date().ISO8601Format()])
      }
      try publish()
      return count
    } catch {
      throw ResultConnection.failure(writing: file.path, error)
    }
  }

  /// Puts the file in its place; if another process has finished the shard meanwhile and measured
  /// something else, beside it, for somebody to judge.
  private func publish() throws {
    let place = folder.place(of: shard)
    guard FileManager.default.fileExists(atPath: place.finished) else { return try file.publish() }
    let path = file.path
    try file.close()
    let own = try ShardFile(path, of: folder.sweep, isVerifying: false)
    do throws(StorageFailure) {
      let other = try ShardFile(place.finished, of: folder.sweep, isVerifying: true)
      if other.sha256 != own.sha256 || other.shard != own.shard {
        try place.rename(path, to: ResultPlace.free("also", beside: place.finished))
        return try place.synchronize()
      }
    } catch {
      guard [.refused, .unreadable, .foreign].contains(error.kind) else { throw error }
      _ = try place.setAside(place.finished)
    }
    try place.rename(path, to: place.finished)
    try place.synchronize()
  }
}
