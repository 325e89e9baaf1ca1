/// A part of a line that is compared as a whole.
enum LineToken: Sendable {
  case letter(Unicode.Scalar)
  case number(Double)

  /// Whether the tokens are the same, numbers up to a relative tolerance.
  func fits(_ other: LineToken, tolerance: Double) -> Bool {
    switch (self, other) {
    case (.letter(let one), .letter(let two)): one == two
    case (.number(let one), .number(let two)):
      one == two || abs(one - two) <= tolerance * max(abs(one), abs(two))
    default: false
    }
  }

  /// The tokens of a text: every letter on its own or, with numbers, each decimal number whole.
  ///
  /// A comma ends a number, since it may stand between two. A sign or a point belongs to a number
  /// unless a letter or digit stands before it; a minus may be U+2212.
  static func tokens(of text: String, numbers: Bool) -> [LineToken] {
    let scalars = Array(text.unicodeScalars)
    guard numbers else { return scalars.map(LineToken.letter) }
    var tokens: [LineToken] = []
    var index = 0
    while index < scalars.count {
      let isAttached = index > 0 && scalars[index - 1].properties.isAlphabetic
      let follows = index > 0 && (isAttached || isDigit(scalars[index - 1]))
      let end = endOfNumber(in: scalars, from: index, mayBeSigned: !follows)
      let word = scalars[index..<end].map { $0 == "\u{2212}" ? "-" : String($0) }.joined()
      if let number = Double(word) {
        tokens.append(.number(number))
        index = end
      } else {
        tokens.append(.letter(scalars[index]))
        index += 1
      }
    }
    return tokens
  }

  /// The position behind the number that begins at `start`, or `start` itself.
  private static func endOfNumber(
    in scalars: [Unicode.Scalar], from start: Int, mayBeSigned: Bool
  ) -> Int {
    func pastDigits(_ position: Int) -> Int {
      scalars[position...].firstIndex { !isDigit($0) } ?? scalars.count
    }
    func stands(_ choices: String, at position: Int) -> Bool {
      position < scalars.count && choices.unicodeScalars.contains(scalars[position])
    }
    var position = start
    if mayBeSigned, stands("+-\u{2212}", at: position) { position += 1 }
    let whole = pastDigits(position)
    var end = whole
    if stands(".", at: whole), mayBeSigned || whole > position {
      let fraction = pastDigits(whole + 1)
      if fraction > whole + 1 { end = fraction }
    }
    guard end > position else { return start }
    if stands("eE", at: end) {
      let digits = stands("+-", at: end + 1) ? end + 2 : end + 1
      if digits < scalars.count, pastDigits(digits) > digits { end = pastDigits(digits) }
    }
    return end
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
