extension Figure {
  /// A Vega-Lite specification that draws the figure from the numbers in it, for restyling.
  public func vegaLiteSpecification(_ style: FigureStyle = .page) -> String {
    let placed = placed(style)
    let grid = PanelGrid(self, width: style.bounded.width, size: style.bounded.fontSize)
    let views = zip(panels, placed.panels).map { panel, place -> JSONText in
      let axes = VegaLiteAxes(panel, place)
      return .object([
        ("title", .text(panel.title)), ("width", .number(place.plot.width.rounded())),
        ("height", .number(place.plot.height.rounded())),
        ("layer", .array(panel.marks.flatMap { axes.layers($0, panels: panels) })),
      ])
    }
    let whole = JSONText.object([
      ("$schema", .text("https://vega.github.io/schema/vega-lite/v5.json")),
      ("title", .text(title)), ("description", .text(placed.description)),
      ("columns", .raw(String(grid.columns))), ("concat", .array(views)),
    ])
    return whole.written() + "\n"
  }
}

/// The layers of one panel's marks.
private struct VegaLiteAxes {
  private typealias Members = [(String, JSONText)]

  private let x: Members
  private let y: Members

  init(_ panel: Panel, _ place: PlacedFigure.PlacedPanel) {
    x = VegaLiteAxes.channel(panel.x, place.x)
    y = VegaLiteAxes.channel(panel.y, place.y)
  }

  private static func channel(_ axis: Axis, _ map: ScaleMap) -> Members {
    var scale: Members = [
      ("domain", .array([.number(map.lower), .number(map.upper)])), ("nice", .raw("false")),
      ("zero", .raw("false")),
    ]
    var ticks: Members = []
    switch axis.scale {
    case .linear: break
    case .log: scale.append(("type", .text("log")))
    case .symlog:
      scale += [("type", .text("symlog")), ("constant", .number(axis.scale.threshold))]
    case .squareRoot: scale.append(("type", .text("sqrt")))
    case .ordinal(let names):
      let list = names.map(ScriptText.quoted).joined(separator: ", ")
      ticks = [
        ("values", .array(names.indices.map { .number(Double($0)) })),
        ("labelExpr", .text("[\(list)][datum.value]")),
      ]
    }
    return [
      ("type", .text("quantitative")), ("title", .text(axis.label)), ("scale", .object(scale)),
      ("axis", .object(ticks)),
    ]
  }

  func layers(_ mark: Mark, panels: [Panel]) -> [JSONText] {
    let color = mark.entry.map { JSONText.text(ScriptText.color($0.series)) }
    switch mark {
    case .curve(let one):
      let rows = zip(one.x, one.y).enumerated().map { index, point in
        [point.0, point.1, one.band?.interval(index)?.lower, one.band?.interval(index)?.upper]
      }
      let step: Members = one.isStepped ? [("interpolate", .text("step-after"))] : []
      return
        (one.band == nil ? [] : [field(rows, one.series, 0.18, step)])
        + [line(rows, one.series, step)] + name(one.label, rows)
    case .points(let one):
      let rows = zip(one.x, one.y).enumerated().map { index, point -> [Double?] in
        let (upright, level) = (one.vertical?.interval(index), one.horizontal?.interval(index))
        return [point.0, point.1, upright?.lower, upright?.upper, level?.lower, level?.upper]
      }
      let paint: Members = [("color", .text(ScriptText.color(one.series)))]
      let level = layer("rule", paint, rows, [("x", "e"), ("x2", "f"), ("y", "b")])
      return (one.horizontal == nil ? [] : [level])
        + (one.vertical == nil
          ? [] : [layer("rule", paint, rows, [("x", "a"), ("y", "c"), ("y2", "d")])])
        + [layer("point", paint + [("filled", .raw("true"))], rows, [("x", "a"), ("y", "b")])]
        + name(one.label, rows)
    case .bars(let one):
      let rows = zip(zip(one.edges, one.edges.dropFirst()), one.heights).map {
        [$0.0, $1, $0.1, 0]
      }
      let paint: Members = [
        ("color", color ?? .text(ScriptText.color(one.series))), ("opacity", .number(0.4)),
      ]
      return [
        layer("rect", paint, rows, [("x", "a"), ("x2", "c"), ("y", "d"), ("y2", "b")])
      ] + name(one.label, rows)
    case .area(let one):
      let rows = zip(one.x, zip(one.lower, one.upper)).map { [$0, $1.1, $1.0, $1.1] }
      return [field(rows, one.series, 0.25, []), line(rows, one.series, [])]
        + name(one.label, rows)
    case .raster(let one):
      let bar = ColorBar.bar(for: one, panels)
      let rows = one.places.filter { $0.value != nil }.map {
        [$0.x.0, $0.y.0, $0.x.1, $0.y.1, $0.value]
      }
      let scale = JSONText.object([
        ("scheme", .text(one.colors == .viridis ? "viridis" : "purpleorange")),
        ("domain", .array([.number(bar.lower), .number(bar.upper)])),
      ])
      let paint: Members = [
        ("field", .text("e")), ("type", .text("quantitative")), ("title", .text(one.title)),
        ("scale", scale),
      ]
      return [
        layer(
          "rect", [], rows, [("x", "a"), ("x2", "c"), ("y", "b"), ("y2", "d")],
          more: [("color", .object(paint))])
      ]
    case .reference(let one):
      let isX = one.direction == .vertical
      let rows: [[Double?]] = [isX ? [one.position, nil] : [nil, one.position]]
      let dash: Members = [("strokeDash", .array([.number(4), .number(2)]))]
      let place = isX ? ("x", "a") : ("y", "b")
      return [layer("rule", dash, rows, [place])]
        + (one.label.map { [text($0, rows, [place])] } ?? [])
    case .rug(let one):
      let isX = one.axis == .x
      let rows = one.positions.map { isX ? [$0, one.at] : [one.at, $0] }
      let paint: Members = [("color", .text(ScriptText.color(one.series)))]
      let along = isX ? ("x", "a") : ("y", "b")
      let across = isX ? ("y", "b") : ("x", "a")
      return [layer("tick", paint, rows, one.at == nil ? [along] : [along, across])]
    case .annotation(let one):
      return [text(one.text, [[one.x, one.y]], [("x", "a"), ("y", "b")])]
    }
  }

  /// The name of a series beside its last point.
  private func name(_ label: String?, _ rows: [[Double?]]) -> [JSONText] {
    guard let label,
      let last = rows.last(where: { $0[0]?.isFinite ?? false && $0[1]?.isFinite ?? false })
    else { return [] }
    return [text(label, [last], [("x", "a"), ("y", "b")])]
  }

  private func text(
    _ text: String, _ rows: [[Double?]], _ places: [(String, String)]
  ) -> JSONText {
    let mark: Members = [("text", .text(text)), ("align", .text("left")), ("dx", .number(4))]
    return layer("text", mark, rows, places)
  }

  private func line(_ rows: [[Double?]], _ series: Int, _ more: Members) -> JSONText {
    let dash = SeriesStyle(series).dash
    let mark: Members =
      [("color", .text(ScriptText.color(series)))]
      + (dash.isEmpty ? [] : [("strokeDash", .array(dash.map { .number($0) }))]) + more
    return layer("line", mark, rows, [("x", "a"), ("y", "b")])
  }

  private func field(
    _ rows: [[Double?]], _ series: Int, _ opacity: Double, _ more: Members
  ) -> JSONText {
    let mark: Members =
      [("color", .text(ScriptText.color(series))), ("opacity", .number(opacity))] + more
    return layer("area", mark, rows, [("x", "a"), ("y", "c"), ("y2", "d")])
  }

  /// A layer of rows whose values are named a, b, c …, drawn in their order.
  private func layer(
    _ type: String, _ mark: Members, _ rows: [[Double?]], _ places: [(String, String)],
    more: Members = []
  ) -> JSONText {
    let names = ["a", "b", "c", "d", "e", "f"]
    let values = rows.map { row in
      JSONText.object(zip(names, row).map { ($0, JSONText.number($1)) })
    }
    var encoding: Members = places.map { channel, field in
      let scale = channel.hasSuffix("2") ? [] : channel == "x" ? x : y
      return (channel, .object([("field", .text(field))] + scale))
    }
    if type == "line" { encoding.append(("order", .raw("null"))) }
    return .object([
      ("data", .object([("values", .array(values))])),
      ("mark", .object([("type", .text(type)), ("clip", .raw("true"))] + mark)),
      ("encoding", .object(encoding + more)),
    ])
  }
}
