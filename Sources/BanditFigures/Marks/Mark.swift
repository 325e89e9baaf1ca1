/// One thing that is drawn in a panel.
public enum Mark: Hashable, Sendable {
  /// A line through points, with a band about it.
  case curve(Curve)
  /// Points with intervals.
  case points(PointSeries)
  /// Rectangles from 0.
  case bars(Bars)
  /// What lies between two curves.
  case area(Area)
  /// Cells colored by value.
  case raster(Raster)
  /// A line across the panel.
  case reference(ReferenceLine)
  /// Short strokes at places along an axis.
  case rug(Rug)
  /// Text at a place.
  case annotation(Annotation)

  /// What a legend calls it, with the index of its series.
  var entry: (label: String, series: Int)? {
    switch self {
    case .curve(let one): one.label.map { ($0, one.series) }
    case .points(let one): one.label.map { ($0, one.series) }
    case .bars(let one): one.label.map { ($0, one.series) }
    case .area(let one): one.label.map { ($0, one.series) }
    case .rug(let one): one.label.map { ($0, one.series) }
    case .raster, .reference, .annotation: nil
    }
  }

  /// All numbers that want a place on the x axis, finite or not.
  var xValues: [Double] {
    switch self {
    case .curve(let one): one.x
    case .points(let one): one.x + (one.horizontal.map { $0.lower + $0.upper } ?? [])
    case .bars(let one): one.edges
    case .area(let one): one.x
    case .raster(let one): one.columnEdges
    case .reference(let one): one.direction == .vertical ? [one.position] : []
    case .rug(let one): one.axis == .x ? one.positions : [one.at].compactMap(\.self)
    case .annotation(let one): [one.x]
    }
  }

  /// All numbers that want a place on the y axis, finite or not.
  var yValues: [Double] {
    switch self {
    case .curve(let one): one.y + (one.band.map { $0.lower + $0.upper } ?? [])
    case .points(let one): one.y + (one.vertical.map { $0.lower + $0.upper } ?? [])
    case .bars(let one): one.heights + [0]
    case .area(let one): one.lower + one.upper
    case .raster(let one): one.rowEdges
    case .reference(let one): one.direction == .horizontal ? [one.position] : []
    case .rug(let one): one.axis == .y ? one.positions : [one.at].compactMap(\.self)
    case .annotation(let one): [one.y]
    }
  }
}
