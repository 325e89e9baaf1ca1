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
        == "\(name):1:1: error: the experiment cannot be read: no such file at '.'; did you mean "
        + "'three-arm-oracle'?\n")
  }

  @Test("What resembles no name is told where the names are")
  func noSuggestion() throws {
    for name in ["zebra", "zebra.yaml", "a/b", "/"] {
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
    for name in ["mien", "mien.yaml", "a/mien", "a/mien.yaml"] {
      let outcome = try Program.run(["run", name, "--experiments", scratch.folder.path])
      #expect(outcome.messages.hasSuffix("; did you mean 'mine'?\n"))
    }
    let shipped = try Program.run(["run", "two-sibling", "--experiments", scratch.folder.path])
    #expect(!shipped.messages.contains("did you mean"))
  }
}
