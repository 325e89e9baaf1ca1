extension PlacedFigure {
  /// The figure as an SVG document, the same bytes for the same figure.
  ///
  /// Figures that stand in one HTML page need different prefixes, for ids are global there.
  public func svg(idPrefix: String = "figure") -> String {
    var renderer = SVGRenderer(self, prefix: idPrefix)
    return renderer.document()
  }
}

/// Writes placed shapes as SVG 1.1, with numbers of two decimals.
struct SVGRenderer {
  private let figure: PlacedFigure
  private let prefix: String
  private var clips: [Box] = []
  private var paints: [Paint] = []

  init(_ figure: PlacedFigure, prefix: String) {
    self.figure = figure
    let allowed = prefix.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    let isName = allowed.first?.isLetter ?? false
    self.prefix = isName ? allowed : "figure" + allowed
  }

  mutating func document() -> String {
    let shapes =
      "<rect\(colors(fill: .background)) width=\"100%\" height=\"100%\"/>\n"
      + figure.shapes.map { element($0) }.joined()
    let (width, height) = (SVGText.number(figure.width), SVGText.number(figure.height))
    let title = figure.title.isEmpty ? "Figure" : figure.title
    let description =
      figure.description.isEmpty
      ? "" : "<desc id=\"\(prefix)-desc\">\(SVGText.escaped(figure.description))</desc>\n"
    let labelled =
      figure.description.isEmpty ? "\(prefix)-title" : "\(prefix)-title \(prefix)-desc"
    let definitions = clips.enumerated().map { index, box in
      "<clipPath id=\"\(prefix)-clip-\(index)\">\(SVGText.rectangle(box))/></clipPath>\n"
    }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" id="\(prefix)" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="\(labelled)" \
      font-family="\(TextMetrics.family)">
      <title id="\(prefix)-title">\(SVGText.escaped(title))</title>
      \(description)\(styles)\(definitions.isEmpty ? "" : "<defs>\n\(definitions)</defs>\n")\
      \(shapes)</svg>

      """
  }

  /// The colors for the dark, where the reader's system decides.
  private var styles: String {
    guard figure.theme == .automatic else { return "" }
    let rules = paints.enumerated().map { index, paint in
      let color = Theme.dark.color(paint).hexadecimal
      return "#\(prefix) .f\(index){fill:\(color)}#\(prefix) .s\(index){stroke:\(color)}"
    }
    return "<style>@media (prefers-color-scheme:dark){\(rules.joined())}</style>\n"
  }

  private mutating func element(_ shape: PlacedShape) -> String {
    switch shape {
    case .path(let path): return element(path)
    case .rectangle(let box, let paint, let opacity):
      let faint = opacity < 1 ? " fill-opacity=\"\(SVGText.number(opacity))\"" : ""
      return "\(SVGText.rectangle(box))\(colors(fill: paint))\(faint)/>\n"
    case .markers(let shape, let points, let radius, let paint):
      let data = points.map { SVGText.marker(shape, at: $0, radius: radius) }.joined()
      let colors =
        shape == .cross
        ? colors(fill: nil, stroke: paint) + " stroke-width=\"1.2\"" : colors(fill: paint)
      return "<path d=\"\(data)\"\(colors)/>\n"
    case .text(let text): return element(text)
    case .group(let shapes, let clip):
      let inner = shapes.map { element($0) }.joined()
      guard let clip else { return "<g>\n\(inner)</g>\n" }
      let index = clips.firstIndex(of: clip) ?? clips.count
      if index == clips.count { clips.append(clip) }
      return "<g clip-path=\"url(#\(prefix)-clip-\(index))\">\n\(inner)</g>\n"
    }
  }

  private mutating func element(_ path: PlacedPath) -> String {
    let isClosed = path.fill != nil
    let data = path.lines.map { SVGText.path($0, isClosed: isClosed, isCoarse: true) }.joined()
    var attributes = colors(fill: path.fill, stroke: path.stroke?.paint)
    if path.fill != nil, path.opacity < 1 {
      attributes += " fill-opacity=\"\(SVGText.number(path.opacity))\""
    }
    if let stroke = path.stroke {
      attributes += " stroke-width=\"\(SVGText.number(stroke.width))\""
      if !stroke.dash.isEmpty {
        let dash = stroke.dash.map { SVGText.number($0) }.joined(separator: " ")
        attributes += " stroke-dasharray=\"\(dash)\""
      }
      attributes += stroke.isCrisp ? " shape-rendering=\"crispEdges\"" : ""
    }
    return "<path d=\"\(data)\"\(attributes)/>\n"
  }

  private mutating func element(_ text: PlacedText) -> String {
    let (x, y) = (SVGText.number(text.origin.x), SVGText.number(text.origin.y))
    var attributes = " x=\"\(x)\" y=\"\(y)\" font-size=\"\(SVGText.number(text.size))\""
    if text.anchor != .start { attributes += " text-anchor=\"\(text.anchor.rawValue)\"" }
    if text.isBold { attributes += " font-weight=\"bold\"" }
    if text.isUpward { attributes += " transform=\"rotate(-90 \(x) \(y))\"" }
    let full = text.full.map { "<title>\(SVGText.escaped($0))</title>" } ?? ""
    let raised = text.exponent.map { exponent in
      let rise = SVGText.number(-text.size * TextMetrics.exponentRise)
      let size = SVGText.number(text.size * TextMetrics.exponentSize)
      return "<tspan dy=\"\(rise)\" font-size=\"\(size)\">\(SVGText.escaped(exponent))</tspan>"
    }
    return
      "<text\(attributes)\(colors(fill: text.paint))>\(full)\(SVGText.escaped(text.text))\(raised ?? "")</text>\n"
  }

  // MARK: Colors

  /// The colors of a shape, with the classes by which the dark recolors it.
  private mutating func colors(fill: Paint?, stroke: Paint? = nil) -> String {
    var attributes = ""
    var classes: [String] = []
    for (name, paint) in [("fill", fill), ("stroke", stroke)] {
      guard let paint else {
        attributes += name == "fill" ? " fill=\"none\"" : ""
        continue
      }
      attributes += " \(name)=\"\(figure.theme.color(paint).hexadecimal)\""
      if case .fixed = paint { continue }
      let index = paints.firstIndex(of: paint) ?? paints.count
      if index == paints.count { paints.append(paint) }
      classes.append("\(name.prefix(1))\(index)")
    }
    guard figure.theme == .automatic, !classes.isEmpty else { return attributes }
    return attributes + " class=\"\(classes.joined(separator: " "))\""
  }
}
