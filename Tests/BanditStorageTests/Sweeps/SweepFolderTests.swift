import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("The folder of a sweep")
struct SweepFolderTests {
  @Test("A plan reads back the same, and is made once")
  func made() throws {
    let small = try SmallSweep(shards: 4, seconds: [1, 3])
    let read = try SweepFolder.read(small.folder.path + "/")
    #expect(read.sweep == small.folder.sweep && read.path == small.folder.path)
    // Estimates are measured, and another measurement makes no other plan.
    let other = SweepPlan(
      small.experiment, kept: KeptValues(), shards: 4, seconds: [5, 1], workers: 1,
      dataFolder: "/")
    let again = try SweepFolder.make(small.folder.path, other, script: "")
    #expect(again.isOld && again.folder.sweep == small.folder.sweep)
    let more = SweepPlan(
      small.experiment, kept: KeptValues(finals: false), shards: 5, seconds: [1, 3], workers: 1,
      dataFolder: "/")
    let failure = #expect(throws: StorageFailure.self) {
      try SweepFolder.make(small.folder.path, more, script: "")
    }
    #expect(failure?.reason.contains("finals all instead of none, shards 4 instead of 5") == true)
  }

  @Test("A plan that was changed or cut anywhere is refused")
  func damaged() throws {
    let small = try SmallSweep(shards: 4)
    let file = URL(fileURLWithPath: SweepFolder.planFile(in: small.folder.path))
    let bytes = try Data(contentsOf: file)
    var count = 0
    for position in stride(from: 0, to: bytes.count - 1, by: 13) {
      var flipped = bytes
      flipped[position] ^= 1
      try flipped.write(to: file)
      #expect(throws: StorageFailure.self, "byte \(position)") {
        try SweepFolder.read(small.folder.path)
      }
      try bytes.prefix(position).write(to: file)
      #expect(throws: StorageFailure.self) { try SweepFolder.read(small.folder.path) }
      count += 1
    }
    #expect(count > 50)
    try bytes.write(to: file)
    #expect(try SweepFolder.read(small.folder.path).sweep == small.folder.sweep)
    let text = String(decoding: bytes, as: UTF8.self)
    try Data(text.replacing("\"schema\":1", with: "\"schema\":2").utf8).write(to: file)
    let failure = #expect(throws: StorageFailure.self) {
      try SweepFolder.read(small.folder.path)
    }
    #expect(failure?.reason == "it has schema 2, and this program reads schema 1")
  }

  @Test("A plan that is lost or damaged comes back from its copy, and a script from its plan")
  func copy() throws {
    let small = try SmallSweep(shards: 4)
    let folder = small.folder
    let file = SweepFolder.planFile(in: folder.path)
    let copy = folder.shards + "/sweep.json"
    for damage in ["", "{"] {
      if damage.isEmpty {
        try FileManager.default.removeItem(atPath: file)
      } else {
        try Data(damage.utf8).write(to: URL(fileURLWithPath: file))
      }
      let failure = #expect(throws: StorageFailure.self) { try SweepFolder.read(folder.path) }
      #expect(failure?.hint == "'cp \(copy) \(file)' puts its copy back")
      try? FileManager.default.removeItem(atPath: file)
      try FileManager.default.copyItem(atPath: copy, toPath: file)
      #expect(try SweepFolder.read(folder.path).sweep == folder.sweep)
    }
    try FileManager.default.removeItem(atPath: folder.shards)
    try FileManager.default.removeItem(atPath: folder.script)
    #expect(try SweepFolder.make(folder.path, folder.sweep, script: "new").isOld)
    #expect(try String(contentsOfFile: folder.script, encoding: .utf8) == "new")
    #expect(FileManager.default.fileExists(atPath: copy))
  }

  @Test("The repair of a file is that of its sweep")
  func repair() throws {
    let small = try SmallSweep(shards: 4)
    let folder = small.folder
    #expect(
      SweepFolder.repair(of: folder.place(of: 2).finished)?.description
        == "'cluster-bandit sweep run \(folder.path) --shard 2'")
    #expect(
      SweepFolder.repair(of: folder.result.finished)?.description
        == "'cluster-bandit sweep merge \(folder.path)'")
    #expect(SweepFolder.repair(of: folder.path + "/other.sqlite") == nil)
  }

  @Test("Files belong to shards by their names")
  func names() throws {
    let folder = try SmallSweep(shards: 20).folder
    #expect(folder.place(of: 7).name == "shard-0007")
    #expect(folder.shard(ofFile: "shard-0007-partial.sqlite") == 7)
    #expect(folder.shard(ofFile: "shard-0019.sqlite") == 19)
    for name in ["shard-0020.sqlite", "shard-7.sqlite", "shards.sqlite", "0007.sqlite"] {
      #expect(folder.shard(ofFile: name) == nil)
    }
  }

  @Test("The report names each state once, and what is missing with the command that plays it")
  func report() throws {
    let small = try SmallSweep(shards: 5)
    for shard in [0, 1] { try small.play(shard) }
    try small.play(3, limit: 1)
    guard case .unfinished(let sink) = try small.opened(4).outcome else {
      Issue.record("nothing is there yet")
      return
    }
    try Engine(jobs: 1).run(
      small.experiment, only: small.folder.sweep.blocks(of: 4).prefix(1), sink: sink)
    let lines = SweepReport(try small.inspected(isVerifying: false)).plain()
      .split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("0-1     done     8 of 8 ") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("2       missing  0 of 4") })
    #expect(lines.contains { $0.hasPrefix("3       stopped  1 of 4") })
    #expect(lines.contains { $0.hasPrefix("4       running  ") })
    #expect(lines.contains("- 2 done, 1 running, 1 stopped, 1 missing of 5 shards"))
    #expect(
      lines.contains {
        $0.hasPrefix("- missing: 2-3; 'cluster-bandit sweep submit \(small.folder.path)'")
      })
    _ = try sink.finish()
  }

  @Test("Pulls are counted by problem, and speed by who plays")
  func progress() throws {
    let small = try SmallSweep(shards: 2)
    try small.play(0)
    let progress = SweepProgress(try small.inspected())
    // Ten blocks of four rounds of ten rounds altogether.
    #expect(progress.blocks == 10 && abs(progress.share - 0.4) < 1e-12)
    #expect(progress.rate == nil && abs(progress.estimatedSeconds - 950) < 1e-9)
    var heard = ShardProgress(blocks: 3)
    #expect(heard.rate == nil)
    heard.heard = heard.since.addingTimeInterval(4)
    heard.pulls = 100
    #expect(heard.rate == 25)
    heard.heard = heard.since.addingTimeInterval(-4)
    #expect(heard.rate == nil)
  }
}
