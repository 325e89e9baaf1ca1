/// A command that a message asks for: pasted into a shell, it means what is meant.
package struct ShellCommand: CustomStringConvertible {
  private let words: [String]

  /// A command of these words, none of which the shell is to understand.
  package init(_ words: [String]) { self.words = words }

  /// A call of this program.
  package static func program(_ words: String...) -> ShellCommand {
    ShellCommand(["cluster-bandit"] + words)
  }

  /// The command between the quotes in which messages put commands; they are no part of it.
  package var description: String {
    "'" + words.map(ShellCommand.word).joined(separator: " ") + "'"
  }

  /// A word as a shell takes it: what means something to the shell stands behind a backslash.
  package static func word(_ text: String) -> String {
    guard !text.isEmpty else { return "''" }
    let isPrintable = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    let plain = "_@%+=:,./-"
    guard isPrintable else {
      // No backslash keeps a new line in a word.
      return "$'" + text.unicodeScalars.map(escaped).joined() + "'"
    }
    return text.unicodeScalars.map { scalar in
      let isPlain =
        !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || plain.unicodeScalars.contains(scalar)
      return isPlain ? String(scalar) : "\\\(scalar)"
    }.joined()
  }

  /// A scalar between `$'` and `'`.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "'" || scalar == "\\" { return "\\\(scalar)" }
    guard scalar.properties.generalCategory == .control else { return String(scalar) }
    return String(scalar).utf8.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }
}
