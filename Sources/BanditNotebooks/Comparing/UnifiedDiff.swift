/// What changes a text into another one, as `patch` reads it.
public struct UnifiedDiff: Sendable, CustomStringConvertible {
  /// How many lines are shown before and after a change.
  static let context = 3

  private struct Edit {
    let sign: Character
    let line: TextLine
    /// How many lines of the old and of the new text stand before it.
    let old: Int
    let new: Int
  }

  /// The diff with its header, or nothing for equal texts.
  public let description: String

  /// Whether the texts are equal.
  public var isEmpty: Bool { description.isEmpty }

  /// Compares two texts.
  ///
  /// - Parameters:
  ///   - path: The file whose text they are.
  ///   - old: The text in the file.
  ///   - new: The text that it should have.
  ///   - note: What the new text is, behind its path.
  public init(path: String, from old: String, to new: String, note: String) {
    let oldLines = TextLine.lines(of: old)
    let newLines = TextLine.lines(of: new)
    let edits = UnifiedDiff.edits(from: oldLines, to: newLines)
    let hunks = UnifiedDiff.hunks(of: edits)
    description =
      hunks.isEmpty
      ? ""
      : "--- \(path)\n+++ \(path)\t(\(note))\n"
        + hunks.map { UnifiedDiff.text(of: edits[$0]) }.joined()
  }

  private static func edits(from old: [TextLine], to new: [TextLine]) -> [Edit] {
    // Numbers for lines: bytes decide, and comparing numbers is fast.
    var numbers: [[UInt8]: Int] = [:]
    func number(_ line: TextLine) -> Int {
      let bytes = Array(line.text.utf8)
      let number = numbers[bytes] ?? numbers.count
      numbers[bytes] = number
      return number
    }
    let oldNumbers = old.map(number)
    let newNumbers = new.map(number)
    let pairs = LineAlignment(old.count, new.count) { oldNumbers[$0] == newNumbers[$1] }.pairs
    var edits: [Edit] = []
    var i = 0
    var j = 0
    for (nextOld, nextNew) in pairs + [(old.count, new.count)] {
      while i < nextOld {
        edits.append(Edit(sign: "-", line: old[i], old: i, new: j))
        i += 1
      }
      while j < nextNew {
        edits.append(Edit(sign: "+", line: new[j], old: i, new: j))
        j += 1
      }
      if i < old.count, j < new.count {
        edits.append(Edit(sign: " ", line: old[i], old: i, new: j))
        i += 1
        j += 1
      }
    }
    return edits
  }

  /// Changes with their context; those that are near to each other share one.
  private static func hunks(of edits: [Edit]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in edits.indices where edits[index].sign != " " {
      let start = max(index - context, 0)
      let end = min(index + context + 1, edits.count)
      if let last = hunks.last, last.upperBound >= start {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  private static func text(of hunk: ArraySlice<Edit>) -> String {
    guard let first = hunk.first else { return "" }
    let old = hunk.count { $0.sign != "+" }
    let new = hunk.count { $0.sign != "-" }
    // An empty range is counted from the line before it.
    let oldStart = old == 0 ? first.old : first.old + 1
    let newStart = new == 0 ? first.new : first.new + 1
    let lines = hunk.map { edit in
      let text = "\(edit.sign)\(edit.line.text)"
      return edit.line.ending.isEmpty ? text + "\n\\ No newline at end of file\n" : text
    }
    return "@@ -\(oldStart),\(old) +\(newStart),\(new) @@\n" + lines.joined()
  }
}
