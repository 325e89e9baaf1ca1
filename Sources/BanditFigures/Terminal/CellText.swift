/// Text by the cells of a terminal that it takes.
enum CellText {
  /// The cells of a text.
  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// The cells of a character: 2 for Chinese, Japanese, Korean and emoji, 0 for what is drawn over
  /// the one before.
  ///
  /// Source: Unicode Standard Annex 11, "East Asian Width", classes W and F, by blocks.
  static func width(_ letter: Character) -> Int {
    if letter.isASCII { return 1 }
    guard let first = letter.unicodeScalars.first else { return 0 }
    if letter.unicodeScalars.contains("\u{FE0F}") { return 2 }
    if first.isASCII { return 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if first.properties.isEmojiPresentation { return 2 }
    return wideBlocks.contains { $0.contains(first.value) } ? 2 : 1
  }

  private static let wideBlocks: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  /// The text on one line without what commands a terminal.
  static func line(_ text: String) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      case .format: !(0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value)
      default: true
      }
    }
    return String(text.map { $0.unicodeScalars.allSatisfy(isHarmless) ? $0 : " " })
  }

  /// The text's beginning and end about "…" in at most so many cells.
  static func shortened(_ text: String, to room: Int) -> String {
    guard width(text) > room else { return text }
    guard room > 0 else { return "" }
    func take(_ letters: some Sequence<Character>, _ cells: Int) -> [Character] {
      var left = cells
      return letters.prefix {
        left -= width($0)
        return left >= 0
      }
    }
    let head = take(text, room / 2)
    return String(head) + "…"
      + String(take(text.reversed(), room - 1 - room / 2).reversed())
  }

  /// Lines of at most so many cells, broken at spaces; the last holds no more than fits.
  static func wrapped(_ text: String, to room: Int, lines most: Int = 6) -> [String] {
    var lines: [String] = []
    var words = line(text).split(separator: " ")[...]
    while let first = words.popFirst() {
      var one = String(first)
      if lines.count == most - 1 { one = ([first] + words).joined(separator: " ") }
      while lines.count < most - 1, let next = words.first,
        width(one) + 1 + width(String(next)) <= room
      {
        one += " \(next)"
        words.removeFirst()
      }
      lines.append(shortened(one, to: room))
      if lines.count == most { break }
    }
    return lines
  }

  /// The number with a raised exponent: "3×10⁻⁹".
  static func label(_ number: NumberText, _ style: TerminalStyle) -> String {
    label(number.text + String((number.exponent ?? "").map { raised[$0] ?? $0 }), style)
  }

  private static let raised = Dictionary(
    uniqueKeysWithValues: zip("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))

  /// The label as a style has it, on one line.
  static func label(_ text: String, _ style: TerminalStyle) -> String {
    style.isASCII ? ascii(line(text)) : line(text)
  }

  /// The text in ASCII, letter by letter; "?" for what has no likeness in it.
  static func ascii(_ text: String) -> String {
    var result = ""
    var isRaised = false
    for letter in text {
      let plain = raised.first { $0.value == letter }?.key
      if plain != nil, !isRaised { result += "^" }
      isRaised = plain != nil
      let letter = plain ?? letter
      result += letter.isASCII ? String(letter) : likenesses[letter] ?? "?"
    }
    return result
  }

  private static let likenesses: [Character: String] = [
    "−": "-", "–": "-", "—": "-", "×": "x", "±": "+-", "…": "...", "≤": "<=", "≥": ">=",
    "ε": "eps", "θ": "theta", "μ": "mu", "σ": "sigma", "√": "sqrt", "²": "^2", "“": "\"",
    "”": "\"", "’": "'", "é": "e", "á": "a", "ü": "u", "ö": "o", "ä": "a",
  ]
}
