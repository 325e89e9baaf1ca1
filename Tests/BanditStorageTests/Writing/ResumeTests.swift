import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("Results that are gone on with")
struct ResumeTests {
  private func hash(_ scratch: ResultScratch) throws -> String {
    let verification = try Verification(scratch.finished)
    #expect(verification.damages == [])
    return try #require(verification.contentHash)
  }

  @Test("A run that broke off after any number of blocks ends as an uninterrupted one")
  func interrupted() throws {
    let experiment = try smallExperiment(replications: 250)
    let whole = try ResultScratch()
    try played(experiment, in: whole)
    let wanted = try (StoredResult.read(whole.finished).result, hash(whole))
    var count = 0
    for limit in 0...5 {
      let scratch = try ResultScratch()
      #expect(try played(experiment, in: scratch, limit: limit) == nil)
      #expect(try scratch.names == (limit == 0 ? [] : ["small-partial.sqlite"]))
      if limit > 0 {
        let partial = try StoredResult.read(scratch.unfinished)
        #expect(!partial.isFinished && partial.result.isPartial)
      }
      let result = try #require(try played(experiment, in: scratch, .resume))
      #expect(result == wanted.0)
      #expect(try hash(scratch) == wanted.1)
      #expect(try scratch.names == ["small.sqlite"])
      count += 1
    }
    #expect(count == 6)
  }

  @Test("Blocks that were merged on the way give the same file as those that were not")
  func merged() throws {
    // More blocks of a problem than are kept whole.
    let experiment = try smallExperiment(
      replications: 100 * (UnfinishedResult.usualMergeInterval + 3))
    let whole = try ResultScratch()
    try played(experiment, in: whole)
    let scratch = try ResultScratch()
    #expect(
      try played(experiment, in: scratch, limit: UnfinishedResult.usualMergeInterval + 1) == nil)
    let partial = try StoredResult.read(scratch.unfinished).result
    #expect(partial.cells.first?.replications == 100 * (UnfinishedResult.usualMergeInterval + 1))
    #expect(try played(experiment, in: scratch, .resume) == (try expected(experiment)))
    #expect(try hash(scratch) == (try hash(whole)))
  }

  @Test(
    "More replications later give the file of all of them at once",
    arguments: [(100, 250), (150, 250), (50, 1_050), (250, 1_100), (1_000, 1_050), (1_150, 1_300)])
  func extended(first: Int, then: Int) throws {
    let whole = try ResultScratch()
    let experiment = try smallExperiment(replications: then)
    try played(experiment, in: whole)
    let scratch = try ResultScratch()
    try played(smallExperiment(replications: first), in: scratch)
    // Only the new blocks are played: those that lack full hundreds.
    let missing = 2 * ((then + 99) / 100 - first / 100)
    #expect(try played(experiment, in: scratch, .resume, limit: missing) != nil)
    #expect(try StoredResult.read(scratch.finished).result == (try expected(experiment)))
    #expect(try hash(scratch) == (try hash(whole)))
    #expect(try scratch.names == ["small.sqlite"])
  }

  @Test("An unfinished run goes on to more replications too")
  func extendedUnfinished() throws {
    let scratch = try ResultScratch()
    #expect(try played(smallExperiment(replications: 150), in: scratch, limit: 3) == nil)
    let experiment = try smallExperiment(replications: 320)
    #expect(try played(experiment, in: scratch, .resume) == (try expected(experiment)))
  }

  @Test("A finished result of the same plan is not played again")
  func there() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 120)
    try played(experiment, in: scratch)
    let again = try played(experiment, in: scratch, .resume, limit: 0)
    #expect(again == (try expected(experiment)))
  }

  @Test("Another seed, fewer replications or other values are refused with the keys that differ")
  func refused() throws {
    let scratch = try ResultScratch()
    func refusal(
      _ experiment: Experiment, _ mode: ResultOpening.Mode, _ kept: KeptValues = KeptValues()
    ) -> String? {
      do {
        try played(experiment, in: scratch, mode, kept: kept)
        return nil
      } catch {
        return "\(error)"
      }
    }
    let experiment = try smallExperiment(replications: 200)
    #expect(try played(experiment, in: scratch, limit: 2) == nil)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.unfinished))
    #expect(
      refusal(experiment, .begin)
        == "\(scratch.unfinished): it holds 2 of 4 blocks of an unfinished run; --resume goes on "
        + "from there; --force begins anew and keeps it under another name")
    let other = try smallExperiment(replications: 100, seed: 6)
    #expect(
      refusal(other, .resume)
        == "\(scratch.unfinished): it holds another run (seed 5 instead of 6, replications 200 "
        + "instead of 100); --resume goes on with the same plan, or with more replications of it")
    #expect(refusal(experiment, .resume, KeptValues(finals: false))?.contains("finals all") == true)
    #expect(refusal(experiment, .resume, KeptValues(runs: true))?.contains("curves quant") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.unfinished)) == before)
    #expect(refusal(other, .force) == nil)
    #expect(try scratch.names == ["small-partial-old-1.sqlite", "small.sqlite"])
    #expect(refusal(experiment, .begin)?.contains("the result of another plan (seed 6") == true)
    #expect(refusal(experiment, .force) == nil)
    #expect(try StoredResult.read(scratch.finished).result == (try expected(experiment)))
  }

  @Test("Two writers in one folder both finish, and one valid file is there")
  func twoWriters() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    guard case .unfinished(let first) = try opened(experiment, in: scratch).outcome else {
      Issue.record("nothing is finished yet")
      return
    }
    #expect(throws: Interrupted.self) {
      try Engine(jobs: 1).run(experiment, sink: BreakingSink(first, after: 1))
    }
    #expect(throws: StorageFailure.self) { try StoredResult.read(scratch.unfinished) }
    let (outcome, notes) = try opened(experiment, in: scratch, .resume)
    #expect(notes.first?.contains("is being written by another run") == true)
    guard case .unfinished(let second) = outcome else {
      Issue.record("nothing is finished yet")
      return
    }
    for file in [second, first] {
      try Engine(jobs: 1).run(experiment, sink: file)
      let result = try file.soFar(experiment, Manifest(experiment))
      #expect(try file.finish(result, experiment) == scratch.finished)
      #expect(try StoredResult.read(scratch.finished).result == (try expected(experiment)))
    }
    #expect(try scratch.names == ["small.sqlite"])
  }

  @Test("Two runs that begin at once both finish, too")
  func twoBeginners() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    var files: [UnfinishedResult] = []
    for _ in 0..<2 {
      if case .unfinished(let file) = try opened(experiment, in: scratch).outcome {
        files.append(file)
      }
    }
    #expect(files.count == 2)
    for file in files { try Engine(jobs: 1).run(experiment, sink: file) }
    #expect(try scratch.names.count { $0.hasSuffix(".sqlite") } == 2)
    for file in files {
      let result = try file.soFar(experiment, Manifest(experiment))
      #expect(try file.finish(result, experiment) == scratch.finished)
      #expect(try StoredResult.read(scratch.finished).result == (try expected(experiment)))
    }
    #expect(try scratch.names == ["small.sqlite"])
  }

  @Test("Of two runs of different seeds that begin at once neither result is lost")
  func twoSeeds() throws {
    let scratch = try ResultScratch()
    let experiments = try [5, 6].map { try smallExperiment(replications: 200, seed: $0) }
    let files = try experiments.map { try opened($0, in: scratch).outcome }
    for (index, (experiment, outcome)) in zip(experiments, files).enumerated() {
      guard case .unfinished(let file) = outcome else {
        Issue.record("nothing is finished yet")
        return
      }
      try Engine(jobs: 1).run(experiment, sink: file)
      let result = try file.soFar(experiment, Manifest(experiment))
      if index == 0 {
        #expect(try file.finish(result, experiment) == scratch.finished)
      } else {
        let refusal = #expect(throws: StorageFailure.self) {
          try file.finish(result, experiment)
        }
        #expect(refusal?.reason.contains("the result of another plan there (seed 5") == true)
      }
    }
    let other = "small-\(experiments[1].plan.sha256.prefix(8)).sqlite"
    #expect(try scratch.names == [other, "small.sqlite"].sorted())
    for (experiment, name) in zip(experiments, ["small.sqlite", other]) {
      let result = try StoredResult.read(scratch.path + "/" + name).result
      #expect(result == (try expected(experiment)))
    }
  }

  @Test("What was left without a block does not keep a finished result from being gone on with")
  func leftEmpty() throws {
    let scratch = try ResultScratch()
    try played(smallExperiment(replications: 200), in: scratch)
    #expect(FileManager.default.createFile(atPath: scratch.unfinished, contents: nil))
    let failure = #expect(throws: StorageFailure.self) { try Verification(scratch.unfinished) }
    #expect(failure?.kind == .empty)
    let experiment = try smallExperiment(replications: 300)
    #expect(try played(experiment, in: scratch, .resume, limit: 2) == (try expected(experiment)))
    #expect(try scratch.names == ["small.sqlite"])
  }
}
