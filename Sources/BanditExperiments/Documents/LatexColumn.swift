/// A column of a table in LaTeX: what stands in the preamble of the tabular, and its cells.
///
/// A column with numbers is one of siunitx, which aligns decimal points and brackets; what is no
/// number stands in braces there. Long headings and labels are broken into lines.
struct LatexColumn {
  /// The column in the preamble of the tabular.
  let specification: String
  /// The lines of the heading, in braces where the column expects numbers.
  let heading: [String]
  /// The cells.
  let cells: [String]

  /// The share of an em that a character takes.
  private static let em = 0.53

  /// A column of a table with room for `width` characters.
  init(_ table: Table, _ index: Int, width: Int) {
    let column = table.columns[index]
    let row = table.rows.map { $0[index] }
    let numerals = row.map(Numeral.init)
    let title = column.heading.printable.wrapped(to: width).map(LatexText.escaped)
    guard column.alignment == .right, numerals.contains(where: { $0 != nil }) else {
      let isLong = row.contains { $0.text.displayWidth > width }
      specification =
        column.alignment == .right
        ? "r" : isLong ? "p{\(fixed(LatexColumn.em * Double(width), 1))em}" : "l"
      heading = title
      cells = row.map { LatexText.escaped($0.text) }
      return
    }
    let isMarked = row.map(\.isMarked)
    let weight = isMarked.contains(true) ? ", detect-weight" : ""
    specification = "S[table-format=\(Numeral.format(numerals.compactMap(\.self)))\(weight)]"
    heading = title.map { "{\($0)}" }
    cells = row.indices.map { place in
      guard let numeral = numerals[place] else {
        let text = LatexText.escaped(row[place].text)
        return text.isEmpty ? "" : "{\(text)}"
      }
      return (isMarked[place] ? "\\bfseries " : "") + numeral.text
    }
  }
}

/// A number as siunitx reads it: sign, digits, decimals and the digits of its standard error.
private struct Numeral: Equatable {
  let text: String
  private let isNegative: Bool
  private let whole: Int
  private let decimals: Int
  private let uncertainty: Int

  /// The number of a cell; nil if it has none, or one that people read in other words.
  init?(_ cell: Cell) {
    switch cell {
    case .text, .flag: return nil
    case .integer, .seed, .number, .estimate, .shown: break
    }
    let plain = cell.plainText
    let text = plain.hasPrefix("+") ? String(plain.dropFirst()) : plain
    guard let parts = text.wholeMatch(of: /(-?)(\d+)(?:\.(\d+))?(?:\((\d+)\))?/) else {
      return nil
    }
    self.text = text
    isNegative = !parts.1.isEmpty
    whole = parts.2.count
    decimals = parts.3?.count ?? 0
    uncertainty = parts.4?.count ?? 0
  }

  /// The room that some numbers need: "-3.2(1)".
  static func format(_ numerals: [Numeral]) -> String {
    func most(_ count: (Numeral) -> Int) -> Int { numerals.map(count).max() ?? 0 }
    let decimals = most(\.decimals)
    let uncertainty = most(\.uncertainty)
    return (numerals.contains(where: \.isNegative) ? "-" : "") + "\(most(\.whole))"
      + (decimals > 0 ? ".\(decimals)" : "") + (uncertainty > 0 ? "(\(uncertainty))" : "")
  }
}

extension Cell {
  /// The text without commas between thousands, marks, and brackets that hold no error.
  fileprivate var plainText: String {
    switch self {
    case .integer(let count?): String(count)
    case .estimate(let mean, let error, let decimals, _):
      error == nil ? fixed(mean, decimals) : concise(mean, error, decimals)
    default: text
    }
  }
}
