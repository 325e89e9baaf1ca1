/// The colors of a figure, and how strong its strokes are.
public enum Theme: String, Hashable, Sendable, CaseIterable {
  /// Dark on white, for screens.
  case light
  /// Light on nearly black, for screens.
  case dark
  /// Black on white without grid, thin strokes, for paper.
  case print
  /// Light, or dark where the reader's system is.
  case automatic

  /// The color of a paint; for ``automatic`` the one of ``light``.
  public func color(_ paint: Paint) -> Color {
    switch paint {
    case .background: self == .dark ? Color(0x15181C) : Color(0xFFFFFF)
    case .ink:
      switch self {
      case .dark: Color(0xE8EAED)
      case .print: Color(0x000000)
      default: Color(0x1F2328)
      }
    case .mutedInk:
      switch self {
      case .dark: Color(0xA9B0B8)
      case .print: Color(0x333333)
      default: Color(0x57606A)
      }
    case .grid: self == .dark ? Color(0x32373E) : Color(0xE3E6EA)
    case .series(let index) where SeriesStyle(index).isReference: color(.mutedInk)
    case .series(let index):
      Theme.colors[SeriesStyle.index(index, Theme.colors.count)][self == .dark ? 1 : 0]
    case .fixed(let color): color
    }
  }

  /// Whether faint lines go from the ticks through the panels.
  var hasGrid: Bool { self != .print }

  /// The width of curves.
  var lineWidth: Double { self == .print ? 1.1 : 1.5 }

  /// Okabe and Ito's colors (Color Universal Design, 2008), each with a lighter one for the dark.
  ///
  /// Their yellow is left out, for it cannot be read on white; black is the last.
  private static let colors = [
    [0x0072B2, 0x4BA6E0], [0xD55E00, 0xFF8A3D], [0x009E73, 0x2CC79A], [0xCC79A7, 0xE59AC4],
    [0xE69F00, 0xF0B93A], [0x56B4E9, 0x9AD4F7], [0x000000, 0xE8EAED],
  ].map { $0.map { Color(UInt32($0)) } }
}
