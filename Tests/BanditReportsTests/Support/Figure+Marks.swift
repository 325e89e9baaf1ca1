import BanditFigures

extension Panel {
  var curves: [Curve] { marks.compactMap { if case .curve(let one) = $0 { one } else { nil } } }
  var points: [PointSeries] {
    marks.compactMap { if case .points(let one) = $0 { one } else { nil } }
  }
  var bars: [Bars] { marks.compactMap { if case .bars(let one) = $0 { one } else { nil } } }
  var rasters: [Raster] { marks.compactMap { if case .raster(let one) = $0 { one } else { nil } } }
  var references: [ReferenceLine] {
    marks.compactMap { if case .reference(let one) = $0 { one } else { nil } }
  }
}
