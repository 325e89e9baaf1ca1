/// What of the data of a figure has no place in it.
struct DataNotes {
  private struct Tally {
    var count = 0
    var names: [String] = []

    mutating func add(_ name: String?, _ number: Int = 1) {
      count += number
      if let name, number > 0, !names.contains(name) { names.append(name) }
    }

    /// "3 values … (A, B and 2 more)".
    func text(_ singular: String, _ plural: String) -> String? {
      guard count > 0 else { return nil }
      let shown = names.prefix(3).map { TextMetrics.shortened($0, to: 160, size: 11) }
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      let whose = names.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(more))"
      return "\(count) \(count == 1 ? singular : plural)\(whose)"
    }
  }

  private var notFinite = Tally()
  private var offX = Tally()
  private var offY = Tally()
  private var outside = Tally()
  private var open = Tally()

  /// The notes as sentences without a period.
  var texts: [String] {
    [
      notFinite.text(
        "value that is not finite is left out", "values that are not finite are left out"),
      offX.text(
        "value ≤ 0 is not on the logarithmic x axis", "values ≤ 0 are not on the logarithmic x axis"
      ),
      offY.text(
        "value ≤ 0 is not on the logarithmic y axis", "values ≤ 0 are not on the logarithmic y axis"
      ),
      open.text(
        "interval reaches over the end of its axis", "intervals reach over the end of their axis"),
      outside.text("value is outside of the axes", "values are outside of the axes"),
    ].compactMap(\.self)
  }

  mutating func add(_ panel: Panel, x: ScaleMap, y: ScaleMap) {
    for mark in panel.marks {
      let name = mark.entry?.label
      switch mark {
      case .curve(let one):
        add(one.x, one.y, name, x, y)
        add(one.band, name, y)
      case .points(let one):
        add(one.x, one.y, name, x, y)
        add(one.vertical, name, y)
        add(one.horizontal, name, x)
      case .area(let one): add(one.x, one.upper, name, x, y)
      case .bars(let one):
        notFinite.add(name, (one.edges + one.heights).count { !$0.isDrawable })
        if x.scale == .log {
          offX.add(name, one.edges.count { $0.isDrawable && !x.scale.accepts($0) })
        }
      case .rug(let one):
        let isX = one.axis == .x
        for place in one.positions { add(place, name, isX ? x : y, isX: isX) }
      case .reference(let one):
        let isX = one.direction == .vertical
        add(one.position, one.label, isX ? x : y, isX: isX)
      case .annotation(let one): add([one.x], [one.y], one.text, x, y)
      case .raster(let one):
        // NaN is a cell without a value, as the legend says.
        notFinite.add(
          one.title,
          one.cells.joined().count { cell in
            cell.map { !$0.isNaN && !$0.isDrawable } ?? false
          })
      }
    }
  }

  private mutating func add(
    _ xs: [Double], _ ys: [Double], _ name: String?, _ x: ScaleMap, _ y: ScaleMap
  ) {
    for (left, up) in zip(xs, ys) {
      if !left.isDrawable || !up.isDrawable {
        notFinite.add(name)
      } else if !x.scale.accepts(left) {
        offX.add(name)
      } else if !y.scale.accepts(up) {
        offY.add(name)
      } else if !x.shows(left) || !y.shows(up) {
        outside.add(name)
      }
    }
  }

  private mutating func add(_ value: Double, _ name: String?, _ map: ScaleMap, isX: Bool) {
    if !value.isDrawable {
      notFinite.add(name)
    } else if !map.scale.accepts(value) {
      if isX { offX.add(name) } else { offY.add(name) }
    } else if !map.shows(value) {
      outside.add(name)
    }
  }

  private mutating func add(_ band: Band?, _ name: String?, _ map: ScaleMap) {
    guard let band else { return }
    for ends in zip(band.lower, band.upper) {
      let values = [ends.0, ends.1].filter { !$0.isNaN }
      if values.contains(where: { !map.scale.accepts($0) || !map.shows($0) }) { open.add(name) }
    }
  }
}
