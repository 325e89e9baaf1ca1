import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("Files that are removed while a run goes on")
struct RemovedTests {
  /// What is done to a file that is being written.
  enum Removal: CaseIterable {
    case file, renamed, replaced, folder

    func happen(to scratch: ResultScratch) throws {
      let files = FileManager.default
      let path = scratch.unfinished
      switch self {
      case .file: try files.removeItem(atPath: path)
      case .renamed: try files.moveItem(atPath: path, toPath: path + ".mine")
      case .replaced:
        try files.removeItem(atPath: path)
        try Data("somebody's".utf8).write(to: URL(fileURLWithPath: path))
      case .folder: try files.removeItem(atPath: scratch.path)
      }
    }
  }

  @Test("The next block notices, and what was measured is still there", arguments: Removal.allCases)
  func noticed(removal: Removal) throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    let file = try begun(experiment, in: scratch, blocks: 2)
    try removal.happen(to: scratch)
    let sink = BreakingSink(file, after: 1)
    let failure = #expect(throws: StorageFailure.self) {
      try Engine(jobs: 1).run(experiment, sink: sink)
    }
    #expect(failure?.kind == .removed && failure?.file == scratch.unfinished)
    let what = removal == .folder ? "its folder" : "it"
    #expect(failure?.reason == "\(what) was removed or renamed during the run")
    let kept = try file.soFar(experiment, Manifest(experiment))
    #expect(kept.cells.map(\.replications).reduce(0, +) == 2 * 200)
    try file.close()
    if removal == .replaced {
      #expect(try String(contentsOfFile: scratch.unfinished, encoding: .utf8) == "somebody's")
    }
  }

  @Test("After the last block it is noticed too, and nobody's file is renamed")
  func atTheEnd() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    let file = try begun(experiment, in: scratch, blocks: .max)
    try Removal.replaced.happen(to: scratch)
    let failure = #expect(throws: StorageFailure.self) {
      try file.finish(try file.soFar(experiment, Manifest(experiment)), experiment)
    }
    #expect(failure?.kind == .removed)
    try file.close()
    #expect(try scratch.names == ["small-partial.sqlite"])
    #expect(try String(contentsOfFile: scratch.unfinished, encoding: .utf8) == "somebody's")
  }

  @Test("A shard notices as well, and a sweep whose folder is gone is planned again")
  func shard() throws {
    let sweep = try SmallSweep(shards: 2)
    guard case .unfinished(let sink) = try sweep.opened(0).outcome else {
      Issue.record("nothing is there yet")
      return
    }
    let blocks = sweep.folder.sweep.blocks(of: 0)
    try Engine(jobs: 1).run(sweep.experiment, only: blocks.prefix(2), sink: sink)
    try FileManager.default.removeItem(atPath: sweep.folder.path)
    let failure = #expect(throws: StorageFailure.self) {
      try Engine(jobs: 1).run(sweep.experiment, only: blocks.prefix(3), sink: sink)
    }
    #expect(failure?.kind == .unwritable)
    #expect(failure?.reason == "the folder of the sweep was removed while it was played")
    #expect(failure?.hint.contains("cluster-bandit sweep plan") == true)
  }
}
