/// The values of one metric at one checkpoint: all of them, or a sketch of many.
public enum CurveSample: Sendable, Hashable, Codable {
  /// Every replication's value, in their order.
  case values([Double])
  /// A sketch.
  case sketch(QuantileSketch)

  /// Up to so many replications quantiles are exact.
  public static let exactLimit = 1000

  /// Adds another sample, which stands after this one; beyond the limit values become a sketch.
  package mutating func merge(_ other: CurveSample, keepsValues: Bool) {
    if case .values(let mine) = self, case .values(let theirs) = other,
      keepsValues || mine.count + theirs.count <= CurveSample.exactLimit
    {
      self = .values(mine + theirs)
    } else {
      var sketch = sketch
      sketch.merge(other.sketch)
      self = .sketch(sketch)
    }
  }

  /// The sample as a sketch.
  package var sketch: QuantileSketch {
    switch self {
    case .values(let values): QuantileSketch(values)
    case .sketch(let sketch): sketch
    }
  }

  /// The quantiles of the sample; nil if it is empty.
  package var quantiles: CurveQuantiles? {
    switch self {
    case .values(let values):
      if values.isEmpty { return nil }
      let sorted = values.sorted()
      return CurveQuantiles { quantile(sorted, $0) }
    case .sketch(let sketch):
      return sketch.count == 0 ? nil : CurveQuantiles { sketch.quantile($0) }
    }
  }
}
