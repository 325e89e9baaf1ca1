import BanditFigures

/// A curve with the names that are to stand beside it, where no other curve is near.
struct NamedCurve {
  /// The points, x rising.
  let x, y: [Double]
  var names: [String] = []

  /// The names of all curves, each at a point of its own curve.
  ///
  /// A point is good if other curves and the names so far are far from it, and the curve is high
  /// there. O(K² P log P) for K curves of P points.
  static func annotations(
    _ curves: [NamedCurve], within ends: ClosedRange<Double>
  ) -> [Annotation] {
    let highest = curves.flatMap(\.y).filter(\.isFinite).max() ?? 0
    let length = ends.upperBound - ends.lowerBound
    guard highest > 0, length > 0 else { return [] }
    var annotations: [Annotation] = []
    for (place, curve) in curves.enumerated() where !curve.names.isEmpty {
      let peak = curve.y.filter(\.isFinite).max() ?? 0
      func worth(_ index: Int) -> Double {
        let (x, y) = (curve.x[index], curve.y[index])
        let others = curves.indices.filter { $0 != place }.map { curves[$0].value(at: x) }
        let toCurve = others.map { (($0 - y) / highest).magnitude }.min() ?? 1
        let toName =
          annotations.map { max(($0.x - x).magnitude / length, ($0.y - y).magnitude / highest) }
          .min() ?? 1
        // Names at the edge have room on one side only.
        let toEdge = min(x - ends.lowerBound, ends.upperBound - x) / length
        return min(toCurve, 0.1) + min(toName, 0.12) + min(toEdge, 0.02) + 0.05 * y / peak
      }
      // Every fourth point will do.
      let candidates = stride(from: 0, to: curve.x.count, by: 4).filter {
        curve.y[$0].isFinite && curve.y[$0] >= 0.3 * peak
      }.map { (index: $0, worth: worth($0)) }
      guard let best = candidates.max(by: { $0.worth < $1.worth })?.index else { continue }
      annotations.append(
        Annotation(curve.names.joined(separator: ", "), x: curve.x[best], y: curve.y[best]))
    }
    return annotations
  }

  /// The height at a place, straight between points.
  private func value(at place: Double) -> Double {
    var (after, end) = (0, x.count)
    while after < end {
      let middle = (after + end) / 2
      if x[middle] < place { after = middle + 1 } else { end = middle }
    }
    guard after < x.count else { return 0 }
    guard after > 0 else { return y[0].isFinite ? y[0] : 0 }
    let share = (place - x[after - 1]) / (x[after] - x[after - 1])
    let value = y[after - 1] + share * (y[after] - y[after - 1])
    return value.isFinite ? value : 0
  }
}
