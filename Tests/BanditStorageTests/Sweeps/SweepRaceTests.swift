import BanditExperiments
import Foundation
import Synchronization
import Testing

@testable import BanditStorage

@Suite("Sweeps that are planned at once")
struct SweepRaceTests {
  private func sweep(_ experiment: Experiment, shards: Int, seconds: Double) -> SweepPlan {
    SweepPlan(
      experiment, kept: KeptValues(), shards: shards, seconds: [seconds, seconds], workers: 1,
      dataFolder: "/")
  }

  /// What six planners of one folder get who begin at once: the folders, and what was refused.
  private func planned(
    _ sweeps: [SweepPlan], in scratch: ResultScratch
  ) -> [Result<(folder: SweepFolder, isOld: Bool), StorageFailure>] {
    let outcomes = Mutex<[Int: Result<(folder: SweepFolder, isOld: Bool), StorageFailure>]>([:])
    DispatchQueue.concurrentPerform(iterations: sweeps.count) { index in
      let outcome: Result<(folder: SweepFolder, isOld: Bool), StorageFailure>
      do throws(StorageFailure) {
        outcome = .success(
          try SweepFolder.make(scratch.path + "/sweep", sweeps[index], script: "script \(index)"))
      } catch {
        outcome = .failure(error)
      }
      outcomes.withLock { $0[index] = outcome }
    }
    return outcomes.withLock { outcomes in sweeps.indices.compactMap { outcomes[$0] } }
  }

  @Test("Of different plans exactly one stands, with its own copy and script; the others are told")
  func different() throws {
    let experiment = try smallExperiment(replications: 950)
    let sweeps = (1...6).map { sweep(experiment, shards: $0, seconds: 1) }
    for round in 1...20 {
      let scratch = try ResultScratch()
      let outcomes = planned(sweeps, in: scratch)
      let winners = outcomes.indices.filter { (try? outcomes[$0].get()) != nil }
      try #require(winners.count == 1, "round \(round): \(winners)")
      let folder = try outcomes[winners[0]].get().folder
      #expect(try !outcomes[winners[0]].get().isOld)
      for case .failure(let failure) in outcomes {
        #expect(
          failure.reason.contains("the plan of another sweep (shards \(winners[0] + 1) instead"))
      }
      #expect(try SweepFolder.read(folder.path).sweep == sweeps[winners[0]])
      let plan = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/sweep.json"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder.shards + "/sweep.json")) == plan)
      #expect(try String(contentsOfFile: folder.script, encoding: .utf8) == "script \(winners[0])")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["shards", "sweep.json", "sweep.sbatch"])
    }
  }

  @Test("Of one plan with other estimates one is made, and all get that")
  func same() throws {
    let experiment = try smallExperiment(replications: 950)
    let sweeps = (1...6).map { sweep(experiment, shards: 3, seconds: Double($0)) }
    for _ in 1...20 {
      let scratch = try ResultScratch()
      let folders = try planned(sweeps, in: scratch).map { try $0.get() }
      try #require(folders.count == 6)
      #expect(folders.count { !$0.isOld } == 1)
      let plan = try SweepFolder.read(scratch.path + "/sweep").sweep
      #expect(folders.allSatisfy { $0.folder.sweep == plan })
    }
  }
}
