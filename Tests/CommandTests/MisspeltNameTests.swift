import Foundation
import Testing

@Suite("Misspelt names of experiments")
struct MisspeltNameTests {
  @Test(
    "Every command that reads experiments says which one was most likely meant",
    arguments: ["run", "compare", "bounds", "trace", "validate", "reproduce"],
    [
      "three-arm-orcle", "three-arm-orcle.yaml", "experiments/three-arm-orcle.yaml",
      "Three-Arm-Oracle",
    ])
  func suggestion(_ command: String, _ name: String) throws {
    let outcome = try Program.run([command, name])
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.messages
        == (name.contains("/")
          ? "error: there is no file '\(name)', for there is no folder 'experiments'; did you mean "
            + "'three-arm-oracle'?\n"
          : "error: there is no file or shipped experiment '\(name)'; did you mean "
            + "'three-arm-oracle'?\n"))
  }

  @Test("The beginning of a name, a file beside and a name without its ending are understood")
  func neighbours() throws {
    let scratch = try Scratch()
    try scratch.write("mine.yaml", study("mine"))
    try FileManager.default.createDirectory(
      at: scratch.url("sub"), withIntermediateDirectories: false)
    try scratch.write("sub/other.yaml", study("other"))
    let run = try Program.run(["run", "mine", "--quiet"], in: scratch.folder)
    #expect(run.status == 0)
    let hints = [
      "min": "mine.yaml", "mine.yml": "mine.yaml", "nime.yaml": "mine.yaml",
      "sub/othr.yaml": "sub/other.yaml", "three-arm": "three-arm-oracle",
    ]
    for (name, meant) in hints {
      let outcome = try Program.run(["validate", name], in: scratch.folder)
      #expect(outcome.status == 64)
      #expect(outcome.messages.hasSuffix("'\(name)'; did you mean '\(meant)'?\n"), "\(name)")
    }
  }

  @Test("What resembles no name is told where the names are")
  func noSuggestion() throws {
    for name in ["zebra", "zebra.yaml", "./zebra", "/tmp/zebra.yaml"] {
      let outcome = try Program.run(["run", name])
      #expect(outcome.status == 64)
      #expect(
        outcome.messages.hasSuffix(
          "; 'cluster-bandit list experiments' names those that are shipped\n"))
    }
  }

  @Test("Names come from the folder that is given")
  func folder() throws {
    let scratch = try Scratch()
    try scratch.write("mine.yaml", study("mine"))
    for name in ["mien", "mien.yaml"] {
      let outcome = try Program.run(["run", name, "--experiments", scratch.folder.path])
      #expect(outcome.messages.hasSuffix("; did you mean 'mine'?\n"))
    }
    let shipped = try Program.run(["run", "two-sibling", "--experiments", scratch.folder.path])
    #expect(!shipped.messages.contains("did you mean"))
  }
}
