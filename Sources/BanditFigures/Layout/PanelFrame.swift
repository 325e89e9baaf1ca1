/// A panel's place, scales and ticks, and what is drawn of its axes.
struct PanelFrame {
  /// Lengths of ticks, and their distance from their labels.
  static let tickLength = 4.0, minorTickLength = 2.5, labelGap = 2.0

  let panel: Panel
  let plot: Box
  /// What axis labels and names at ends may take beside the plot.
  let cell: Box
  let x: ScaleMap
  let y: ScaleMap
  let xTicks: [Tick]
  let yTicks: [Tick]
  let labels: PanelLabels
  let size: Double
  let theme: Theme

  /// The size of numbers at ticks and of names at ends.
  var small: Double { size * PanelLabels.small }

  /// Ticks of a vertical axis, whose labels lie above one another.
  static func verticalTicks(_ map: ScaleMap, small: Double) -> [Tick] {
    Tick.ticks(map, spacing: small * 5, gap: small * 0.35) {
      // An exponent reaches above the line; what is below the middle is counted above it too.
      $0.exponent == nil ? small : small * 2 * (TextMetrics.raisedAscent - TextMetrics.middle)
    }
  }

  /// Ticks of a horizontal axis.
  static func horizontalTicks(_ map: ScaleMap, small: Double, isUpward: Bool) -> [Tick] {
    Tick.ticks(map, spacing: small * 7, gap: small * (isUpward ? 0.3 : 0.9)) {
      isUpward ? small : TextMetrics.width($0.text, exponent: $0.exponent, size: small)
    }
  }

  private var hasRaster: Bool {
    panel.marks.contains { if case .raster = $0 { true } else { false } }
  }

  /// What lies under the marks.
  var grid: [PlacedShape] {
    guard theme.hasGrid, !hasRaster else { return [] }
    var lines = yTicks.filter { $0.label != nil }.compactMap { y.position($0.value) }.map {
      [Point(plot.left, $0), Point(plot.right, $0)]
    }
    if case .log = panel.x.scale {
      lines += xTicks.filter { $0.label != nil }.compactMap { x.position($0.value) }.map {
        [Point($0, plot.top), Point($0, plot.bottom)]
      }
    }
    return lines.isEmpty
      ? [] : [.path(PlacedPath(lines: lines, stroke: .init(paint: .grid, width: 0.75)))]
  }

  /// What lies above the marks: axes, ticks and all text about the plot.
  var axes: [PlacedShape] {
    let edges = [
      [
        Point(plot.left, plot.top), Point(plot.left, plot.bottom), Point(plot.right, plot.bottom),
      ]
    ]
    let strokes = xTicks.compactMap { tick in
      x.position(tick.value).map { place in
        [Point(place, plot.bottom), Point(place, plot.bottom + length(tick))]
      }
    }
    let levels = yTicks.compactMap { tick in
      y.position(tick.value).map { place in
        [Point(plot.left, place), Point(plot.left - length(tick), place)]
      }
    }
    let stroke = PlacedPath.Stroke(paint: .mutedInk, width: 0.75)
    return [.path(PlacedPath(lines: edges + strokes + levels, stroke: stroke))]
      + xLabels + yLabels + titles
  }

  private func length(_ tick: Tick) -> Double {
    tick.isMajor ? PanelFrame.tickLength : PanelFrame.minorTickLength
  }

  private var xLabels: [PlacedShape] {
    guard labels.hasXTicks else { return [] }
    let top = plot.bottom + PanelLabels.below(size: size)
    var end = -Double.infinity
    return xTicks.compactMap { tick in
      guard let label = tick.label, let place = x.position(tick.value) else { return nil }
      if labels.isXUpward {
        let text = TextMetrics.shortened(label.text, to: labels.xTickHeight - 1, size: small)
        return .text(
          PlacedText(
            text: text, full: text == label.text ? nil : label.text,
            origin: Point(place + small * TextMetrics.middle, top), size: small, isUpward: true,
            anchor: .end, paint: .ink))
      }
      let width = TextMetrics.width(label.text, exponent: label.exponent, size: small)
      // At the edges of the figure a label may have to stand a little aside of its tick.
      let center = max(min(place, cell.right - width / 2), cell.left + width / 2)
      guard center - width / 2 >= end, width <= cell.width else { return nil }
      end = center + width / 2 + small * 0.2
      return .text(
        PlacedText(
          text: label.text, exponent: label.exponent,
          origin: Point(center, top + small * TextMetrics.raisedAscent), size: small,
          anchor: .middle, paint: .ink))
    }
  }

  private var yLabels: [PlacedShape] {
    guard labels.hasYTicks else { return [] }
    return yTicks.compactMap { tick in
      guard let label = tick.label, let place = y.position(tick.value) else { return nil }
      let text =
        label.exponent == nil
        ? TextMetrics.shortened(label.text, to: labels.yTickRoom, size: small) : label.text
      let right = plot.left - PanelFrame.tickLength - PanelFrame.labelGap
      return .text(
        PlacedText(
          text: text, exponent: label.exponent, full: text == label.text ? nil : label.text,
          origin: Point(right, place + small * TextMetrics.middle), size: small, anchor: .end,
          paint: .ink))
    }
  }

  private var titles: [PlacedShape] {
    var shapes: [PlacedShape] = []
    if labels.hasXTitle {
      let top = plot.bottom + PanelLabels.below(size: size) + labels.xTickHeight
      let text = TextMetrics.shortened(panel.x.label, to: cell.width, size: size)
      let half = TextMetrics.width(text, size: size) / 2
      let center = max(min(plot.center.x, cell.right - half), cell.left + half)
      shapes.append(
        .text(
          PlacedText(
            text: text, full: text == panel.x.label ? nil : panel.x.label,
            origin: Point(center, top + size * 0.95), size: size, anchor: .middle, paint: .ink)))
    }
    if labels.hasYTitle {
      let text = TextMetrics.shortened(panel.y.label, to: plot.height, size: size)
      shapes.append(
        .text(
          PlacedText(
            text: text, full: text == panel.y.label ? nil : panel.y.label,
            origin: Point(cell.left + size * 0.9, plot.center.y), size: size, isUpward: true,
            anchor: .middle, paint: .ink)))
    }
    if !panel.title.isEmpty {
      let text = TextMetrics.shortened(
        panel.title, to: cell.right - plot.left, size: size, bold: true)
      shapes.append(
        .text(
          PlacedText(
            text: text, full: text == panel.title ? nil : panel.title,
            origin: Point(plot.left, plot.top - small * 0.7), size: size, isBold: true,
            anchor: .start, paint: .ink)))
    }
    return shapes
  }
}
