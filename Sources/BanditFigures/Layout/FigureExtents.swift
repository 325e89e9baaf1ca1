/// The values between which the axes of a figure's panels go.
enum FigureExtents {
  /// The extents of each panel; the same for panels that share an axis.
  static func extents(_ figure: Figure) -> [(x: Extent, y: Extent)] {
    let panels = figure.panels
    let sharedX = figure.hasCommonX ? xExtent(panels) : nil
    let sharedY = figure.hasCommonY ? yExtent(panels) : nil
    return panels.map { (x: sharedX ?? xExtent([$0]), y: sharedY ?? yExtent([$0])) }
  }

  /// Curves go from side to side; points have room about them; cells end with the axis.
  private static func xExtent(_ panels: [Panel]) -> Extent {
    let marks = panels.flatMap(\.marks)
    let hasPoints = marks.contains { if case .points = $0 { true } else { false } }
    return extent(
      marks.flatMap(\.xValues), panels.map(\.x), padding: hasRaster(marks) || !hasPoints ? 0 : 0.04)
  }

  private static func yExtent(_ panels: [Panel]) -> Extent {
    let marks = panels.flatMap(\.marks)
    return extent(
      marks.flatMap(\.yValues), panels.map(\.y), padding: hasRaster(marks) ? 0 : 0.05)
  }

  private static func hasRaster(_ marks: [Mark]) -> Bool {
    marks.contains { if case .raster = $0 { true } else { false } }
  }

  private static func extent(_ values: [Double], _ axes: [Axis], padding: Double) -> Extent {
    var axis = axes.first ?? Axis()
    let domains = axes.compactMap(\.domain)
    axis.includesZero = axes.contains { $0.includesZero }
    axis.domain = domains.dropFirst().reduce(domains.first) { whole, one in
      whole.map { min($0.lowerBound, one.lowerBound)...max($0.upperBound, one.upperBound) }
    }
    return Extent(values, axis: axis, padding: padding)
  }
}

extension Figure {
  /// Whether panels share an x axis, which they only can if its scale is the same in all.
  var hasCommonX: Bool { sharesX && panels.allSatisfy { $0.x.scale == panels.first?.x.scale } }

  /// Whether panels share a y axis, which they only can if its scale is the same in all.
  var hasCommonY: Bool { sharesY && panels.allSatisfy { $0.y.scale == panels.first?.y.scale } }
}
