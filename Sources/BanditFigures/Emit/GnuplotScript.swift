extension Figure {
  /// A gnuplot script that draws the figure from the numbers in it, for restyling.
  ///
  /// It writes figure.svg, or what the variable `output` names: `gnuplot -e "output='a.svg'" FILE`.
  public func gnuplotScript(_ style: FigureStyle = .page) -> String {
    let placed = placed(style)
    let grid = PanelGrid(self, width: style.bounded.width, size: style.bounded.fontSize)
    let (width, height) = (placed.width.rounded(.up), placed.height.rounded(.up))
    var lines = [
      "if (!exists('output')) output = 'figure.svg'",
      "set terminal svg size \(ScriptText.number(width)),\(ScriptText.number(height)) noenhanced "
        + "background 'white'",
      "set output output", "set datafile missing 'nan'",
    ]
    var blocks: [String] = []
    var plots: [String] = []
    var labels: Set<String> = []
    let entries = panels.flatMap { $0.marks.compactMap(\.entry) }
      .filter { labels.insert($0.label).inserted }
    for (index, (panel, place)) in zip(panels, placed.panels).enumerated() {
      // The key beside all panels is that of the first, with what only others show.
      plots += [
        "", "reset", index == 0 ? "set key at screen 0.99,0.88 right top" : "unset key",
        "set title \(ScriptText.single(panel.title))",
      ]
      plots += GnuplotScript.axis("x", panel.x, place.x) + GnuplotScript.axis("y", panel.y, place.y)
      var parts: [String] = []
      for mark in panel.marks {
        switch mark {
        case .reference(let one): plots += GnuplotScript.reference(one)
        case .annotation(let one):
          plots.append(
            "set label \(ScriptText.single(one.text)) at \(ScriptText.number(one.x)),"
              + "\(ScriptText.number(one.y)) center offset 0,0.7")
        default:
          let block = "$data\(blocks.count + 1)"
          let (rows, part) = GnuplotScript.part(mark, block, place.y)
          blocks += [
            ([block + " << END"] + (rows.isEmpty ? ["nan nan nan nan nan nan nan"] : rows) + ["END"])
              .joined(separator: "\n")
          ]
          parts.append(part)
          if case .raster(let one) = mark {
            let bar = ColorBar.bar(for: one, panels)
            plots += [
              "set cbrange [\(ScriptText.number(bar.lower)):\(ScriptText.number(bar.upper))]",
              "set cblabel \(ScriptText.single(one.title))", GnuplotScript.palette(one.colors),
            ]
          }
        }
      }
      if index == 0 {
        let shown = Set(panel.marks.compactMap { $0.entry?.label })
        parts += entries.filter { !shown.contains($0.label) }.map(GnuplotScript.keyAlone)
      }
      plots.append(
        "plot " + (parts.isEmpty ? ["NaN notitle"] : parts).joined(separator: ", \\\n  "))
    }
    lines += blocks
    lines.append(
      "set multiplot layout \(grid.rows),\(grid.columns) title \(ScriptText.single(title)) \\\n  "
        + GnuplotScript.margins(self, keys: entries.map(\.label), width: width, height: height))
    return (lines + plots + ["unset multiplot", ""]).joined(separator: "\n")
  }
}

/// The statements of gnuplot for marks and axes.
private enum GnuplotScript {
  static func axis(_ name: String, _ axis: Axis, _ map: ScaleMap) -> [String] {
    var lines = ["set \(name)label \(ScriptText.single(axis.label))"]
    switch axis.scale {
    case .linear: break
    case .log: lines.append("set logscale \(name)")
    case .symlog:
      let threshold = ScriptText.number(axis.scale.threshold) + ".0"
      lines.append(
        "set nonlinear \(name) via sgn(\(name)) * log10(1 + abs(\(name)) / (\(threshold))) "
          + "inverse sgn(\(name)) * (\(threshold)) * (10 ** abs(\(name)) - 1)")
    case .squareRoot:
      lines.append(
        "set nonlinear \(name) via sgn(\(name)) * sqrt(abs(\(name))) "
          + "inverse \(name) * abs(\(name))")
    case .ordinal(let names):
      let ticks = names.enumerated().map { "\(ScriptText.single($0.element)) \($0.offset)" }
      lines.append(
        "set \(name)tics \(name == "x" ? "rotate by 90 right " : "")(\(ticks.joined(separator: ", ")))"
      )
    }
    let isOrdinal = if case .ordinal = axis.scale { true } else { false }
    if name == "x", !isOrdinal {
      // As many as there is room for.
      let places = Tick.ticks(map, spacing: 60, gap: 10) { 7 * Double($0.plain.count) }
        .filter { $0.label != nil }.map { ScriptText.number($0.value) }
      if !places.isEmpty { lines.append("set xtics (\(places.joined(separator: ", ")))") }
    }
    let range = "[\(ScriptText.number(map.lower)):\(ScriptText.number(map.upper))]"
    return lines + ["set \(name)range \(range)"]
  }

  static func reference(_ one: ReferenceLine) -> [String] {
    let place = ScriptText.number(one.position)
    let isX = one.direction == .vertical
    let ends =
      isX
      ? ["\(place),graph 0", "\(place),graph 1"]
      : ["graph 0,first \(place)", "graph 1,first \(place)"]
    let start = isX ? "first " : ""
    let label = one.label.map { label in
      let at = isX ? "first \(place),graph 0.95" : "graph 0.98,first \(place)"
      return
        "set label \(ScriptText.single(label)) at \(at) \(isX ? "left" : "right") offset 0.5,0.5"
    }
    return [
      "set arrow from \(start)\(ends[0]) to \(start)\(ends[1]) nohead front dashtype 2 "
        + "linecolor 'gray40'"
    ] + [label].compactMap(\.self)
  }

  static func palette(_ colors: ColorMap) -> String {
    let stops = (0...16).map { step in
      "\(step) '\(colors.color(at: Double(step) / 16).hexadecimal)'"
    }
    return "set palette defined (\(stops.joined(separator: ", ")))"
  }

  /// Margins and spacing in which all panels are equally large, whatever their ticks and the key.
  ///
  /// Text is taken as 7 units a letter.
  static func margins(_ figure: Figure, keys: [String], width: Double, height: Double) -> String {
    func names(_ axis: Axis) -> Double {
      guard case .ordinal(let names) = axis.scale else { return 0 }
      return 7 * Double(names.map(\.count).max() ?? 0)
    }
    let hasBar = figure.panels.contains { panel in
      panel.marks.contains { if case .raster = $0 { true } else { false } }
    }
    let key = keys.map { 45 + 7 * Double($0.count) }.max() ?? 0
    let left = 65 + (figure.panels.map { names($0.y) }.max() ?? 0)
    let right = 15 + key + (hasBar ? 85 : 0)
    let below = 55 + (figure.panels.map { names($0.x) }.max() ?? 0)
    func share(_ length: Double, of whole: Double, upTo most: Double) -> String {
      ScriptText.number((1000 * min(most, length / whole)).rounded() / 1000)
    }
    let columns = share(left, of: width, upTo: 0.15)
    let rows = share(below + 25, of: height, upTo: 0.2)
    return
      "margins screen \(share(left, of: width, upTo: 0.4)), "
      + "\(share(width - right, of: width, upTo: 1)), \(share(below, of: height, upTo: 0.4)), "
      + "\(share(height - 65, of: height, upTo: 1)) spacing screen \(columns), \(rows)"
  }

  /// An entry of the key that the panel itself does not draw.
  static func keyAlone(_ entry: (label: String, series: Int)) -> String {
    "NaN with lines \(line(entry.series)) title \(ScriptText.single(entry.label))"
  }

  /// The rows of a mark's data, and how they are drawn.
  static func part(_ mark: Mark, _ block: String, _ y: ScaleMap) -> (rows: [String], part: String) {
    let title = mark.entry.map { "title \(ScriptText.single($0.label))" } ?? "notitle"
    switch mark {
    case .curve(let one):
      let rows = zip(one.x, one.y).enumerated().map { index, point in
        let ends = one.band?.interval(index)
        return row([point.0, point.1, ends?.lower ?? .nan, ends?.upper ?? .nan])
      }
      let band =
        one.band == nil
        ? ""
        : "\(block) using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder "
          + "linecolor '\(ScriptText.color(one.series))' notitle, \\\n  "
      let style = one.isStepped ? "steps" : "lines"
      return (rows, band + "\(block) using 1:2 with \(style) \(line(one.series)) \(title)")
    case .points(let one):
      let rows = zip(one.x, one.y).enumerated().map { index, point in
        let level = one.horizontal?.interval(index) ?? (point.0, point.0)
        let upright = one.vertical?.interval(index) ?? (point.1, point.1)
        return row([point.0, point.1, level.0, level.1, upright.0, upright.1])
      }
      let color = "linecolor '\(ScriptText.color(one.series))' pointtype \(7 + one.series % 4 * 2)"
      return (rows, "\(block) using 1:2:3:4:5:6 with xyerrorbars \(color) \(title)")
    case .bars(let one):
      let rows = zip(zip(one.edges, one.edges.dropFirst()), one.heights).map {
        row([($0.0 + $0.1) / 2, $1, $0.0, $0.1, 0, $1])
      }
      return (rows, "\(block) using 1:2:3:4:5:6 \(fill(one.series)) \(title)")
    case .area(let one):
      let rows = zip(one.x, zip(one.lower, one.upper)).map { row([$0, $1.0, $1.1]) }
      return (
        rows,
        "\(block) using 1:2:3 with filledcurves fillstyle transparent solid 0.25 noborder "
          + "linecolor '\(ScriptText.color(one.series))' \(title)"
      )
    case .raster(let one):
      let rows = one.places.compactMap { cell in
        cell.value.map {
          row([
            (cell.x.0 + cell.x.1) / 2, (cell.y.0 + cell.y.1) / 2, cell.x.0, cell.x.1, cell.y.0,
            cell.y.1, $0,
          ])
        }
      }
      return (
        rows,
        "\(block) using 1:2:3:4:5:6:7 with boxxyerror fillstyle solid noborder "
          + "linecolor palette notitle"
      )
    case .rug(let one):
      let edge = one.at ?? (one.axis == .x ? y.lower : .nan)
      let rows = one.positions.map { row(one.axis == .x ? [$0, edge] : [edge, $0]) }
      let color = "linecolor '\(ScriptText.color(one.series))'"
      return (rows, "\(block) using 1:2 with points pointtype 2 pointsize 0.4 \(color) \(title)")
    case .reference, .annotation: return ([], "NaN notitle")
    }
  }

  private static func row(_ values: [Double]) -> String {
    values.map { $0.isFinite ? ScriptText.number($0) : "nan" }.joined(separator: " ")
  }

  private static func line(_ series: Int) -> String {
    let dash = SeriesStyle(series).dash.map(ScriptText.number).joined(separator: ",")
    let pattern = dash.isEmpty ? "" : " dashtype (\(dash))"
    return "linewidth 1.2 linecolor '\(ScriptText.color(series))'\(pattern)"
  }

  private static func fill(_ series: Int) -> String {
    "with boxxyerror fillstyle transparent solid 0.4 linecolor '\(ScriptText.color(series))'"
  }
}
