/// Where the panels of a figure stand.
extension FigureLayout {
  func frames(top: Double, plotHeight: Double, isDirect: Bool) -> [PanelFrame] {
    let indices = figure.panels.indices
    guard !indices.isEmpty else { return [] }
    let yTicks = indices.map {
      PanelFrame.verticalTicks(yMap($0, 0, plotHeight), small: small)
    }
    var left = [Double](repeating: 0, count: grid.columns)
    var right = [Double](repeating: size * 0.6, count: grid.columns)
    for index in indices {
      let column = index % grid.columns
      left[column] = max(left[column], labels[index].left(yTicks[index], size: size))
      // Numbers at the right end of the x axis reach half their width beyond it.
      let guess = grid.cellWidth * 0.8
      let map = xMap(index, 0, guess)
      let ticks = PanelFrame.horizontalTicks(
        map, small: small, isUpward: labels[index].isXUpward)
      let beyond =
        ticks.compactMap { tick -> Double? in
          guard let label = tick.label, !labels[index].isXUpward, labels[index].hasXTicks
          else { return nil }
          let half = TextMetrics.width(label.text, exponent: label.exponent, size: small) / 2
          return map.position(tick.value).map { $0 + half - guess }
        }.max() ?? 0
      right[column] = max(right[column], min(beyond, grid.cellWidth * 0.15))
      if isDirect {
        let plot = Box(left: 0, top: 0, right: 1, bottom: plotHeight)
        let names = EndLabels(
          figure.panels[index], plot: plot, x: xMap(index, 0, 1),
          y: yMap(index, 0, plotHeight), room: endRoom, size: small)
        right[column] = max(right[column], names.width)
      }
    }
    let taken = (left + right).reduce(0, +) + grid.gap * Double(grid.columns - 1)
    let plotWidth = max(size * 2, (inner.width - taken) / Double(grid.columns))
    var frames: [PanelFrame] = []
    var rowTop = top
    for index in indices {
      let (row, column) = (index / grid.columns, index % grid.columns)
      if column == 0, row > 0 {
        rowTop += above + plotHeight + below(row - 1) + grid.gap
      }
      let cellLeft = (0..<column).reduce(inner.left) {
        $0 + left[$1] + plotWidth + right[$1] + grid.gap
      }
      let plot = Box(
        left: cellLeft + left[column], top: rowTop + above,
        right: cellLeft + left[column] + plotWidth, bottom: rowTop + above + plotHeight)
      let x = xMap(index, plot.left, plot.right)
      let y = yMap(index, plot.top, plotHeight)
      frames.append(
        PanelFrame(
          panel: figure.panels[index], plot: plot,
          cell: Box(
            left: cellLeft, top: rowTop, right: plot.right + right[column],
            bottom: plot.bottom + below(row)),
          x: x, y: y,
          xTicks: PanelFrame.horizontalTicks(
            x, small: small, isUpward: labels[index].isXUpward),
          yTicks: PanelFrame.verticalTicks(y, small: small), labels: labels[index], size: size,
          theme: style.theme))
    }
    return frames
  }
}
