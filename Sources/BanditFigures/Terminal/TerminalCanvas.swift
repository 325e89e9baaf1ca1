/// Cells of a terminal, each with eight dots or a character.
struct TerminalCanvas {
  private enum Content: Hashable {
    /// Dots of a braille character, by the bits of its code.
    case dots(UInt8)
    case character(Character)
    /// The second cell of a wide character.
    case rest
  }

  let columns: Int
  let rows: Int
  /// Where dots are set, in dots.
  var clip: Box
  private var contents: [Content]
  private var inks: [TerminalInk]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    clip = Box(left: 0, top: 0, right: Double(columns * 2), bottom: Double(rows * 4))
    contents = [Content](repeating: .dots(0), count: columns * rows)
    inks = [TerminalInk](repeating: .plain, count: columns * rows)
  }

  /// Bits of the dots of a cell, by row and column (Unicode, "Braille Patterns").
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Sets a dot, where its cell has no character.
  mutating func dot(_ x: Int, _ y: Int, _ ink: TerminalInk) {
    guard x >= Int(clip.left), y >= Int(clip.top), x < Int(clip.right), y < Int(clip.bottom)
    else { return }
    let place = y / 4 * columns + x / 2
    guard case .dots(let old) = contents[place] else { return }
    contents[place] = .dots(old | TerminalCanvas.bits[y % 4][x % 2])
    inks[place] = ink
  }

  /// Sets the dot at a place; the ends of the canvas belong to it.
  mutating func dot(at place: Point, _ ink: TerminalInk) {
    let (x, y) = (Int(place.x.rounded(.down)), Int(place.y.rounded(.down)))
    dot(
      place.x == clip.right ? x - 1 : x, place.y == clip.bottom ? y - 1 : y, ink)
  }

  /// Sets the dots between two places, in dots.
  ///
  /// `phase` counts the dots along a line of several stretches, for its dashes.
  mutating func line(
    from first: Point, to last: Point, _ ink: TerminalInk, dash: [Double] = [],
    phase: inout Double
  ) {
    guard let (start, end) = clip.clipped(first, last) else { return }
    let steps = max((end.x - start.x).magnitude, (end.y - start.y).magnitude).rounded(.up)
    for step in 0...Int(steps) {
      let part = steps > 0 ? Double(step) / steps : 0
      if TerminalCanvas.isOn(dash, phase + Double(step)) {
        dot(
          at: Point(start.x + part * (end.x - start.x), start.y + part * (end.y - start.y)), ink)
      }
    }
    phase += steps
  }

  private static func isOn(_ dash: [Double], _ phase: Double) -> Bool {
    let length = dash.reduce(0, +)
    guard length > 0 else { return true }
    var left = phase.truncatingRemainder(dividingBy: length)
    for (index, part) in dash.enumerated() {
      if left < part { return index % 2 == 0 }
      left -= part
    }
    return true
  }

  /// Writes a text from a cell on, over what is there; what does not fit is cut off.
  mutating func write(_ text: String, column: Int, row: Int, _ ink: TerminalInk = .plain) {
    guard row >= 0, row < rows else { return }
    var column = column
    for letter in text {
      let width = CellText.width(letter)
      guard width > 0 else { continue }
      guard column >= 0, column + width <= columns else { return }
      let place = row * columns + column
      contents[place] = .character(letter)
      inks[place] = ink
      if width == 2 {
        contents[place + 1] = .rest
        inks[place + 1] = ink
      }
      column += width
    }
  }

  /// Whether nothing stands in a stretch of a row.
  func isFree(row: Int, columns range: Range<Int>) -> Bool {
    row >= 0 && row < rows && range.lowerBound >= 0 && range.upperBound <= columns
      && range.allSatisfy { contents[row * columns + $0] == .dots(0) }
  }

  /// The ink of a cell.
  func ink(row: Int, column: Int) -> TerminalInk { inks[row * columns + column] }

  /// Whether nothing stands anywhere.
  var isBlank: Bool { contents.allSatisfy { $0 == .dots(0) } }

  /// The cells of a row.
  func cells(_ row: Int, _ style: TerminalStyle) -> [TerminalLine.Cell] {
    (0..<columns).map { column in
      let place = row * columns + column
      return TerminalLine.Cell(text(contents[place], inks[place], style), inks[place])
    }
  }

  private func text(_ content: Content, _ ink: TerminalInk, _ style: TerminalStyle) -> String {
    switch content {
    case .dots(0): " "
    case .dots(let bits):
      style.isASCII
        ? String(ink.asciiMark)
        : Unicode.Scalar(0x2800 + UInt32(bits)).map { String(Character($0)) } ?? " "
    case .character(let letter): String(letter)
    case .rest: ""
    }
  }
}

extension Box {
  /// The part of a stretch that is within the box (Liang and Barsky, 1984).
  func clipped(_ first: Point, _ last: Point) -> (Point, Point)? {
    let (along, up) = (last.x - first.x, last.y - first.y)
    var (start, end) = (0.0, 1.0)
    for (step, room) in [
      (-along, first.x - left), (along, right - first.x), (-up, first.y - top),
      (up, bottom - first.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        start = max(start, room / step)
      } else {
        end = min(end, room / step)
      }
    }
    guard start <= end else { return nil }
    return (
      Point(first.x + start * along, first.y + start * up),
      Point(first.x + end * along, first.y + end * up)
    )
  }
}
