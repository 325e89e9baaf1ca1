import BanditExperiments
import Foundation
import Testing

@Suite("Commands in messages")
struct ShellCommandTests {
  /// The words that a shell makes of a line.
  private func words(of line: String) throws -> [String] {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "printf '%s\\0' \(line)"]
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("A shell reads the words that were meant, whatever is in them")
  func words() throws {
    let special = (32...126).map { "a\(Character(Unicode.Scalar(UInt8($0))))b" }
    let all =
      special + special.map { String($0.dropFirst()) } + [
        "", " ", "it's", "$HOME", "`ls`", "a b/c d.sqlite", "~", "~root/x", "*", "a\nb", "\t'\\\n",
        "#x", "größer", "äöü ß", "日本", "{a,b}", "!x", "$(id)", "a\\", "\"q\"", "[ab]",
        "a;b&c|d<e>f",
      ]
    let line = all.map(ShellCommand.word).joined(separator: " ")
    #expect(try words(of: line) == all)
    #expect(all.count > 200)
  }

  @Test("Usual paths stand as they are, between the quotes of a message")
  func plain() {
    let path = "out/my-study_2.partial+1,x:y@z=%.sqlite"
    #expect(ShellCommand.word(path) == path)
    #expect(
      ShellCommand.program("verify", "a b.sqlite").description
        == #"'cluster-bandit verify a\ b.sqlite'"#)
  }
}
