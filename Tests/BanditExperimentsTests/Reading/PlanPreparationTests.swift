import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("What plans play")
struct PlanPreparationTests {
  private static let table = "cluster,arm,theta\na,x,0.25\na,y,1\nb,z,0.5\n"

  private func messages(_ body: () throws(InvalidInput) -> Void) -> [String] {
    do throws(InvalidInput) {
      try body()
      return ["valid"]
    } catch {
      return error.diagnostics.map(\.description)
    }
  }

  @Test("A data file that changed since the plan was made is refused with both hashes")
  func changedFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("arms.csv", PlanPreparationTests.table)
    let plan = try readPlan(
      Study.text(
        4,
        "environments: [{kind: table, file: arms.csv}, {label: b, kind: table, file: arms.csv}]"),
      folder: folder.url)
    let hash = ContentHash.sha256(PlanPreparationTests.table.utf8)
    #expect(plan.files == [Plan.DataFile(name: "arms.csv", sha256: hash)])
    #expect(try Experiment(plan, folder: folder.url).problems.count == 2)
    #expect(try readPlan(plan.yaml, folder: folder.url) == plan)
    #expect(plan.filesAreUnchanged(in: folder.url))
    let changed = PlanPreparationTests.table.replacing("0.25", with: "0.26")
    try folder.write("arms.csv", changed)
    #expect(!plan.filesAreUnchanged(in: folder.url))
    let message =
      "'arms.csv' is another file than the plan was made from at 'problems[0].environment.file'; "
      + "its SHA-256 is \(ContentHash.sha256(changed.utf8).prefix(12))… and the plan says "
      + "\(hash.prefix(12))…; restore the file, or make the plan again"
    #expect(
      messages { () throws(InvalidInput) in _ = try Experiment(plan, folder: folder.url) }
        == ["study:1:1: error: " + message])
    let read = messages { () throws(InvalidInput) in
      _ = try readPlan(plan.yaml, folder: folder.url)
    }
    #expect(read.count == 1 && read[0].hasSuffix(": error: " + message))
    // Read anew from its experiment file, the new table is as good as the old one.
    try folder.write("study.yaml", Study.text(4, "environment: {kind: table, file: arms.csv}"))
    let anew = try PlanReader().read(file: folder.url.path + "/study.yaml")
    #expect(
      anew.files == [Plan.DataFile(name: "arms.csv", sha256: ContentHash.sha256(changed.utf8))])
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("arms.csv"))
    #expect(!anew.filesAreUnchanged(in: folder.url))
    #expect(
      messages { () throws(InvalidInput) in _ = try Experiment(anew, folder: folder.url) } == [
        "study:1:1: error: 'arms.csv' cannot be read: no such file at "
          + "'problems[0].environment.file'; the name is relative to the experiment's folder"
      ])
  }

  @Test("A kind that the catalogues lack is named, with the program that has it")
  func unknownKind() throws {
    var plan = try readPlan(Study.text(6, ""))
    plan.problems[0].policies[0].component.kind = "mine"
    plan.problems[0].environment.arguments["means"] = [0.5, 1.5]
    let found = messages { () throws(InvalidInput) in
      _ = try Experiment(plan, named: "old.json", madeBy: "their-bandits 3.1")
    }
    #expect(
      found == [
        "old.json:1:1: error: '1.5' is out of range at 'problems[0].environment.means[1]'; write a "
          + "number between 0 and 1"
      ])
    plan.problems[0].environment.arguments["means"] = [0.5, 0.25]
    let kind = messages { () throws(InvalidInput) in
      _ = try Experiment(plan, named: "old.json", madeBy: "their-bandits 3.1")
    }
    #expect(kind.count == 1)
    #expect(
      kind[0].hasPrefix(
        "old.json:1:1: error: 'mine' is not one of the policies at "
          + "'problems[0].policies[0].policy.kind'; the plan was made by their-bandits 3.1; "))
    let unsaid = messages { () throws(InvalidInput) in _ = try Experiment(plan) }
    #expect(unsaid.count == 1 && !unsaid[0].contains("made by"))
    #expect(unsaid[0].hasPrefix("study:1:1: error: 'mine' is not one of the policies at "))
  }
}
