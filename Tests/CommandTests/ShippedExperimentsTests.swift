import Foundation
import Testing

@Suite("Where the shipped experiments are found")
struct ShippedExperimentsTests {
  /// The folder of the sources.
  private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("experiments")

  @Test("From any folder a program finds the studies of its sources, with their data")
  func sources() throws {
    let studies = try FileManager.default.contentsOfDirectory(atPath: Self.source.path)
      .filter { $0.hasSuffix(".yaml") }
    let listing = try Program.run(["list", "experiments"])
    #expect(studies.count >= 28)
    for study in studies { #expect(listing.output.contains(Self.source.path + "/" + study)) }
    let run = try Program.run(
      ["run", "flights-route", "--replications", "1", "--horizon", "10", "--quiet"])
    #expect(run.status == 0 && run.output.contains("flights-route"))
  }

  @Test("The folder here comes first, then the one beside the program")
  func order() throws {
    let scratch = try Scratch()
    for place in ["here", "there"] {
      try FileManager.default.createDirectory(
        at: scratch.url("\(place)/experiments"), withIntermediateDirectories: true)
      try scratch.write("\(place)/experiments/\(place).yaml", study(place))
    }
    let copy = scratch.url("there/program")
    try FileManager.default.copyItem(atPath: Program.path, toPath: copy.path)
    let line = "'\(copy.path)' list experiments"
    let here = try Program.shell(line, in: scratch.url("here"))
    #expect(here.output.hasPrefix("here\n") && !here.output.contains("there\n"))
    let there = try Program.shell(line, in: scratch.folder)
    #expect(there.output.hasPrefix("there\n"))
  }
}
