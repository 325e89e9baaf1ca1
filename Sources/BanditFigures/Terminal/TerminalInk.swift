/// What a cell of a terminal is colored with.
enum TerminalInk: Hashable {
  case plain
  case strong
  case muted
  case series(Int)
  /// A cell of a raster, filled.
  case field(Color)

  /// The code that turns the color on (ECMA-48, "select graphic rendition"); empty for none.
  var code: String {
    switch self {
    case .plain: ""
    case .strong: "\u{1B}[1m"
    case .muted: "\u{1B}[2m"
    case .series(let series):
      "\u{1B}[38;5;\(TerminalInk.colors[SeriesStyle.index(series, TerminalInk.colors.count)])m"
    case .field(let color):
      "\u{1B}[48;5;\(TerminalInk.cube(color));"
        + "38;5;\(color.contrasting == Color(0x000000) ? 16 : 231)m"
    }
  }

  var isField: Bool { if case .field = self { true } else { false } }

  static let reset = "\u{1B}[0m"

  /// What stands for a curve where there are no dots.
  var asciiMark: Character {
    guard case .series(let series) = self else { return "." }
    return TerminalInk.asciiMarks[SeriesStyle.index(series, TerminalInk.asciiMarks.count)]
  }

  private static let asciiMarks = Array("*ox+#@%&")

  /// Okabe and Ito's colors by the nearest of 256 that are read on black and on white.
  ///
  /// The last is a grey in the place of black.
  private static let colors = [32, 166, 36, 169, 172, 74, 244]

  /// The nearest color of the cube of 6 × 6 × 6.
  private static func cube(_ color: Color) -> Int {
    let levels = [0.0, 95, 135, 175, 215, 255].map { $0 / 255 }
    func nearest(_ channel: Double) -> Int {
      let distances = levels.map { ($0 - channel).magnitude }
      return distances.indices.min { distances[$0] < distances[$1] } ?? 0
    }
    return 16 + 36 * nearest(color.red) + 6 * nearest(color.green) + nearest(color.blue)
  }
}
