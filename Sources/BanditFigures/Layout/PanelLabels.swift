/// What is written about a panel's plot, and what that takes.
struct PanelLabels {
  /// The size of numbers at ticks, per size of the font.
  static let small = 0.92

  /// The row of the grid.
  let row: Int
  var hasXTicks: Bool
  var hasYTicks: Bool
  var hasXTitle: Bool
  var hasYTitle: Bool
  /// Whether names along the x axis are read from below, for want of room.
  var isXUpward = false
  /// The height of the labels at the ticks of the x axis.
  var xTickHeight: Double
  /// The width that labels at the ticks of the y axis may have.
  var yTickRoom: Double

  /// The labels of the panel at a place of the grid.
  init(_ index: Int, of figure: Figure, grid: PanelGrid, size: Double) {
    let panel = figure.panels[index]
    let (row, column) = (index / grid.columns, index % grid.columns)
    let isLowest = index + grid.columns >= figure.panels.count
    hasXTicks = !figure.hasCommonX || isLowest
    hasYTicks = !figure.hasCommonY || column == 0
    let sameX = figure.panels.allSatisfy { $0.x.label == panel.x.label }
    let sameY = figure.panels.allSatisfy { $0.y.label == panel.y.label }
    hasXTitle = !panel.x.label.isEmpty && hasXTicks && (isLowest || !sameX)
    hasYTitle = !panel.y.label.isEmpty && hasYTicks && (column == 0 || !sameY)
    let small = size * PanelLabels.small
    yTickRoom = grid.cellWidth * 0.36
    xTickHeight = small * (TextMetrics.raisedAscent + TextMetrics.descent)
    if case .ordinal(let names) = panel.x.scale {
      let widest = names.map { TextMetrics.width($0, size: small) }.max() ?? 0
      isXUpward = widest + small > grid.cellWidth * 0.7 / Double(max(names.count, 1))
      if isXUpward { xTickHeight = min(widest, small * 12) + 2 }
    }
    self.row = row
  }

  /// From the plot to the labels at the ticks of its x axis.
  ///
  /// The lowest label of the y axis reaches below the plot and is not touched.
  static func below(size: Double) -> Double {
    max(
      PanelFrame.tickLength + PanelFrame.labelGap,
      size * small * (TextMetrics.middle + TextMetrics.descent + 0.03))
  }

  /// What is below the plot.
  func bottom(size: Double) -> Double {
    let ticks = hasXTicks ? PanelLabels.below(size: size) + xTickHeight : size * 0.5
    return ticks + (hasXTitle ? size * TextMetrics.lineHeight : 0)
  }

  /// What is to the left of the plot with these ticks.
  func left(_ ticks: [Tick], size: Double) -> Double {
    guard hasYTicks else { return PanelFrame.tickLength + size * 0.4 }
    let small = size * PanelLabels.small
    let widest =
      ticks.compactMap(\.label).map {
        TextMetrics.width($0.text, exponent: $0.exponent, size: small)
      }.max() ?? 0
    return min(widest, yTickRoom) + PanelFrame.tickLength + PanelFrame.labelGap + 1
      + (hasYTitle ? size * 1.35 : 0)
  }
}

/// Rows and columns of panels.
struct PanelGrid {
  let columns: Int
  let rows: Int
  /// What a panel takes, its axes included.
  let cellWidth: Double
  let gap: Double

  init(_ figure: Figure, width: Double, size: Double) {
    let count = max(figure.panels.count, 1)
    gap = size * 0.8
    let most = max(1, Int(width / (size * 14.5)))
    let wanted = figure.columns.map { max(1, min($0, count)) } ?? count
    let wide = min(wanted, most)
    // Rows of equal length where the choice is free: four panels as 2 × 2 and not 3 + 1.
    let rows = (count + wide - 1) / wide
    columns = figure.columns == nil ? (count + rows - 1) / rows : wide
    self.rows = (count + columns - 1) / columns
    cellWidth = (width - gap * Double(columns - 1)) / Double(columns)
  }
}
