import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Histories of arms")
struct HistoryReaderTests {
  private func read(_ text: String) throws -> ArmHistory {
    try HistoryReader(file: "past.csv").read(Data(text.utf8))
  }

  private func faults(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let error as InvalidInput {
      return error.diagnostics.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test("Columns stand in any order, sum is another word for successes, others are ignored")
  func columns() throws {
    let history = try read("pulls,note,arm,sum\n4,seen,2,3\n2,,0,0\n")
    #expect(history.entries.map(\.arm) == [2, 0])
    #expect(history.entries.map(\.pulls) == [4, 2] && history.entries.map(\.successes) == [3, 0])
    #expect(history.entries.map { $0.place?.line } == [2, 3])
    #expect(history.entries.map { $0.place?.column } == [8, 4])
  }

  @Test(
    "What is wrong is told with its place",
    arguments: [
      ("arm,pulls\n0,1\n", ["1:1", "successes"]), ("arm,pulls,successes\n", ["1:1", "no rows"]),
      ("arm,pulls,successes\n0,4,5\n", ["2:5", "5 successes of 4 pulls"]),
      ("arm,pulls,successes\n0,4,1\n0,1,1\n", ["3:1", "arm 0 is in line 2, too"]),
      ("arm,pulls,successes\n0,4.5,1\n", ["2:3", "'4.5' is not a whole number"]),
      ("arm,pulls,successes\n-1,4,1\n", ["2:1", "'-1' is out of range"]),
      ("arm,pulls,successes\nx,4,1\n", ["2:1", "'x' is not a number"]),
      ("arm,pulls,successes\n0,,1\n", ["2:3", "the field is empty"]),
      ("arm,pulls,successes\n0,4\n", ["2:1", "2 fields and not 3"]),
      ("arm,pulls,pulls,successes\n0,4,4,1\n", ["1:11", "two columns 'pulls'"]),
      ("0,4,1\n", ["1:1", "no header"]), ("", ["1:1", "the file is empty"]),
    ])
  func faults(text: String, parts: [String]) {
    let found = faults(text)
    #expect(found.count == 1)
    for part in parts { #expect(found.first?.contains(part) == true, "\(found)") }
    #expect(found.first?.contains("past.csv") == true)
  }

  @Test("A plan knows its history by the file's hash, and refuses one that does not fit its arms")
  func plan() throws {
    let folder = try TemporaryFolder()
    try folder.write("past.csv", "arm,pulls,successes\n1,10,9\n")
    try folder.write("long.csv", "arm,pulls,successes\n0,1,1\n  2,10,9\n")
    func text(_ file: String, _ more: String = "") -> String {
      Study.text(5, "policies: [{kind: ucb1, history: \(file)}, {kind: ucb1, label: bare}]" + more)
    }
    let experiment = try BanditExperimentsTests.read(text("past.csv"), folder: folder.url)
    #expect(experiment.plan.files.map(\.name) == ["past.csv"])
    #expect(
      try BanditExperimentsTests.read(experiment.plan.yaml, folder: folder.url).plan
        == experiment.plan)
    let result = try experiment.run(jobs: 1)
    #expect(result.cells[0].values[.reward] != result.cells[1].values[.reward])
    do {
      _ = try BanditExperimentsTests.read(text("long.csv"), folder: folder.url)
      Issue.record("a history of an arm that is not there was read")
    } catch {
      let found = error.diagnostics.map(\.description)
      #expect(found.count == 1)
      #expect(found[0].contains("long.csv:3:1: there is no arm 2 at 'policies[0].history'"))
      #expect(found[0].hasSuffix("the 2 arms are numbered from 0 to 1"))
    }
    do {
      _ = try BanditExperimentsTests.read(
        text("past.csv").replacingOccurrences(
          of: "means: [0.4, 0.6]}", with: "means: [0.4, 0.6], permute-labels: true}"),
        folder: folder.url)
      Issue.record("a history was read for arms that are dealt anew")
    } catch {
      #expect(error.diagnostics.first?.message.hasSuffix("and these are drawn") == true)
    }
    // Another file under that name is another plan.
    let saved = experiment.plan
    try folder.write("past.csv", "arm,pulls,successes\n1,10,8\n")
    #expect(throws: InvalidInput.self) {
      try Experiment(saved, folder: folder.url)
    }
  }
}
