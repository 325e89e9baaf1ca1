import ClusterBandit
import Foundation
import Testing

@testable import BanditExperiments

@Suite("Folders of results")
struct ResultFolderTests {
  /// A result of some of 200 replications.
  private func result(_ seed: UInt64, blocks: Int) throws -> ResultSet {
    let experiment = try read(Study.text(3, "replications: 200")).with(seed: seed)
    let sink = MemorySink()
    try Engine(jobs: 1).run(experiment, blocks: 0..<blocks, sink: sink)
    return ResultSet(
      plan: experiment.plan, blocks: sink.blocks, constants: experiment.constants,
      manifest: Manifest(experiment), remarks: experiment.remarks)
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  private func files(_ stem: String) -> [String] {
    ["-curves.csv", ".csv", ".json", ".md"].map { stem + $0 }
  }

  @Test("A whole result takes the place of a partial one of its plan, and of no other's")
  func partial() throws {
    let scratch = try TemporaryFolder()
    let folder = ResultFolder(path: scratch.url.path)
    let partial = try result(1, blocks: 1)
    #expect(partial.isPartial)
    _ = try folder.save(partial)
    #expect(try names(scratch) == files("study-partial"))
    _ = try folder.save(try result(2, blocks: 2))
    #expect(try names(scratch) == (files("study-partial") + files("study")).sorted())
    _ = try folder.save(try result(1, blocks: 2))
    #expect(try names(scratch) == files("study"))
  }

  @Test("What was partial gets another name, one that nobody has")
  func aside() throws {
    let scratch = try TemporaryFolder()
    let folder = ResultFolder(path: scratch.url.path)
    for number in 1...2 {
      _ = try folder.save(try result(1, blocks: 1))
      let moved = try folder.setAsidePartial(of: "study")
      #expect(moved.count == 4)
      #expect(try names(scratch).count == 4 * number)
    }
    #expect(try folder.setAsidePartial(of: "study").isEmpty)
    #expect(
      try names(scratch) == files("study-partial-old-1") + files("study-partial-old-2"))
  }
}
