extension Figure {
  /// A Python script that draws the figure with matplotlib from the numbers in it, for restyling.
  ///
  /// It writes the file that is its argument, or figure.pdf.
  public func matplotlibScript(_ style: FigureStyle = .page) -> String {
    let grid = PanelGrid(self, width: style.bounded.width, size: style.bounded.fontSize)
    let placed = placed(style)
    let (width, height) = (placed.width / 96, placed.height / 96)
    var lines = [
      "import sys", "", "import matplotlib", "matplotlib.use(\"Agg\")",
      "from matplotlib import pyplot", "", "nan, inf = float(\"nan\"), float(\"inf\")",
      "figure, grid = pyplot.subplots(", "    \(grid.rows), \(grid.columns), squeeze=False,",
      "    figsize=(\(SVGText.number(width)), \(SVGText.number(height))),",
      "    layout=\"constrained\")", "for axes in grid.flat[\(panels.count):]:",
      "    axes.set_visible(False)",
      "figure.suptitle(\(MatplotlibScript.quoted(title)))",
    ]
    for (index, panel) in panels.enumerated() {
      lines += ["", "axes = grid.flat[\(index)]"]
      lines += panel.marks.flatMap { MatplotlibScript.lines($0, panels: panels) }
      lines.append("axes.set_title(\(MatplotlibScript.quoted(panel.title)))")
      if placed.panels.indices.contains(index) {
        let (x, y) = (placed.panels[index].x, placed.panels[index].y)
        lines += MatplotlibScript.axis("x", panel.x, x) + MatplotlibScript.axis("y", panel.y, y)
      }
    }
    // One legend beside the first row: a label stands once, whatever number of panels has it.
    lines += [
      "", "entries = {}", "for axes in grid.flat[:\(panels.count)]:",
      "    for handle, label in zip(*axes.get_legend_handles_labels()):",
      "        entries.setdefault(label, handle)", "if entries:",
      "    grid.flat[\(min(panels.count, grid.columns) - 1)].legend(",
      "        entries.values(), entries.keys(), frameon=False,",
      "        loc=\"upper left\", bbox_to_anchor=(1.02, 1))",
    ]
    lines += ["", "figure.savefig(sys.argv[1] if len(sys.argv) > 1 else \"figure.pdf\")", ""]
    return lines.joined(separator: "\n")
  }
}

/// The statements of matplotlib for marks and axes.
private enum MatplotlibScript {
  /// A string in which matplotlib sees no formula.
  static func quoted(_ text: String) -> String {
    ScriptText.quoted(text.replacing("$", with: "\\$"))
  }

  static func axis(_ name: String, _ axis: Axis, _ map: ScaleMap) -> [String] {
    let scale: [String] =
      switch axis.scale {
      case .linear: []
      case .log: ["axes.set_\(name)scale(\"log\")"]
      case .symlog:
        [
          "axes.set_\(name)scale(\"symlog\", linthresh=\(ScriptText.number(axis.scale.threshold)))"
        ]
      case .squareRoot:
        [
          "axes.set_\(name)scale(", "    \"function\",",
          "    functions=(lambda v: abs(v) ** 0.5 * (2 * (v >= 0) - 1),",
          "               lambda v: abs(v) * v))",
        ]
      case .ordinal(let names):
        [
          "axes.set_\(name)ticks(range(\(names.count)), "
            + "[\(names.map(quoted).joined(separator: ", "))]\(name == "x" ? ", rotation=90" : ""))"
        ]
      }
    let limits = "\(ScriptText.number(map.lower)), \(ScriptText.number(map.upper))"
    return scale + [
      "axes.set_\(name)lim(\(limits))", "axes.set_\(name)label(\(quoted(axis.label)))",
    ]
  }

  static func lines(_ mark: Mark, panels: [Panel]) -> [String] {
    switch mark {
    case .curve(let one):
      let step = one.isStepped ? ", drawstyle=\"steps-post\"" : ""
      let fill = one.isStepped ? ", step=\"post\"" : ""
      return values([("x", one.x), ("y", one.y)])
        + ["axes.plot(x, y\(step)\(style(one.label, one.series, hasDash: true)))"]
        + (one.band.map {
          values([("lower", $0.lower), ("upper", $0.upper)]) + [
            "axes.fill_between(x, lower, upper, color=\"\(ScriptText.color(one.series))\", "
              + "alpha=0.18, linewidth=0\(fill))"
          ]
        } ?? [])
    case .points(let one):
      // Intervals need not hold their point, so they are lines of their own.
      let ends = [("h", "y", one.horizontal), ("v", "x", one.vertical)]
      let intervals = ends.flatMap { kind, place, band -> [String] in
        guard let band else { return [] }
        return values([
          (place, place == "x" ? one.x : one.y), ("lower", band.lower), ("upper", band.upper),
        ])
          + ["axes.\(kind)lines(\(place), lower, upper, color=\"\(ScriptText.color(one.series))\")"]
      }
      return intervals + values([("x", one.x), ("y", one.y)]) + [
        "axes.plot(x, y, linestyle=\"none\", marker=\"\(marker(one.series))\""
          + "\(style(one.label, one.series, hasDash: false)))"
      ]
    case .bars(let one):
      return values([("edges", one.edges), ("heights", one.heights)]) + [
        "axes.stairs(heights, edges, fill=True, alpha=0.4"
          + "\(style(one.label, one.series, hasDash: false)))"
      ]
    case .area(let one):
      return values([("x", one.x), ("lower", one.lower), ("upper", one.upper)]) + [
        "axes.fill_between(x, lower, upper, alpha=0.25"
          + "\(style(one.label, one.series, hasDash: false)))",
        "axes.plot(x, upper\(style(nil, one.series, hasDash: true)))",
      ]
    case .raster(let one):
      let bar = ColorBar.bar(for: one, panels)
      let count = max(0, one.columnEdges.count - 1)
      let rows = one.cells.indices.map { row in
        ScriptText.list((0..<count).map { one.value(row: row, column: $0) ?? .nan })
      }
      let map = one.colors == .viridis ? "viridis" : "PuOr"
      return [
        "mesh = axes.pcolormesh(", "    \(ScriptText.list(one.columnEdges)),",
        "    \(ScriptText.list(one.rowEdges)),", "    [\(rows.joined(separator: ",\n     "))],",
        "    cmap=\"\(map)\", vmin=\(ScriptText.number(bar.lower)), "
          + "vmax=\(ScriptText.number(bar.upper)))",
        "figure.colorbar(mesh, ax=axes, label=\(quoted(one.title)))",
      ]
    case .reference(let one):
      let isLevel = one.direction == .horizontal
      let place = ScriptText.number(one.position)
      let line = "axes.ax\(isLevel ? "h" : "v")line(\(place), color=\"0.4\", dashes=(4, 2))"
      return [line] + (one.label.map { [text($0, one.position, isLevel: isLevel)] } ?? [])
    case .rug(let one):
      let isX = one.axis == .x
      let edge = "axes.get_\(isX ? "x" : "y")axis_transform()"
      let other = one.at.map(ScriptText.number) ?? "0.02"
      let transform = one.at == nil ? ", transform=\(edge)" : ""
      let places = isX ? "places, [\(other)] * len(places)" : "[\(other)] * len(places), places"
      return values([("places", one.positions)]) + [
        "axes.plot(\(places), linestyle=\"none\", marker=\"\(isX ? "|" : "_")\"\(transform)"
          + "\(style(one.label, one.series, hasDash: false)))"
      ]
    case .annotation(let one):
      let (x, y) = (ScriptText.number(one.x), ScriptText.number(one.y))
      return ["axes.annotate(\(quoted(one.text)), (\(x), \(y)), ha=\"center\", va=\"bottom\")"]
    }
  }

  private static func text(_ label: String, _ place: Double, isLevel: Bool) -> String {
    let at = ScriptText.number(place)
    return isLevel
      ? "axes.text(1, \(at), \(quoted(label)), ha=\"right\", va=\"bottom\", "
        + "transform=axes.get_yaxis_transform())"
      : "axes.text(\(at), 1, \(quoted(label)), va=\"top\", "
        + "transform=axes.get_xaxis_transform())"
  }

  /// Sequences of one length, the shortest.
  private static func values(_ sequences: [(name: String, values: [Double])]) -> [String] {
    let isEdges = sequences.first?.name == "edges"
    let count =
      sequences.enumerated().map { index, sequence in
        sequence.values.count - (isEdges && index == 0 ? 1 : 0)
      }.min() ?? 0
    return sequences.enumerated().map { index, sequence in
      let kept = sequence.values.prefix(max(0, count) + (isEdges && index == 0 ? 1 : 0))
      return "\(sequence.name) = \(ScriptText.list(Array(kept)))"
    }
  }

  private static func marker(_ series: Int) -> String {
    switch SeriesStyle(series).shape {
    case .circle: "o"
    case .square: "s"
    case .triangle: "^"
    case .diamond: "D"
    case .invertedTriangle: "v"
    case .cross: "x"
    }
  }

  private static func style(_ label: String?, _ series: Int, hasDash: Bool) -> String {
    let dash = SeriesStyle(series).dash.map(ScriptText.number).joined(separator: ", ")
    return ", color=\"\(ScriptText.color(series))\""
      + (hasDash && !dash.isEmpty ? ", dashes=(\(dash))" : "")
      + (label.map { ", label=\(quoted($0))" } ?? "")
  }
}
