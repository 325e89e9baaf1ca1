import Foundation
import Testing

@Suite("Help of commands")
struct HelpTests {
  @Test(
    "help stands before or behind a command, and behind one of a group",
    arguments: ["run", "list", "notebook", "sweep", "sweep plan", "sweep merge"])
  func helpOf(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let wanted = try Program.run(words + ["--help"])
    #expect(wanted.status == 0 && wanted.output.contains("USAGE: cluster-bandit \(command) "))
    let ways = [["help"] + words, words + ["help"], [words[0], "help"] + words.dropFirst()]
    for way in ways where words.count == 1 || way.last != "help" {
      let outcome = try Program.run(way)
      #expect(outcome.status == 0 && outcome.output == wanted.output, "\(way)")
    }
    let scratch = try Scratch()
    try scratch.write("help", study())
    let file = try Program.run(["run", "help", "--quiet"], in: scratch.folder)
    #expect(file.status == 0 && file.output.contains("thompson"))
  }
}
