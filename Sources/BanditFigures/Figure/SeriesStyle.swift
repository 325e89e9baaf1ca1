/// What tells one series from another without color.
///
/// Seven colors, six shapes and five patterns go round together, so that 210 series differ.
public struct SeriesStyle: Hashable, Sendable {
  /// The index of the series.
  public let series: Int

  /// The style of a series.
  public init(_ series: Int) { self.series = series }

  /// How many series have colors of their own; then they begin anew, with other shapes.
  public static let colors = 7

  /// The series of what measured ones are held against, such as a bound.
  ///
  /// It has muted ink and no shapes. The next number is a second such series, with dots for dashes.
  public static let reference = Int.min

  /// Whether it is held against measured series.
  var isReference: Bool { series < Int.min / 2 }

  /// Lengths of strokes and gaps; empty for a solid line.
  public var dash: [Double] {
    if isReference { return [[5, 3], [1.5, 2.5]][SeriesStyle.index(series, 2)] }
    return SeriesStyle.dashes[SeriesStyle.index(series, SeriesStyle.dashes.count)]
  }

  /// The shape of its points.
  public var shape: MarkerShape {
    let shapes = MarkerShape.allCases
    return shapes[SeriesStyle.index(series, shapes.count)]
  }

  private static let dashes: [[Double]] = [[], [6, 2.5], [1.5, 2], [7, 2, 1.5, 2], [11, 3]]

  /// A series' place among so many, for negative ones too.
  static func index(_ series: Int, _ count: Int) -> Int { (series % count + count) % count }
}

/// The shape of a point.
public enum MarkerShape: String, Hashable, Sendable, CaseIterable {
  /// A disc.
  case circle
  /// A square.
  case square
  /// A triangle that points up.
  case triangle
  /// A square on its corner.
  case diamond
  /// A triangle that points down.
  case invertedTriangle
  /// Two crossed strokes.
  case cross
}
