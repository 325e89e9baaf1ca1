/// Signs that look right and are not: a colon or dash without its space, curly quotes, no-break
/// spaces.
///
/// YAML reads on over most of them and complains lines later, or not at all. They are looked for
/// only where something else is wrong with a file: in a title all of them may be meant.
struct TypingSlips {
  private let file: String
  private let text: String

  init(file: String, _ text: String) {
    self.file = file
    self.text = text
  }

  /// What was found, at most one for each line.
  var diagnostics: [Diagnostic] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated().compactMap {
      let line = bare($1)
      guard let slip = slip(in: line) else { return nil }
      let column = line.unicodeScalars.distance(from: line.startIndex, to: slip.place) + 1
      return Diagnostic(
        SourcePosition(file: file, line: $0 + 1, column: column), slip.message, at: "",
        hint: slip.hint)
    }
  }

  /// The slips that come before an error of YAML and so may well be its cause, or that error.
  func explaining(_ error: InvalidInput) -> InvalidInput {
    let last = error.diagnostics.map(\.position.line).max() ?? 0
    let causes = diagnostics.filter { $0.position.line <= last }
    return causes.isEmpty ? error : InvalidInput(causes)
  }

  /// The line without its comment and with quoted texts blotted out.
  private func bare(_ line: Substring) -> String {
    var result = String.UnicodeScalarView()
    var quote: Unicode.Scalar?
    var previous: Unicode.Scalar = " "
    for scalar in line.unicodeScalars {
      let opens = " \t[{,:-".unicodeScalars.contains(previous)
      previous = scalar
      if let open = quote {
        if scalar == open { quote = nil }
        result.append("x")
      } else if opens, scalar == "\"" || scalar == "'" {
        quote = scalar
        result.append("x")
      } else if scalar == "#", result.last.map({ $0 == " " || $0 == "\t" }) ?? true {
        break
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private struct Slip {
    let place: String.Index
    let message: String
    let hint: String
  }

  private func slip(in line: String) -> Slip? {
    if let place = place(in: line, of: { $0.properties.generalCategory == .spaceSeparator }),
      let scalar = line.unicodeScalars[place...].first
    {
      let code = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return Slip(
        place: place, message: "YAML does not take the character U+\(padded) for a space",
        hint: "type it again as a plain space")
    }
    if let place = place(in: line, of: { "“”„‟‘’‚‛".unicodeScalars.contains($0) }) {
      return Slip(
        place: place, message: "the quote \(line[place]) is a curly one",
        hint: "write straight quotes, \" or ', or none")
    }
    if let place = line.firstIndex(of: "：") {
      return Slip(
        place: place, message: "the colon ： is a full-width one",
        hint: "type a plain colon and a space")
    }
    // Most lines need no regular expression, which is compiled wherever it is met.
    let hasTightColon = zip(line.utf8, line.utf8.dropFirst()).contains {
      $0 == UInt8(ascii: ":") && $1 != UInt8(ascii: " ")
    }
    if hasTightColon,
      let match = line.firstMatch(of: /^\ *(?:-\ +)*([A-Za-z][\w-]*):(?=\S)(?!\/\/)/)
        ?? line.firstMatch(of: /[{,]\ *([A-Za-z][\w-]*):(?=[^\s,}])(?!\/\/)/)
    {
      let key = match.output.1
      return Slip(
        place: key.endIndex, message: "there is no space after the colon of \(String(key).quoted)",
        hint: "write \(key): and a space before the value")
    }
    if line.utf8.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "-"),
      let match = line.firstMatch(of: /^\ *(-)(?=[A-Za-z{\[])/)
    {
      return Slip(
        place: match.output.1.startIndex, message: "there is no space after the dash",
        hint: "an element of a list begins with a dash and a space")
    }
    return nil
  }

  /// The first place outside a word, where a value may begin, at which there is such a sign.
  private func place(
    in line: String, of isMeant: (Unicode.Scalar) -> Bool
  ) -> String.Index? {
    var isInWord = false
    for index in line.unicodeScalars.indices {
      let scalar = line.unicodeScalars[index]
      if scalar == " " { continue }
      if !isInWord, isMeant(scalar) { return index }
      isInWord = !":,[{-".unicodeScalars.contains(scalar)
    }
    return nil
  }
}
