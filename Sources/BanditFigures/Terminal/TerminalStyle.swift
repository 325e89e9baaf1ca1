/// How large a figure is drawn as text, and with which characters.
public struct TerminalStyle: Hashable, Sendable {
  /// The columns of the terminal, from 20 to 1,000; no line is longer.
  public var width: Int
  /// The lines of the whole figure; nil for what its panels are read well in.
  ///
  /// A height with no room for the panels is exceeded.
  public var height: Int?
  /// Whether series have colors, by codes of 256.
  public var hasColor: Bool
  /// Whether nothing but ASCII is written, for where there is no UTF-8.
  public var isASCII: Bool

  /// Creates a style.
  public init(
    width: Int = 80, height: Int? = nil, hasColor: Bool = false, isASCII: Bool = false
  ) {
    self.width = min(max(width, 20), 1000)
    self.height = height
    self.hasColor = hasColor
    self.isASCII = isASCII
  }
}
