import BanditExperiments
import ClusterBandit
import Foundation
import SQLite
import Testing

@testable import BanditStorage

@Suite("Finished result files")
struct FinishedResultTests {
  @Test("A file reads back to the result of a run in memory", arguments: [1, 100, 250])
  func equal(replications: Int) throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: replications)
    let result = try #require(try played(experiment, in: scratch))
    let memory = try expected(experiment)
    #expect(result == memory)
    #expect(try scratch.names == ["small.sqlite"])
    let stored = try StoredResult.read(scratch.finished)
    #expect(stored.isFinished && stored.result == memory)
    #expect(ResultJSON.text([stored.result]) == ResultJSON.text([memory]))
    let verification = try Verification(scratch.finished)
    #expect(verification.damages.isEmpty && verification.isFinished)
  }

  @Test("Single runs are kept where they are asked for")
  func runs() throws {
    let scratch = try ResultScratch()
    let kept = KeptValues(runs: true)
    let experiment = try smallExperiment(replications: 1_150)
    try played(experiment, in: scratch, kept: kept)
    let stored = try StoredResult.read(scratch.finished).result
    #expect(stored == (try expected(experiment, kept: kept)))
    #expect(stored.cells.allSatisfy { $0.runs?.count == 1_150 })
  }

  @Test("Without finals all else is the same, and quantiles are within half a percent")
  func withoutFinals() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 3_450)
    try played(experiment, in: scratch, kept: KeptValues(finals: false))
    let stored = try StoredResult.read(scratch.finished).result
    let memory = try expected(experiment)
    var count = 0
    for (here, there) in zip(stored.cells, memory.cells) {
      #expect(here.curves == there.curves && here.quantiles == there.quantiles)
      #expect(here.values.isEmpty && here.replications == 3_450)
      for (metric, summary) in there.final {
        let sketched = try #require(here.final[metric])
        #expect(sketched.moments == summary.moments)
        for (one, other) in [
          (sketched.q05, summary.q05), (sketched.median, summary.median),
          (sketched.q95, summary.q95),
        ] {
          #expect(abs(one - other) <= 0.005 * abs(other) + 1e-12, "\(metric) \(one) \(other)")
          count += 1
        }
      }
    }
    #expect(count == 4 * 6 * 3)
    #expect(memory.cells.contains { ($0.final[.realisedRegret]?.q05 ?? 0) < 0 })
  }

  @Test("Views hold the values of the result without a join")
  func views() throws {
    let scratch = try ResultScratch()
    let experiment = try smallExperiment(replications: 120)
    let result = try #require(try played(experiment, in: scratch))
    let queue = try ResultConnection.reading(scratch.finished)
    let cell = try #require(result.cell("two", "thompson"))
    let place = "environment = 'two' AND policy = 'thompson'"
    try queue.read { db in
      let final = try #require(cell.final[.reward])
      let row = try #require(
        try Row.fetchAll(
          db,
          sql: """
            SELECT mean, standard_error, q05, median, replications, horizon FROM results
            WHERE \(place) AND metric = 'reward'
            """
        ).first)
      let shown = row.databaseValues.map { Double.fromDatabaseValue($0) }
      #expect(shown == [final.mean, final.standardError, final.q05, final.median, 120, 6])
      let means = try Double.fetchAll(
        db,
        sql: "SELECT mean FROM curves WHERE \(place) AND metric = 'pseudo-regret' ORDER BY round")
      #expect(means == cell.curves[.pseudoRegret]?.map(\.mean))
      let values = try Double.fetchAll(
        db,
        sql: "SELECT value FROM finals WHERE \(place) AND metric = 'reward' ORDER BY replication")
      #expect(values == cell.values[.reward])
      let swept = try Double.fetchOne(
        db, sql: "SELECT value FROM parameters WHERE \(place) AND parameter = 'horizon'")
      #expect(swept == 6)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM results") == 4 * 6)
    }
  }
}
