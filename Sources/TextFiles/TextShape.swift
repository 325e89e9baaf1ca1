extension String {
  /// The text without spaces and tabs at its ends.
  package var trimmed: String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t"
        || !scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator
    }
    guard let first = unicodeScalars.first, let last = unicodeScalars.last,
      isSpace(first) || isSpace(last)
    else { return self }
    let start = unicodeScalars.firstIndex { !isSpace($0) } ?? endIndex
    let end = unicodeScalars.lastIndex { !isSpace($0) }.map(unicodeScalars.index(after:))
    return String(unicodeScalars[start..<(end ?? start)])
  }

  /// The text without what is easily written in two ways: capitals, outer spaces, leading zeros.
  package var likeness: String {
    if isItsOwnLikeness { return self }
    let word = trimmed.lowercased()
    let digits = word.drop { $0 == "0" }
    return digits.first?.isNumber == true ? String(digits) : word
  }

  /// Known of most names by a look at their bytes.
  private var isItsOwnLikeness: Bool {
    utf8.first != UInt8(ascii: "0")
      && utf8.allSatisfy {
        $0 > UInt8(ascii: " ") && $0 < 0x80
          && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
      }
  }
}

extension StringProtocol {
  /// Whether there is nothing but spaces.
  package var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
