import BanditExperiments
import Foundation
import Testing

@testable import BanditStorage

@Suite("Results beside another plan's of the same name")
struct NeighborTests {
  @Test("A result that ended second is gone on with where it is, as often as one likes")
  func finished() throws {
    let scratch = try ResultScratch()
    let first = try smallExperiment(replications: 200, seed: 5)
    let second = try smallExperiment(replications: 200, seed: 6)
    let late = try begun(second, in: scratch, blocks: .max)
    try played(first, in: scratch, .force)
    let result = try late.soFar(second, Manifest(second))
    #expect(throws: StorageFailure.self) { try late.finish(result, second) }
    let name = "small-\(second.plan.sha256.prefix(8)).sqlite"
    #expect(try scratch.names == [name, "small.sqlite"].sorted())
    #expect(try played(second, in: scratch, .resume, limit: 0) == (try expected(second)))
    for (replications, missing) in [(350, 4), (500, 4)] {
      let more = try smallExperiment(replications: replications, seed: 6)
      #expect(
        try played(more, in: scratch, .resume, limit: missing) == (try expected(more)))
      #expect(try scratch.names == [name, "small.sqlite"].sorted())
      #expect(
        try StoredResult.read(scratch.path + "/" + name).result == (try expected(more)))
    }
    #expect(try StoredResult.read(scratch.finished).result == (try expected(first)))
  }

  @Test("What a killed run left under a name of its own is gone on with", arguments: [false, true])
  func killed(isOtherFinished: Bool) throws {
    let scratch = try ResultScratch()
    let first = try smallExperiment(replications: 200, seed: 5)
    let second = try smallExperiment(replications: 200, seed: 6)
    let early = try begun(first, in: scratch, blocks: 2)
    let late = try begun(second, in: scratch, blocks: 3)
    #expect(late.path.contains("small-partial-"))
    try late.close()
    if isOtherFinished {
      try Engine(jobs: 1).run(first, sink: early)
      _ = try early.finish(try early.soFar(first, Manifest(first)), first)
    } else {
      try early.close()
    }
    // One of its four blocks is missing.
    #expect(try played(second, in: scratch, .resume, limit: 1) == (try expected(second)))
    let name = "small-\(second.plan.sha256.prefix(8)).sqlite"
    let other = isOtherFinished ? "small.sqlite" : "small-partial.sqlite"
    #expect(try scratch.names == [name, other].sorted())
    #expect(try played(first, in: scratch, .resume, limit: 2) == (try expected(first)))
  }

  @Test("Of one plan, what a second run left is gone on with where the first one's is gone")
  func alone() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    let first = try begun(experiment, in: scratch, blocks: 1)
    let (outcome, _) = try opened(experiment, in: scratch, .resume)
    guard case .unfinished(let second) = outcome else {
      Issue.record("nothing is finished yet")
      return
    }
    #expect(throws: Interrupted.self) {
      try Engine(jobs: 1).run(experiment, sink: BreakingSink(second, after: 3))
    }
    try first.close()
    try second.close()
    try FileManager.default.removeItem(atPath: scratch.unfinished)
    #expect(try played(experiment, in: scratch, .resume, limit: 1) == (try expected(experiment)))
    #expect(try scratch.names == ["small.sqlite"])
  }
}
