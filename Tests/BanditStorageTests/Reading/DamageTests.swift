import BanditExperiments
import Foundation
import SQLite
import Testing

@testable import BanditStorage

@Suite("Damaged result files")
struct DamageTests {
  /// A small file and what it holds.
  private func made(_ limit: Int = .max) throws -> (bytes: [UInt8], result: ResultSet) {
    let scratch = try ResultScratch()
    try played(smallExperiment(replications: 130), in: scratch, limit: limit)
    let path = limit == .max ? scratch.finished : scratch.unfinished
    return (
      Array(try Data(contentsOf: URL(fileURLWithPath: path))), try StoredResult.read(path).result
    )
  }

  /// Whether damage is found, or does no harm: then the file holds the same result.
  private func isSafe(_ bytes: [UInt8], _ result: ResultSet) throws -> (found: Bool, safe: Bool) {
    let scratch = try ResultScratch()
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.finished))
    guard let read = try? StoredResult.read(scratch.finished).result else { return (true, true) }
    return (!(try Verification(scratch.finished).damages.isEmpty), read == result)
  }

  @Test(
    "A flipped bit is found or changes nothing, wherever it is", arguments: [Int.max, 3])
  func flipped(limit: Int) throws {
    let (bytes, result) = try made(limit)
    var (count, found) = (0, 0)
    // The file's header, the headers of all pages, and every so many bytes.
    let headers = stride(from: 0, to: bytes.count, by: 4_096).flatMap { $0..<$0 + 12 }
    let places = Set(Array(0..<100) + headers + stride(from: 0, to: bytes.count, by: 1_013))
    for position in places.sorted() {
      var flipped = bytes
      flipped[position] ^= UInt8(1 << (position % 8))
      let outcome = try isSafe(flipped, result)
      #expect(outcome.safe, "byte \(position)")
      count += 1
      if outcome.found { found += 1 }
    }
    #expect(count == places.count)
    #expect(found > count / 4, "\(found) of \(count)")
  }

  @Test("A file that is cut anywhere is found")
  func cut() throws {
    let (bytes, result) = try made()
    var count = 0
    for length in stride(from: 0, to: bytes.count, by: 1_023) {
      let outcome = try isSafe(Array(bytes.prefix(length)), result)
      #expect(outcome.found, "\(length) bytes")
      count += 1
    }
    #expect(count > 20)
  }

  @Test("A changed value is named by its table, and another schema by its number")
  func named() throws {
    let scratch = try ResultScratch()
    try played(smallExperiment(replications: 130), in: scratch)
    func change(_ statement: String) throws {
      let queue = try ResultConnection.holding(scratch.finished)
      try queue.write { try $0.execute(sql: statement) }
      try queue.close()
    }
    try change("UPDATE final SET value = value + 1 WHERE cell = 1 AND metric = 0")
    #expect(
      try Verification(scratch.finished).damages == ["the table 'final' is not as it was saved"])
    #expect(try StoredResult.plan(of: scratch.finished).plan.seed == 5)
    try change("UPDATE final SET value = value - 1 WHERE cell = 1 AND metric = 0")
    #expect(try Verification(scratch.finished).damages == [])
    try change("UPDATE circumstance SET value = 'elsewhere' WHERE key = 'host'")
    #expect(try Verification(scratch.finished).damages == [])
    try change("PRAGMA user_version = 2")
    let damages = try Verification(scratch.finished).damages
    #expect(damages == ["it has schema 2, and this program reads schema 1"])
    #expect(throws: StorageFailure.self) {
      try played(smallExperiment(replications: 200), in: scratch, .resume)
    }
  }

  @Test("What other streams have drawn is refused, be it a result, its beginning or a shard")
  func streams() throws {
    let sweep = try SmallSweep(replications: 200, shards: 1)
    let experiment = sweep.experiment
    var header = ResultHeader(experiment, Manifest(experiment), KeptValues())
    header.plan.streams += 1
    let scratch = try ResultScratch()
    let place = ResultPlace(folder: scratch.path, name: "small")
    let file = UnfinishedResult(place.unfinished, place, header, nil)
    try Engine(jobs: 1).run(experiment, sink: file)
    try file.close()
    try FileManager.default.copyItem(atPath: place.unfinished, toPath: sweep.path(0))
    let reason = "it has version \(header.plan.streams) of the streams, and this program draws"
    for mode in [ResultOpening.Mode.begin, .resume] {
      let failure = #expect(throws: StorageFailure.self) {
        try opened(experiment, in: scratch, mode)
      }
      #expect(failure?.reason.hasPrefix(reason) == true, "\(failure?.reason ?? "")")
    }
    let inspection = try sweep.inspected()
    #expect(inspection.missing == [0] && inspection.refusals.count == 1)
    #expect(inspection.refusals.first?.reason.hasPrefix(reason) == true)
    #expect(try sweep.play(0).count == 1)
    #expect(try sweep.merged().sha256 == sweep.wholeHash())
  }

  @Test("A block that is played again measures the same, and one that was changed does not")
  func replayed() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 230)
    try played(experiment, in: scratch)
    let verification = try Verification(scratch.finished)
    #expect(verification.blocks.count == 6)
    for id in verification.blocks.keys {
      #expect(
        try verification.replayed(id, experiment, jobs: 1, control: RunControl()) == true)
      #expect(
        try verification.replayed(
          id, experiment.with(seed: 9), jobs: 1, control: RunControl()) == false)
    }
  }

  @Test("What is no result is called so")
  func foreign() throws {
    let scratch = try ResultScratch()
    try Data("name: study\n".utf8).write(to: URL(fileURLWithPath: scratch.finished))
    let refusal = #expect(throws: StorageFailure.self) { try Verification(scratch.finished) }
    #expect(refusal?.kind == .foreign)
    let folder = #expect(throws: StorageFailure.self) { try Verification(scratch.path) }
    #expect(folder?.reason == "it is a folder")
    #expect(throws: StorageFailure.self) { try StoredResult.read(scratch.path + "/none.sqlite") }
    #expect(throws: StorageFailure.self) {
      try played(smallExperiment(replications: 100), in: scratch)
    }
    #expect(try String(contentsOfFile: scratch.finished, encoding: .utf8) == "name: study\n")
  }

  @Test("A folder that vanishes or is read-only gives an error with the file")
  func vanished() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 100)
    guard case .unfinished(let file) = try opened(experiment, in: scratch).outcome else {
      Issue.record("nothing is finished yet")
      return
    }
    try FileManager.default.removeItem(atPath: scratch.path)
    let failure = #expect(throws: StorageFailure.self) {
      try Engine(jobs: 1).run(experiment, sink: file)
    }
    #expect(failure?.kind == .unwritable && failure?.file == scratch.unfinished)
  }
}
