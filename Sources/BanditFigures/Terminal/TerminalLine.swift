/// A line of a figure in a terminal: texts with their inks.
struct TerminalLine {
  /// A text, mostly of one character, in one ink.
  struct Cell: Hashable {
    var text: String
    var ink: TerminalInk

    init(_ text: String, _ ink: TerminalInk = .plain) {
      self.text = text
      self.ink = ink
    }
  }

  var cells: [Cell]

  init(_ cells: [Cell] = []) { self.cells = cells }

  init(_ text: String, _ ink: TerminalInk = .plain) { cells = [Cell(text, ink)] }

  /// What of the line fits in so many cells of a terminal.
  func cut(to width: Int) -> TerminalLine {
    var left = width
    var line = TerminalLine()
    for cell in cells where left > 0 {
      line.cells.append(Cell(CellText.shortened(cell.text, to: left), cell.ink))
      left -= CellText.width(cell.text)
    }
    return line
  }

  /// The line without blanks at its end, with the codes of its colors if the style has any.
  func text(_ style: TerminalStyle) -> String {
    var cells = cells[...]
    while let last = cells.last, last.text.allSatisfy({ $0 == " " }) {
      if last.ink.isField, style.hasColor { break }
      cells.removeLast()
    }
    var result = ""
    var ink = TerminalInk.plain
    for cell in cells {
      // A blank has no color but that of a field.
      let next = cell.text == " " && !cell.ink.isField ? .plain : cell.ink
      if style.hasColor, next != ink {
        result += (ink == .plain ? "" : TerminalInk.reset) + next.code
        ink = next
      }
      result += style.isASCII ? String(cell.text.map(TerminalLine.ascii)) : cell.text
    }
    return result + (ink == .plain ? "" : TerminalInk.reset)
  }

  /// The likeness of a character of axes and cells, one for one.
  private static func ascii(_ letter: Character) -> Character {
    if letter.isASCII { return letter }
    return likenesses[letter] ?? "?"
  }

  private static let likenesses: [Character: Character] = [
    "│": "|", "┤": "+", "└": "+", "─": "-", "┬": "+", "…": "~", "░": ".", "▒": ":", "▓": "o",
    "█": "#", "●": "o", "■": "#", "▲": "^", "◆": "*", "▼": "v", "×": "x",
  ]
}
