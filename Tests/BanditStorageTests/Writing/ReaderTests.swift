import BanditExperiments
import Foundation
import SQLite
import Testing

@testable import BanditStorage

@Suite("Files that somebody reads when they are to be written")
struct ReaderTests {
  /// A file with three of four blocks, and somebody who has begun to read it.
  private func read(
    _ experiment: Experiment, in scratch: ResultScratch
  ) throws -> DatabaseQueue {
    try played(experiment, in: scratch, limit: 3)
    let viewer = try DatabaseQueue(path: scratch.unfinished, isReadOnly: true)
    try viewer.inDatabase { db in
      try db.execute(sql: "BEGIN")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM block") == 3)
    }
    return viewer
  }

  @Test("A run waits until a viewer has closed the file, and goes on with all of its blocks")
  func waits() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    let viewer = try read(experiment, in: scratch)
    let began = ContinuousClock.now
    DispatchQueue.global().asyncAfter(deadline: .now() + 1.5) {
      try? viewer.inDatabase { try $0.execute(sql: "COMMIT") }
    }
    #expect(try played(experiment, in: scratch, .resume, limit: 1) == (try expected(experiment)))
    #expect(.now - began > .seconds(1.4))
    #expect(try scratch.names == ["small.sqlite"])
  }

  @Test("A viewer that is never closed is told of, and nothing is begun anew")
  func refuses() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    let viewer = try read(experiment, in: scratch)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.unfinished))
    for mode in [ResultOpening.Mode.resume, .force] {
      let failure = #expect(throws: StorageFailure.self) {
        try opened(experiment, in: scratch, mode, patience: 0.6)
      }
      #expect(failure?.kind == .unwritable && failure?.file == scratch.unfinished)
      #expect(failure?.reason.contains("has had it open for reading for 1 seconds") == true)
      #expect(failure?.hint.contains("'lsof \(scratch.unfinished)' names the program") == true)
      #expect(try scratch.names == ["small-partial.sqlite"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.unfinished)) == bytes)
    }
    try viewer.close()
  }

  @Test("Another run that writes is not waited for")
  func writer() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 200)
    try played(experiment, in: scratch, limit: 3)
    let other = try ResultConnection.holding(scratch.unfinished)
    let began = ContinuousClock.now
    let failure = #expect(throws: StorageFailure.self) {
      try ResultConnection.holding(scratch.unfinished)
    }
    #expect(failure?.kind == .locked && .now - began < .seconds(5))
    try other.close()
  }
}
