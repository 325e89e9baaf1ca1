/// Lines with no more points than can be seen.
enum Polyline {
  /// How far a point may be off the line that is drawn without it, in pixels.
  static let tolerance = 0.05

  /// The line with first, lowest, highest and last point of each pixel column, and without points
  /// that lie on the line between their neighbors.
  ///
  /// Extremes are kept: nothing that is more than ``tolerance`` off is left out. Linear in the
  /// number of points but for the last step, which sees few.
  static func simplified(_ points: [Point]) -> [Point] {
    straightened(columns(points), tolerance)
  }

  /// The edge of a faint area, of which less is seen than of a line.
  static func simplifiedEdge(_ points: [Point]) -> [Point] {
    straightened(columns(points), 10 * tolerance)
  }

  private static func columns(_ points: [Point]) -> [Point] {
    guard points.count > 4 else { return points }
    var kept: [Point] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      var (end, low, high) = (start, start, start)
      while end < points.count, points[end].x.rounded(.down) == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      var last = -1
      for index in [start, min(low, high), max(low, high), end - 1] where index > last {
        kept.append(points[index])
        last = index
      }
      start = end
    }
    return kept
  }

  /// Ramer, Douglas and Peucker's simplification, without recursion.
  private static func straightened(_ points: [Point], _ tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var spans = [(0, points.count - 1)]
    while let (first, last) = spans.popLast() {
      var (farthest, distance) = (first, tolerance)
      for index in first + 1..<max(last, first + 1) {
        let off = points[index].distance(toLineFrom: points[first], to: points[last])
        if off > distance { (farthest, distance) = (index, off) }
      }
      guard farthest > first else { continue }
      isKept[farthest] = true
      spans += [(first, farthest), (farthest, last)]
    }
    return zip(points, isKept).compactMap { $1 ? $0 : nil }
  }
}

extension Point {
  /// The distance from the stretch between two points.
  func distance(toLineFrom first: Point, to last: Point) -> Double {
    let (along, up) = (last.x - first.x, last.y - first.y)
    let length = along * along + up * up
    let place =
      length > 0
      ? (((x - first.x) * along + (y - first.y) * up) / length).bounded(0...1, else: 0) : 0
    let (offX, offY) = (x - first.x - place * along, y - first.y - place * up)
    return (offX * offX + offY * offY).squareRoot()
  }
}
