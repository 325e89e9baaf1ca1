/// The scale of the colors of a raster, below the panels.
struct ColorBar: Hashable {
  var title: String
  var colors: ColorMap
  var lower: Double
  var upper: Double
  /// What cells without a color mean; nil if there are none.
  var missing: String?

  /// The scales of all rasters of a figure, each once.
  ///
  /// Rasters of one title without a domain of their own have one scale, over all their values.
  static func bars(_ panels: [Panel]) -> [ColorBar] {
    var bars: [ColorBar] = []
    for raster in rasters(panels) {
      let bar = bar(for: raster, panels)
      if let same = bars.firstIndex(where: { $0.isScale(of: bar) }) {
        bars[same].missing = bars[same].missing ?? bar.missing
      } else {
        bars.append(bar)
      }
    }
    return bars
  }

  /// The scale of one raster of a figure.
  static func bar(for raster: Raster, _ panels: [Panel]) -> ColorBar {
    var low = Double.infinity
    var high = -Double.infinity
    if let domain = raster.domain, domain.lowerBound.isDrawable, domain.upperBound.isDrawable {
      (low, high) = (domain.lowerBound, domain.upperBound)
    } else {
      for one in rasters(panels)
      where one.title == raster.title && one.colors == raster.colors && one.domain == nil {
        for case .some(let value) in one.cells.joined() where value.isDrawable {
          low = min(low, value)
          high = max(high, value)
        }
      }
    }
    if low > high { (low, high) = (0, 1) }
    if raster.colors.isSymmetric, raster.domain == nil {
      high = max(low.magnitude, high.magnitude)
      low = -high
    }
    let columns = raster.cells.map(\.count).max() ?? 0
    let isFull = raster.cells.indices.allSatisfy { row in
      (0..<columns).allSatisfy { raster.value(row: row, column: $0) != nil }
    }
    return ColorBar(
      title: raster.title, colors: raster.colors, lower: low, upper: high,
      missing: isFull ? nil : raster.missing)
  }

  private static func rasters(_ panels: [Panel]) -> [Raster] {
    panels.flatMap(\.marks).compactMap { mark in
      if case .raster(let raster) = mark { raster } else { nil }
    }
  }

  private func isScale(of other: ColorBar) -> Bool {
    title == other.title && colors == other.colors && lower == other.lower
      && upper == other.upper
  }

  /// The color of a value, one of 64.
  func color(_ value: Double) -> Color {
    let fraction = upper > lower ? (value - lower) / (upper - lower) : 0.5
    return colors.color(at: (fraction * 63).bounded(0...63, else: 0).rounded() / 63)
  }

  /// Two lines: title, scale with the blank cell beside it, and numbers below the scale.
  static func height(size: Double) -> Double { size * 3.9 }

  func shapes(left: Double, top: Double, width: Double, size: Double) -> [PlacedShape] {
    let hasMissing = missing != nil
    let long = min(width * (hasMissing ? 0.6 : 1), size * 22)
    var shapes: [PlacedShape] = []
    let heading = TextMetrics.shortened(title, to: width, size: size)
    shapes.append(
      .text(
        PlacedText(
          text: heading, full: heading == title ? nil : title,
          origin: Point(left, top + size * 0.9), size: size, anchor: .start, paint: .ink)))
    let bar = Box(
      left: left, top: top + size * 1.3, right: left + long, bottom: top + size * 2.1)
    let parts = 64
    for part in 0..<parts {
      let edges = (part...part + 1).map { bar.left + bar.width * Double($0) / Double(parts) }
      let color = colors.color(at: Double(part) / Double(parts - 1))
      // Each reaches under the next, so that no gap shows between them.
      let box = Box(
        left: edges[0], top: bar.top, right: min(edges[1] + 0.6, bar.right), bottom: bar.bottom)
      shapes.append(.rectangle(box, .fixed(color), opacity: 1))
    }
    let map = ScaleMap(
      .linear, Extent([lower, upper], axis: Axis(), padding: 0), from: bar.left, to: bar.right)
    let ticks = Tick.ticks(map, spacing: size * 6, gap: size) {
      TextMetrics.width($0.text, exponent: $0.exponent, size: size)
    }
    for tick in ticks {
      guard let label = tick.label, let x = map.position(tick.value) else { continue }
      let half = TextMetrics.width(label.text, exponent: label.exponent, size: size) / 2
      shapes.append(
        .path(
          PlacedPath(
            lines: [[Point(x, bar.bottom), Point(x, bar.bottom + size * 0.25)]],
            stroke: .init(paint: .mutedInk, width: 0.75))))
      shapes.append(
        .text(
          PlacedText(
            text: label.text, exponent: label.exponent,
            origin: Point(min(max(x, left + half), left + width - half), bar.bottom + size * 1.25),
            size: size,
            anchor: .middle, paint: .ink)))
    }
    if let missing {
      let box = Box(
        left: bar.right + size, top: bar.top, right: bar.right + size * 2.2, bottom: bar.bottom)
      shapes.append(.path(PlacedPath.outline(box, .init(paint: .mutedInk, width: 0.75))))
      let room = left + width - box.right - size * 0.5
      let text = TextMetrics.shortened(missing, to: room, size: size)
      shapes.append(
        .text(
          PlacedText(
            text: text, full: text == missing ? nil : missing,
            origin: Point(box.right + size * 0.4, box.center.y + size * TextMetrics.middle),
            size: size, anchor: .start, paint: .ink)))
    }
    return shapes
  }
}

extension PlacedPath {
  /// The border of a box.
  static func outline(_ box: Box, _ stroke: Stroke) -> PlacedPath {
    let corners = [
      Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom),
      Point(box.left, box.bottom), Point(box.left, box.top),
    ]
    return PlacedPath(lines: [corners], stroke: stroke)
  }
}
