import Foundation
import ClusterBandit
import Testing

@testable import BanditExperiments

@Suite("Files of tables")
struct TableFileTests {
  @Test("Errors of a table carry the table's name as the experiment's folder leads to it")
  func namesOfTables() throws {
    let folder = try TemporaryFolder()
    try folder.write("data/arms.csv", "cluster,arm,theta\na,b,2\n")
    let study = try folder.write(
      "study.yaml", Study.text(4, "environment: {kind: table, file: data/arms.csv}"))
    do throws(InvalidInput) {
      _ = try PlanReader().read(file: study)
      Issue.record("the table was read")
    } catch {
      #expect(
        error.description
          == folder.url.path
          + "/data/arms.csv:2:5: error: '2' is not a probability at 'theta'; "
          + "write a number between 0 and 1: successes divided by trials")
    }
  }

  @Test(
    "A misspelt file gets its neighbor, capitals and ending aside",
    arguments: [
      ("adds.csv", true), ("ads.CSV", true), ("ads", true), ("clicks.csv", false), ("a", false),
    ])
  func neighbor(name: String, isNear: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("ads.csv", "cluster,arm,theta\na,b,0.5\n")
    let text = Study.text(4, "environment: {kind: table, file: \(name)}")
    do {
      _ = try BanditExperimentsTests.read(text, folder: folder.url)
      Issue.record("the table was read")
    } catch {
      #expect(error.diagnostics.count == 1)
      #expect(error.diagnostics.first?.hint.contains("did you mean 'ads.csv'?") == isNear)
    }
  }

  @Test("A swept table is read once and its errors are told once")
  func sweptTable() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.csv", "cluster,arm,theta\na,b,0.5\na,c,0.25\nb,d,1\n")
    try folder.write("b.csv", "cluster,arm,theta\na,b,2\n")
    let text = Study.text(
      4,
      """
      environment: {kind: table, file: a.csv}
      sweep: [{path: environment.file, values: [a.csv, b.csv, ./b.csv, c.csv]}]
      """)
    do {
      _ = try BanditExperimentsTests.read(text, folder: folder.url)
      Issue.record("the tables were read")
    } catch {
      #expect(error.diagnostics.count == 2)
    }
    let experiment = try BanditExperimentsTests.read(
      text.replacing("b.csv, ./b.csv, c.csv", with: "./a.csv"), folder: folder.url)
    #expect(experiment.problems[0].environment.shape.armCount == 3)
    #expect(experiment.problems[0].environment.shape.clusterCount == 2)
  }
}
