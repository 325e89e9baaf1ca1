import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("Shards that are foreign, damaged or twice there")
struct ShardFaultTests {
  private func complete(_ shards: Int = 3) throws -> SmallSweep {
    let sweep = try SmallSweep(shards: shards)
    for shard in sweep.shards { try sweep.play(shard) }
    return sweep
  }

  /// Expects that shard 1 is refused for a reason, and that playing it again repairs that.
  private func expectRepaired(_ sweep: SmallSweep, _ reason: String) throws {
    let inspection = try sweep.inspected()
    #expect(inspection.missing == [1] && inspection.refusals.count == 1)
    let refusal = try #require(inspection.refusals.first)
    #expect(refusal.file == sweep.path(1))
    #expect(reason.isEmpty || refusal.reason.contains(reason), "\(refusal)")
    #expect(refusal.hint.contains("sweep run \(sweep.folder.path) --shard 1"))
    #expect(throws: StorageFailure.self) { try sweep.merged() }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: sweep.path(1)))
    let notes = try sweep.play(1)
    #expect(notes.count == 1 && notes.first?.contains(refusal.reason) == true, "\(notes)")
    let old = sweep.folder.shards + "/shard-0001-old-1.sqlite"
    #expect(try Data(contentsOf: URL(fileURLWithPath: old)) == bytes)
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("A block that was changed is found and named")
  func damaged() throws {
    let sweep = try complete()
    try sweep.change(
      sweep.path(1), "UPDATE block SET data = zeroblob(length(data)) WHERE block = 8")
    #expect(try sweep.inspected(isVerifying: false).isComplete)
    try expectRepaired(sweep, "block 8 of 'one' is not as it was saved")
  }

  @Test("A block that is not there makes it another shard")
  func lost() throws {
    let sweep = try complete()
    try sweep.change(sweep.path(1), "DELETE FROM block WHERE block = 9")
    #expect(try !sweep.inspected(isVerifying: false).isComplete)
    try expectRepaired(sweep, "its 6 blocks are not those of a shard of this sweep")
  }

  @Test("A file that is cut, empty or no result is refused", arguments: [0, 10, 50_000])
  func cut(length: Int) throws {
    let sweep = try complete()
    let place = URL(fileURLWithPath: sweep.path(1))
    try Data(contentsOf: place).prefix(length).write(to: place)
    try expectRepaired(sweep, "")
  }

  @Test("Blocks of another dealing are no beginning of a shard, and a set-aside file no progress")
  func otherDealing() throws {
    let sweep = try SmallSweep(shards: 3)
    let other = try SmallSweep(shards: 2)
    try other.play(0, limit: 9)
    let place = sweep.folder.place(of: 0)
    try FileManager.default.copyItem(
      atPath: other.folder.place(of: 0).unfinished, toPath: place.unfinished)
    guard case .unfinished(let sink) = try sweep.opened(0).outcome else {
      Issue.record("nothing of it is there")
      return
    }
    #expect(try sink.have().isEmpty)
    #expect(try sink.finish() == 0)
    if case .stopped(let blocks) = try sweep.inspected().states[0] {
      #expect(blocks == 0)
    } else {
      Issue.record("it was begun")
    }
    let old = sweep.folder.shards + "/shard-0000-partial-old-1.sqlite"
    #expect(FileManager.default.fileExists(atPath: old))
    for shard in sweep.shards { try sweep.play(shard) }
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("A sound shard under another's name is not played over")
  func swapped() throws {
    let sweep = try complete()
    try FileManager.default.removeItem(atPath: sweep.path(0))
    try FileManager.default.copyItem(atPath: sweep.path(1), toPath: sweep.path(0))
    let refusal = #expect(throws: StorageFailure.self) { try sweep.play(0) }
    #expect(refusal?.reason == "it is shard 1")
    #expect(refusal?.hint == "give it its own name, shard-0001.sqlite")
  }

  @Test("A shard of another seed is refused with the key that differs")
  func foreign() throws {
    let sweep = try complete()
    let other = try SmallSweep(shards: 3, seed: 6)
    try other.play(1)
    try FileManager.default.removeItem(atPath: sweep.path(1))
    try FileManager.default.copyItem(atPath: other.path(1), toPath: sweep.path(1))
    try expectRepaired(sweep, "seed 6 instead of 5")
  }

  @Test("A shard that keeps something else, and a finished result, are refused")
  func otherKept() throws {
    let sweep = try complete()
    let other = try SmallSweep(shards: 3, kept: KeptValues(finals: false))
    try other.play(1)
    try FileManager.default.removeItem(atPath: sweep.path(1))
    try FileManager.default.copyItem(atPath: other.path(1), toPath: sweep.path(1))
    try expectRepaired(sweep, "finals none instead of all")
    let whole = try ResultScratch()
    try played(sweep.experiment, in: whole)
    try FileManager.default.copyItem(
      atPath: whole.finished, toPath: sweep.folder.shards + "/whole.sqlite")
    let inspection = try sweep.inspected()
    #expect(inspection.isComplete && inspection.notes.count == 1)
    #expect(inspection.notes.first?.contains("a finished result and no shard") == true)
  }

  @Test("Two files of a shard that contradict each other are both kept, and nothing is merged")
  func contradiction() throws {
    let sweep = try complete()
    let copy = sweep.folder.shards + "/copy.sqlite"
    try FileManager.default.copyItem(atPath: sweep.path(1), toPath: copy)
    // Sound in itself, and of another seed.
    let other = try smallExperiment(replications: 950, seed: 6)
    let sink = MemorySink()
    try Engine(jobs: 1).run(other, only: sweep.folder.sweep.blocks(of: 1).prefix(1), sink: sink)
    let header = sweep.folder.header(sweep.experiment, Manifest(sweep.experiment))
    let queue = try ResultConnection.holding(copy)
    let file = UnfinishedResult(copy, sweep.folder.place(of: 1), header, queue)
    try file.write(sink.blocks)
    try file.close()
    let inspection = try sweep.inspected()
    #expect(!inspection.isComplete && inspection.missing.isEmpty)
    #expect(inspection.refusals.count == 1)
    #expect(inspection.refusals.first?.reason.contains("measured different things") == true)
    #expect(inspection.refusals.first?.hint.contains("--blocks 7' plays them again") == true)
    #expect(throws: StorageFailure.self) { try sweep.merged() }
    #expect(FileManager.default.fileExists(atPath: copy))
    #expect(FileManager.default.fileExists(atPath: sweep.path(1)))
    try FileManager.default.removeItem(atPath: copy)
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("Two processes that play one shard both finish, and it is there once")
  func twoWriters() throws {
    let sweep = try SmallSweep(shards: 1)
    guard case .unfinished(let one) = try sweep.opened(0).outcome,
      case .unfinished(let two) = try sweep.opened(0).outcome
    else {
      Issue.record("nothing is there yet")
      return
    }
    guard case .running(let progress?) = try sweep.inspected().states[0] else {
      Issue.record("it is being played")
      return
    }
    #expect(progress.blocks == 0 && progress.process == ProcessInfo.processInfo.processIdentifier)
    for sink in [one, two] {
      try Engine(jobs: 1).run(sweep.experiment, sink: sink)
      #expect(try sink.finish() == 20)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: sweep.folder.shards)
    #expect(names == ["shard-0000.sqlite", "sweep.json"])
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("A block that was not complete when a shard ended is not counted")
  func incomplete() throws {
    let sweep = try SmallSweep(shards: 1)
    try sweep.play(0, limit: 3)
    let path = sweep.folder.place(of: 0).unfinished
    try sweep.change(path, "UPDATE block SET replications = 60 WHERE block = 1")
    guard case .stopped(let blocks) = try sweep.inspected().states[0] else {
      Issue.record("it was begun")
      return
    }
    #expect(blocks == 2)
  }

  @Test("An unfinished shard that is damaged is set aside, and one that nothing is in is used")
  func unfinished() throws {
    let sweep = try SmallSweep(shards: 2)
    try sweep.play(0, limit: 3)
    let path = sweep.folder.place(of: 0).unfinished
    try sweep.change(path, "UPDATE block SET sha256 = 'x' WHERE block = 1")
    let notes = try sweep.play(0)
    #expect(notes.count == 1 && notes.first?.contains("shard-0000-partial-old-1") == true)
    #expect(
      FileManager.default.createFile(
        atPath: sweep.folder.place(of: 1).unfinished, contents: nil))
    guard case .stopped(let blocks) = try sweep.inspected().states[1] else {
      Issue.record("somebody began it")
      return
    }
    #expect(blocks == 0)
    #expect(try sweep.play(1) == [])
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }
}
