import Randomness

/// Damages files, the same way for the same stream.
struct Mutator {
  var stream: RandomStream

  /// Values that a careless or hostile hand might write.
  static let values = [
    "-1", "0", "-0", "1", "2", "1e308", "-1e308", "1e-308", "5e-324", "1.7976931348623157e308",
    "NaN", ".nan", ".inf", "-.inf", "9007199254740992", "9007199254740993",
    "99999999999999999999", "18446744073709551615", "2147483647", "2147483648", "''", "\"\"", "~",
    "null", "[]", "{}", "[[]]", "[{}]", "{a: b}", "true", "first", "0x10", "1_000", "1e4", "1e-9",
    "0.9999999999999999", "[1, 1]", "[0, 1]", "[1e-320, 1e308]", "[0.5]", "[[0], [1]]",
    "{schedule: auer, c: 1e300, d: 1e-300}", "{schedule: inverse-log}",
    "{kind: max, prior: [1, 1]}",
    "&a x", "*a", "!!int x", "!<tag> y", "|\n  text", ">\n  text", "'", "\"", "\\", "- -", "? :",
    "ε", "\u{0301}", "\u{202E}", "\u{FEFF}", "\u{2028}", "🎰", "\u{E000}", "\u{10FFFF}",
    "data/flights-plane.csv", "/dev/null", ".", "..", "needle", "two-level", "thompson", "table",
    "gaussian", "policies.*.epsilon", "environment.kind", "lai-robbins", "clustered",
    "realised-regret", "[{claim: c, of: {}, to: {}, above: 1, source: s}]",
  ]

  /// Pieces that may be put anywhere.
  static let pieces = [
    "[", "]", "{", "}", ":", ": ", ",", "- ", "#", "\t", "\n", "\r", "\r\n", "\u{1}", "\u{7F}",
    "\u{85}", "\u{0}", "&x ", "*x", "!!", "%", "@", "`", "|", ">", "---\n", "...\n", "<<: *x",
    "? ", "\u{FEFF}", "\u{2029}", " ", "  ", "'", "\"", "kind: ", "label: x", "-", ".", "*",
  ]

  private mutating func below(_ bound: Int) -> Int { stream.nextIndex(below: max(1, bound)) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// One to four changes.
  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var changed = bytes
    for _ in 0...below(4) { changed = below(3) == 0 ? damage(changed) : rewrite(changed) }
    return changed
  }

  /// Changes that know nothing of the format.
  private mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var changed = bytes
    let place = below(changed.count + 1)
    switch below(8) {
    case 0 where place < changed.count: changed[place] ^= 1 << UInt8(below(8))
    case 1 where place < changed.count: changed[place] = UInt8(below(256))
    case 2: changed.removeSubrange(place..<min(changed.count, place + below(20)))
    case 3: changed.removeSubrange(place...)
    case 4: changed.insert(contentsOf: Array(pick(Mutator.pieces).utf8), at: place)
    case 5: changed.insert(contentsOf: [pick([0x80, 0xC0, 0xE2, 0xF5, 0xFF])], at: place)
    case 6:
      let piece = Array(pick(Mutator.pieces).utf8)
      let count = pick([2, 10, 100, 1000, 5000])
      changed.insert(contentsOf: Array(repeating: piece, count: count).flatMap(\.self), at: place)
    default:
      let from = below(changed.count)
      let length = min(below(60), changed.count - from)
      changed.insert(contentsOf: Array(changed[from..<(from + length)]), at: place)
    }
    return changed
  }

  /// Changes to lines and tokens.
  private mutating func rewrite(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let line = below(lines.count)
    switch below(9) {
    case 0: lines.insert(lines[line], at: below(lines.count))
    case 1: lines.remove(at: line)
    case 2: lines.swapAt(line, below(lines.count))
    case 3: lines[line].insert(contentsOf: Array(repeating: 32, count: below(6)), at: 0)
    case 4: return swapTokens(bytes)
    case 5:
      return replaceToken(bytes) { mutator in
        Array("\(5 * mutator.stream.nextUnit() - 2)".utf8)
      }
    default: return replaceToken(bytes) { mutator in Array(mutator.pick(Mutator.values).utf8) }
    }
    return Array(lines.joined(separator: [10]))
  }

  /// The words and numbers between separators.
  private func tokens(_ bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      if " \n,[]{}".utf8.contains(byte) {
        if let first = start { ranges.append(first..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    return ranges
  }

  private mutating func swapTokens(_ bytes: [UInt8]) -> [UInt8] {
    let ranges = tokens(bytes)
    guard ranges.count > 1 else { return bytes }
    let one = pick(ranges)
    let other = pick(ranges)
    guard one.upperBound <= other.lowerBound else { return bytes }
    var changed = Array(bytes[..<one.lowerBound])
    changed += bytes[other]
    changed += bytes[one.upperBound..<other.lowerBound]
    changed += bytes[one]
    changed += bytes[other.upperBound...]
    return changed
  }

  private mutating func replaceToken(
    _ bytes: [UInt8], by make: (inout Mutator) -> [UInt8]
  ) -> [UInt8] {
    // Comments are long and changing them says little.
    let text = bytes.firstRange(of: Array("\nname:".utf8))?.lowerBound ?? 0
    let ranges = tokens(bytes).filter { $0.lowerBound >= text }
    guard !ranges.isEmpty else { return make(&self) }
    let range = pick(ranges)
    var changed = bytes
    changed.replaceSubrange(range, with: make(&self))
    return changed
  }
}
