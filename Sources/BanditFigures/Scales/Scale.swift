/// How values become lengths along an axis.
public enum Scale: Hashable, Sendable {
  /// Equal differences take equal lengths.
  case linear
  /// Equal ratios take equal lengths; only positive values have a place.
  case log
  /// Linear about 0 and logarithmic far from it, on both sides.
  ///
  /// sign(x) lg(1 + |x| / threshold), after J. B. W. Webber, "A bi-symmetric log transformation
  /// for wide-range data", Measurement Science and Technology 24, 2013.
  case symlog(threshold: Double)
  /// sign(x) √|x|.
  case squareRoot
  /// Names at 0, 1, 2, …
  case ordinal([String])

  /// The value on a scale of lengths, which ``inverse(_:)`` takes back; NaN where it has no place.
  public func forward(_ value: Double) -> Double {
    switch self {
    case .linear, .ordinal: value
    case .log: value > 0 ? value.decimalLogarithm : .nan
    case .symlog:
      Double(signOf: value, magnitudeOf: (1 + value.magnitude / threshold).decimalLogarithm)
    case .squareRoot: Double(signOf: value, magnitudeOf: value.magnitude.squareRoot())
    }
  }

  /// The value at a place on the scale of lengths.
  public func inverse(_ length: Double) -> Double {
    switch self {
    case .linear, .ordinal: length
    case .log: 10.0.raised(to: length)
    case .symlog:
      Double(
        signOf: length, magnitudeOf: threshold * (10.0.raised(to: length.magnitude) - 1))
    case .squareRoot: Double(signOf: length, magnitudeOf: length * length)
    }
  }

  /// Whether a value has a place.
  public func accepts(_ value: Double) -> Bool {
    value.isDrawable && (self != .log || value >= 1 / Extent.largest)
  }

  /// The end of the linear part of ``symlog(threshold:)``.
  var threshold: Double {
    guard case .symlog(let threshold) = self, threshold.isDrawable, threshold > 1e-300
    else { return 1 }
    return threshold
  }
}
