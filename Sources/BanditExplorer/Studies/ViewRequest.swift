import BanditFigures

/// How the page shows a figure.
struct ViewRequest: Decodable {
  /// The width in pixels.
  var width: Double?
  /// Whether it is dark.
  var isDark: Bool?
  /// A name for the ids inside the figure: they are global in a page.
  var id: String?
  /// Whether it is kept for whoever reads it later, by day or night: it then follows the reader's
  /// system, and has no numbers beside it.
  var isRecorded: Bool?

  private enum CodingKeys: String, CodingKey {
    case width
    case isDark = "dark"
    case id
    case isRecorded = "recorded"
  }

  /// Sizes and colors; text is a little larger than on paper.
  var style: FigureStyle {
    let width = min(max(self.width ?? 640, 240), 1400)
    return FigureStyle(
      width: width, aspect: width < 480 ? 0.8 : width > 900 ? 0.45 : 0.58,
      theme: isRecorded == true ? .automatic : isDark == true ? .dark : .light, fontSize: 12,
      drawsCaption: false)
  }
}
