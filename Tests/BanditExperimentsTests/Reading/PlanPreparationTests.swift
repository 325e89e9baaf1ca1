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
      + "its SHA-256 is \(ContentHash.sha256(changed.utf8).prefix(12))…, and that of the plan's is "
      + "\(hash); restore the file, name the folder that holds it with --data, or make the plan "
      + "again"
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
    let lost = ContentHash.sha256(changed.utf8)
    #expect(!anew.filesAreUnchanged(in: folder.url))
    #expect(
      messages { () throws(InvalidInput) in _ = try Experiment(anew, folder: folder.url) } == [
        "study:1:1: error: 'arms.csv' cannot be read: no such file at "
          + "'problems[0].environment.file'; the file that was read has the SHA-256 \(lost): put "
          + "it beside what names it, or name the folder that holds it with --data"
      ])
  }

  @Test("A data file that was moved is known by its hash, and another of its name is not taken")
  func movedFile() throws {
    let (folder, other, third) = (
      try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
    )
    try folder.write("arms.csv", PlanPreparationTests.table)
    let text = Study.text(4, "environment: {kind: table, file: arms.csv}")
    let plan = try readPlan(text, folder: folder.url)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("arms.csv"))
    try other.write("arms.csv", PlanPreparationTests.table.replacing("0.25", with: "0.26"))
    try third.write("renamed.csv", PlanPreparationTests.table)
    func count(_ folders: DataFolders) -> Int? {
      try? Experiment(
        plan, catalogues: .standard, folder: folder.url, dataFolders: folders
      ).problems.count
    }
    #expect(count(DataFolders()) == nil)
    #expect(count(DataFolders(likely: [other.url], given: other.url)) == nil)
    // A likely folder is asked for the name alone, and a given one for the contents.
    #expect(count(DataFolders(likely: [third.url])) == nil)
    #expect(count(DataFolders(likely: [other.url], given: third.url)) == 1)
    try third.write("arms.csv", PlanPreparationTests.table)
    #expect(count(DataFolders(likely: [other.url, third.url])) == 1)
    try folder.write("arms.csv", PlanPreparationTests.table.replacing("0.25", with: "0.26"))
    #expect(count(DataFolders(likely: [third.url])) == 1)
    // An experiment that is read for the first time knows no hash: its own file comes first.
    var reader = PlanReader()
    reader.dataFolders = DataFolders(given: third.url)
    try folder.write("study.yaml", text)
    let path = folder.url.path + "/study.yaml"
    #expect(try reader.read(file: path).files != plan.files)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("arms.csv"))
    #expect(try reader.read(file: path).files == plan.files)
  }

  @Test("What results of other experiments have read is not what this one reads")
  func othersFiles() throws {
    let (folder, kept) = (try TemporaryFolder(), try TemporaryFolder())
    let other = PlanPreparationTests.table.replacing("0.25", with: "0.26")
    try folder.write("arms.csv", PlanPreparationTests.table)
    try kept.write("renamed.csv", other)
    let text = Study.text(4, "environment: {kind: table, file: arms.csv}")
    try folder.write("study.yaml", text)
    let path = folder.url.path + "/study.yaml"
    let file = Plan.DataFile(name: "arms.csv", sha256: ContentHash.sha256(Data(other.utf8)))
    func read(_ experiment: String) throws -> [Plan.DataFile] {
      var reader = PlanReader()
      reader.readBefore = [experiment: [file]]
      reader.dataFolders = DataFolders(given: kept.url)
      return try reader.read(file: path).files
    }
    // A file that lies where it is named is read, whatever was read before: the hash tells later.
    for experiment in ["another", "study"] { #expect(try read(experiment) != [file]) }
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("arms.csv"))
    #expect(try read("study") == [file])
    #expect(throws: InvalidInput.self) { try read("another") }
    // Of two that were read under one name either will do: the plan tells which it was.
    var reader = PlanReader()
    reader.readBefore = ["study": [Plan.DataFile(name: "arms.csv", sha256: "0"), file]]
    reader.dataFolders = DataFolders(given: kept.url)
    #expect(try reader.read(file: path).files == [file])
  }

  @Test("A file of a plan that changed is told from one that is gone")
  func changedOrGone() throws {
    let (folder, likely) = (try TemporaryFolder(), try TemporaryFolder())
    try folder.write("arms.csv", PlanPreparationTests.table)
    let plan = try readPlan(
      Study.text(4, "environment: {kind: table, file: arms.csv}"), folder: folder.url)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("arms.csv"))
    func message() -> String {
      messages { () throws(InvalidInput) in
        _ = try Experiment(
          plan, catalogues: .standard, folder: folder.url,
          dataFolders: DataFolders(likely: [likely.url]))
      }.joined()
    }
    #expect(message().contains("no such file"))
    try likely.write("arms.csv", PlanPreparationTests.table.replacing("0.25", with: "0.26"))
    #expect(message().contains("another file than the plan") && !message().contains("no such file"))
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
