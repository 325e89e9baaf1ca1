import BanditExperiments
import Foundation
import SQLite
import Testing

@testable import BanditStorage

@Suite("Merged shards equal one run")
struct SweepMergeTests {
  @Test("Any number of shards, in any order, gives the file of one run", arguments: [1, 3, 7, 20])
  func exact(shards: Int) throws {
    let sweep = try SmallSweep(shards: shards, seconds: [1, 2.5])
    #expect(sweep.shards.count == shards)
    var order = SystemRandomNumberGenerator()
    for shard in sweep.shards.shuffled(using: &order) { try sweep.play(shard) }
    // Somebody has copied one.
    try FileManager.default.copyItem(
      atPath: sweep.path(0), toPath: sweep.folder.shards + "/another.sqlite")
    let inspection = try sweep.inspected()
    #expect(inspection.isComplete && inspection.notes.count == 1)
    #expect(inspection.notes.first?.contains("the same shard") == true)
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
    let result = try StoredResult.read(sweep.folder.result.finished)
    #expect(result.isFinished)
    #expect(try result.result == expected(sweep.experiment))
    // Again there is nothing to do.
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test(
    "What is kept and how long a sweep is are no matter",
    arguments: [
      (1_150, KeptValues(finals: false)), (1_150, KeptValues(runs: true)), (7, KeptValues()),
    ])
  func kept(replications: Int, kept: KeptValues) throws {
    let sweep = try SmallSweep(replications: replications, shards: 5, kept: kept)
    #expect(sweep.shards.count == min(5, sweep.folder.sweep.blockCount))
    for shard in sweep.shards { try sweep.play(shard) }
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("A merge of shards of which one was replaced is made anew, and the old one is kept")
  func replaced() throws {
    let sweep = try SmallSweep(shards: 3)
    for shard in sweep.shards { try sweep.play(shard) }
    // Sound in itself, and measured wrong.
    let right = try Data(contentsOf: URL(fileURLWithPath: sweep.path(1)))
    let other = try smallExperiment(replications: 950, seed: 6)
    let sink = MemorySink()
    try Engine(jobs: 1).run(other, only: sweep.folder.sweep.blocks(of: 1), sink: sink)
    let header = sweep.folder.header(sweep.experiment, Manifest(sweep.experiment))
    let queue = try ResultConnection.holding(sweep.path(1))
    let file = UnfinishedResult(sweep.path(1), sweep.folder.place(of: 1), header, queue)
    try file.write(sink.blocks)
    try file.close()
    let wrong = try sweep.merged()
    #expect(try wrong.sha256 != sweep.wholeHash() && wrong.notes.isEmpty)
    try right.write(to: URL(fileURLWithPath: sweep.path(1)))
    let again = try sweep.merged()
    #expect(try again.sha256 == sweep.wholeHash())
    #expect(again.notes.first?.contains("was merged from other blocks") == true)
    #expect(FileManager.default.fileExists(atPath: sweep.folder.path + "/small-old-1.sqlite"))
    #expect(try sweep.merged().notes.isEmpty)
  }

  @Test("A shard and a merge that were broken off are gone on with")
  func broken() throws {
    let sweep = try SmallSweep(shards: 3)
    try sweep.play(0)
    try sweep.play(1, limit: 2)
    let inspection = try sweep.inspected()
    guard case .stopped(let blocks) = inspection.states[1] else {
      Issue.record("it was broken off")
      return
    }
    #expect(blocks == 2 && inspection.missing == [1, 2])
    #expect(SweepProgress(inspection).blocks == sweep.folder.sweep.blocks(of: 0).count + 2)
    let failure = #expect(throws: StorageFailure.self) { try sweep.merged() }
    #expect(failure?.reason == "shards 1-2 are missing")
    guard case .unfinished(let sink) = try sweep.opened(1).outcome else {
      Issue.record("blocks are missing")
      return
    }
    #expect(try sink.have().count == 2)
    #expect(try sink.finish() == 2)
    for shard in [1, 2] { try sweep.play(shard) }
    #expect(try sweep.inspected().isComplete)
    // As a merge leaves it that is killed after its first shard.
    let header = sweep.folder.header(sweep.experiment, Manifest(sweep.experiment))
    var opening = ResultOpening(sweep.folder.result, header, .resume)
    guard case .unfinished(let file) = try opening.open() else {
      Issue.record("nothing is merged yet")
      return
    }
    try ShardFile(sweep.path(0), of: sweep.folder.sweep, isVerifying: false)
      .forEachBlock(of: sweep.folder.sweep) { try file.write($0) }
    try file.close()
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
    let names = try FileManager.default.contentsOfDirectory(atPath: sweep.folder.path)
    #expect(names.filter { $0.hasSuffix(".sqlite") } == ["small.sqlite"])
  }

  @Test("What is in the way of the merged result gets another name")
  func inTheWay() throws {
    let sweep = try SmallSweep(shards: 1)
    try sweep.play(0)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: sweep.folder.result.finished))
    let merged = try sweep.merged()
    #expect(try merged.sha256 == sweep.wholeHash())
    #expect(merged.notes.count == 1)
    let old = sweep.folder.path + "/small-old-1.sqlite"
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "mine")
  }

  @Test("A sweep of shards that were played on different linear algebra is refused")
  func machinery() throws {
    let sweep = try SmallSweep(shards: 2)
    for shard in sweep.shards { try sweep.play(shard) }
    #expect(try sweep.merged().notes.isEmpty)
    try FileManager.default.removeItem(atPath: sweep.folder.result.finished)
    let made = try ResultJSON.encoder.encode(Manifest(sweep.experiment))
    let other = String(decoding: made, as: UTF8.self).replacing(
      "\"blas\":null",
      with: """
        "blas":{"version":"0.3","core":"Other","threads":1,"openblas_num_threads":null,\
        "openblas_num_threads_used":false}
        """)
    let manifest = try ResultJSON.decoder.decode(Manifest.self, from: Data(other.utf8))
    #expect(manifest.blas?.core == "Other")
    let queue = try ResultConnection.holding(sweep.path(1))
    try queue.write { try sweep.folder.header(sweep.experiment, manifest).write($0) }
    try queue.close()
    let failure = #expect(throws: StorageFailure.self) { try sweep.merged() }
    #expect(failure?.reason.contains("OpenBLAS 0.3 Other") == true)
    #expect(failure?.file == sweep.path(1))
  }
}
