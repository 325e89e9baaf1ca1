extension Character {
  /// The cells of a terminal that the character takes: 2 for Chinese, Japanese, Korean and emoji.
  ///
  /// Source: Unicode Standard Annex 11, "East Asian Width", classes W and F, by blocks.
  var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.isASCII { return unicodeScalars.contains("\u{FE0F}") ? 2 : 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
    return Character.wideBlocks.contains { $0.contains(first.value) } ? 2 : 1
  }

  private static let wideBlocks: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}

extension String {
  /// The cells of a terminal that the text takes.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text with its start and end, joined by "…", in at most `width` cells.
  func shortened(to width: Int) -> String {
    guard displayWidth > width else { return self }
    func take(_ characters: some Sequence<Character>, _ room: Int) -> [Character] {
      var left = room
      return Array(
        characters.prefix { character in
          left -= character.displayWidth
          return left >= 0
        })
    }
    let start = take(self, width / 2)
    let end = take(reversed(), max(0, width - 1 - width / 2))
    return String(start) + "…" + String(end.reversed())
  }

  /// The text filled up with spaces.
  func padded(to width: Int, _ alignment: Table.Alignment) -> String {
    let padding = String(repeating: " ", count: max(0, width - displayWidth))
    return alignment == .left ? self + padding : padding + self
  }

  /// Lines of at most `width` cells, broken at spaces where there are any; nil is one line.
  func wrapped(to width: Int?) -> [String] {
    guard let width, displayWidth > width else { return [self] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words {
      let length = word.displayWidth
      if !line.isEmpty, used + 1 + length > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += (line.isEmpty ? "" : " ") + word
      used += length + (used == 0 ? 0 : 1)
    }
    return lines + [line]
  }

  /// What is not broken: "± s.e." and "5 %" count as one word.
  var words: [String] {
    split(separator: " ").reduce(into: []) { words, next in
      if let last = words.last, last == "±" || next == "%" {
        words[words.count - 1] = last + " " + next
      } else {
        words.append(String(next))
      }
    }
  }

  /// The text on one line with what commands a terminal replaced: control characters, line and
  /// paragraph separators, and marks that turn the direction of writing.
  var printable: String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      case .format: !(0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value)
      default: true
      }
    }
    guard !unicodeScalars.allSatisfy(isHarmless) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      text.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    return text
  }
}
