import Foundation
import Yams

/// Reads YAML text into configuration nodes: the one place that sees Yams.
struct YAMLReader {
  let file: String

  /// What was read: the root, and the diagnostics that did not keep the rest from being read.
  struct Outcome {
    let root: ConfigurationNode
    let diagnostics: [Diagnostic]
  }

  /// The largest text that is parsed; a list of 10^6 means fits many times.
  static let largestText = 64 << 20
  /// The most nodes that a file may expand to: aliases can multiply them.
  static let mostNodes = 4_000_000

  /// The most aliases in a file.
  ///
  /// Aliases of lists of aliases grow like e^(n/e), and where they stand in a key the parser itself
  /// walks through all of them.
  static let mostAliases = 30

  /// Parses the text.
  ///
  /// Yams stops at the first mapping with a repeated key. So that a file's other errors are
  /// reported with it, the first of the two keys is masked by a word that no user can mean and the
  /// text is parsed again.
  func read(_ original: String) throws(InvalidInput) -> Outcome {
    guard original.utf8.count <= YAMLReader.largestText else {
      throw failure(1, 1, "the file is larger than 64 MB", hint: "is it an experiment file?")
    }
    if let place = place(ofAlias: YAMLReader.mostAliases + 1, in: original) {
      throw failure(
        place.line, place.column, "there are more than \(YAMLReader.mostAliases) aliases",
        hint: "write the values where they belong")
    }
    // The parser is told that the text is UTF-8 and no longer expects a byte-order mark.
    let source =
      original.unicodeScalars.first == "\u{FEFF}"
      ? String(original.unicodeScalars.dropFirst()) : original
    // Yams keeps a pointer into the text; padding keeps short texts out of inline storage.
    var text = source + String(repeating: "\n", count: 16)
    var masked: [String: (name: String, position: SourcePosition)] = [:]
    while true {
      do {
        guard let root = try Yams.compose(yaml: text, .default, .default, .utf8) else {
          throw failure(1, 1, "the file is empty", hint: "an experiment needs name, horizon, …")
        }
        var conversion = YAMLConversion(file: file, masked: masked)
        let node = conversion.convert(root)
        if conversion.isTooLarge {
          throw failure(1, 1, "the file expands to too many values", hint: "use fewer aliases")
        }
        return Outcome(root: node, diagnostics: conversion.diagnostics)
      } catch let error as InvalidInput {
        throw error
      } catch let error as YamlError {
        guard case .duplicatedKeysInMapping(let names, let context) = error,
          let name = names.first, masked.count < 100,
          let mask = mask(name, at: context.mark, in: &text, number: masked.count)
        else { throw describe(error, source) }
        masked[mask] = (
          name,
          SourcePosition(file: file, line: context.mark.line, column: context.mark.column)
        )
      } catch {
        throw failure(1, 1, "the file cannot be read as YAML", hint: "\(error)")
      }
    }
  }

  private func failure(_ line: Int, _ column: Int, _ message: String, hint: String) -> InvalidInput
  {
    InvalidInput([
      Diagnostic(
        SourcePosition(file: file, line: line, column: column), message, at: "", hint: hint)
    ])
  }

  /// Replaces the key at `mark` by a private word of the same length, so that places stay put.
  private func mask(_ name: String, at mark: Mark, in text: inout String, number: Int) -> String? {
    let length = name.unicodeScalars.count
    guard length > 0, let private1 = Unicode.Scalar(0xE000 + UInt32(number)) else { return nil }
    var scalars = Array(text.unicodeScalars)
    var start = 0
    for _ in 1..<max(1, mark.line) {
      guard let end = scalars[start...].firstIndex(of: "\n") else { return nil }
      start = end + 1
    }
    start += mark.column - 1
    // A quoted key starts one scalar later.
    for offset in 0...1 where start + offset + length <= scalars.count {
      let range = (start + offset)..<(start + offset + length)
      if Array(scalars[range]) == Array(name.unicodeScalars) {
        let word = Array(repeating: private1, count: length)
        scalars.replaceSubrange(range, with: word)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        text = String(view)
        var mask = String.UnicodeScalarView()
        mask.append(contentsOf: word)
        return String(mask)
      }
    }
    return nil
  }

  /// Where the alias of that number stands, comments aside; an asterisk inside quotes may count.
  private func place(ofAlias number: Int, in text: String) -> (line: Int, column: Int)? {
    var (line, column, found) = (1, 0, 0)
    var (previous, isComment) = (Unicode.Scalar("\n"), false)
    for scalar in text.unicodeScalars {
      column += 1
      if scalar == "#", " \t\n\r".unicodeScalars.contains(previous) { isComment = true }
      if scalar == "*", !isComment, " \t\n\r[{,:?-".unicodeScalars.contains(previous) {
        found += 1
        if found == number { return (line, column) }
      }
      if scalar == "\n" { (line, column, isComment) = (line + 1, 0, false) }
      previous = scalar
    }
    return nil
  }

  /// The column of a tab before the first word of a line.
  private func tab(in line: Substring) -> Int? {
    let indentation = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
    return indentation.firstIndex(of: "\t").map {
      indentation.distance(from: indentation.startIndex, to: $0) + 1
    }
  }

  /// What to look at near a place that is not valid YAML.
  private func advice(about problem: String) -> String {
    if problem.contains("mapping values are not allowed") {
      return "put a value that has a colon and a space in it into quotes; else check indentation"
    }
    if problem.contains("undefined alias") {
      return
        "*name stands for what &name marks further up: mark it, or quote a text with an asterisk"
    }
    return "check indentation, brackets, quotes and colons near here"
  }

  private func describe(_ error: YamlError, _ original: String) -> InvalidInput {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // The padding behind the text is not the user's: what is missing there is missing at its end.
      let lines = original.split(omittingEmptySubsequences: false) { $0.isNewline }
      let isBehind = mark.line > lines.count
      let start =
        context.map {
          let line = $0.mark.line
          return ", \($0.text)" + (line <= lines.count ? " that starts in line \(line)" : "")
        } ?? ""
      if !isBehind, let tab = tab(in: lines[mark.line - 1]) {
        return failure(
          mark.line, tab, "the line is indented with a tab",
          hint: "YAML takes spaces only: replace the tab by spaces")
      }
      if problem.contains("another document") {
        return failure(
          mark.line, mark.column, "another experiment begins here",
          hint: "a file holds one: move it to a file of its own, or remove the line ---")
      }
      return failure(
        isBehind ? lines.count : mark.line,
        isBehind ? (lines.last?.unicodeScalars.count ?? 0) + 1 : mark.column,
        "not valid YAML: \(problem)\(start)", hint: advice(about: problem))
    case .reader(let problem, let offset, _, let yaml):
      let before = yaml.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return failure(
        line, column, "not valid YAML: \(problem)", hint: "the file must be plain UTF-8 text")
    case .duplicatedKeysInMapping(let names, let context):
      return failure(
        context.mark.line, context.mark.column,
        "duplicate key \((names.first ?? "").quoted)", hint: "keep one of them")
    default:
      return failure(
        1, 1, "the file cannot be read as YAML", hint: "check it with another YAML reader")
    }
  }
}
