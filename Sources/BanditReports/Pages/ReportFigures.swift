import BanditExperiments
import BanditFigures

/// The figures of a result on a page: what its plan asks for, and its curves.
///
/// Each is drawn twice, for a window and for a telephone, in the colors of the reader's system.
struct ReportFigures {
  /// The HTML of each figure; a figure that cannot be drawn is told of.
  let parts: [String]

  init(_ result: ResultSet, experiment: Experiment?, prefix: String) {
    let request = PlotRequest(result, experiment: experiment)
    var kinds = [PlotKind.suggested(for: result.plan)]
    if kinds[0].id != PlotKind.regret.id { kinds.append(.regret) }
    parts = kinds.enumerated().map { index, kind in
      do {
        return Self.html(try kind.figure(request), prefix: "\(prefix)-\(index + 1)")
      } catch {
        return "<p>No figure '\(kind.id)': \(HTMLText.escaped("\(error)"))</p>"
      }
    }
  }

  /// The widths in which a figure is drawn: its class, and its width in pixels.
  private static let widths = [("wide", 736.0), ("narrow", 328.0)]

  private static func html(_ figure: Figure, prefix: String) -> String {
    let pictures = widths.map { name, width in
      let style = FigureStyle(
        width: width, aspect: name == "wide" ? 0.56 : 0.8, theme: .automatic, drawsCaption: false)
      return "<div class=\"\(name)\">\n\(figure.svg(style, idPrefix: "\(prefix)-\(name)"))</div>\n"
    }
    let caption =
      figure.caption.isEmpty
      ? "" : "<figcaption>\(HTMLText.escaped(figure.caption))</figcaption>\n"
    return "<figure>\n\(pictures.joined())\(caption)</figure>"
  }
}
