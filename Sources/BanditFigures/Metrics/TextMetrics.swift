/// What text takes in Helvetica, Arial and Liberation Sans, whose letters are equally wide.
enum TextMetrics {
  /// The fonts, in the order in which they are looked for.
  static let family = "Helvetica, Arial, 'Liberation Sans', sans-serif"

  /// What letters take above the base line, per size.
  static let ascent = 0.78
  /// The same with an exponent.
  static let raisedAscent = 0.92
  /// What letters take below the base line, per size.
  static let descent = 0.22
  /// From one base line to the next, per size.
  static let lineHeight = 1.22
  /// The size of an exponent, per size, and how far it is raised.
  static let exponentSize = 0.72, exponentRise = 0.38
  /// From the middle of figures and capitals to the base line, per size.
  static let middle = 0.35

  /// The width of a line of text.
  static func width(
    _ text: String, exponent: String? = nil, size: Double, bold: Bool = false
  ) -> Double {
    let ems = text.reduce(0) { $0 + width($1, bold) }
    let raised = (exponent ?? "").reduce(0) { $0 + width($1, bold) }
    return (ems + raised * exponentSize) * size
  }

  /// The text, or its beginning and end about "…" where it is wider than there is room.
  static func shortened(_ text: String, to room: Double, size: Double, bold: Bool = false) -> String
  {
    let text = line(text)
    guard width(text, size: size, bold: bold) > room else { return text }
    let letters = Array(text)
    let widths = letters.map { width($0, bold) * size }
    var left = room - width("…", bold) * size
    var (head, tail) = (0, letters.count)
    while head < tail {
      let isHead = head <= letters.count - tail
      let next = isHead ? widths[head] : widths[tail - 1]
      guard next <= left else { break }
      left -= next
      if isHead { head += 1 } else { tail -= 1 }
    }
    guard left >= 0 else { return "" }
    return String(letters[..<head]) + "…" + String(letters[tail...])
  }

  /// The text in lines of at most this width, broken at spaces; what does not fit is shortened.
  static func wrapped(
    _ text: String, to room: Double, size: Double, bold: Bool = false, lines most: Int
  ) -> [String] {
    var lines: [String] = []
    var words = line(text).split(separator: " ")[...]
    while let first = words.popFirst() {
      if lines.count == most - 1 {
        let rest = ([first] + words).joined(separator: " ")
        return lines + [shortened(rest, to: room, size: size, bold: bold)]
      }
      var one = String(first)
      while let next = words.first, width("\(one) \(next)", size: size, bold: bold) <= room {
        one += " \(next)"
        words.removeFirst()
      }
      lines.append(shortened(one, to: room, size: size, bold: bold))
    }
    return lines
  }

  /// The text without what would break its line.
  static func line(_ text: String) -> String {
    String(
      text.map { letter in
        letter.isNewline || letter.unicodeScalars.allSatisfy { $0.value < 32 } ? " " : letter
      })
  }

  /// The width of a letter per size; 1 for one that the font has not, 1.3 for an emoji.
  private static func width(_ letter: Character, _ bold: Bool) -> Double {
    guard let scalar = letter.unicodeScalars.first else { return 0 }
    let isEmoji = letter.unicodeScalars.contains {
      $0.properties.isEmojiPresentation || $0.value == 0xFE0F
    }
    if isEmoji { return 1.3 }
    for (first, widths) in bold ? SansWidths.bold : SansWidths.regular where scalar.value >= first {
      let index = Int(scalar.value - first)
      if index < widths.count, widths[index] > 0 { return Double(widths[index]) / 2048 }
    }
    return 1
  }
}
