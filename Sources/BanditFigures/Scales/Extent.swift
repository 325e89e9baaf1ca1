/// The values between which an axis goes.
struct Extent: Hashable, Sendable {
  /// Values from here on count as infinite, so that no range overflows.
  static let largest = 1e300
  /// Values nearer to one another than this part of them count as equal.
  static let finest = 1e-10

  /// Ranges from here on downwards count as none.
  static let smallest = 1e-290

  var lower: Double
  var upper: Double

  /// The extent of an axis that shows these values, with room about them if they are padded.
  ///
  /// Bars, rasters and names end where they end; a bound at 0 of values on one side of it stays.
  init(_ values: some Sequence<Double>, axis: Axis, padding: Double) {
    let scale = axis.scale
    if case .ordinal(let names) = scale {
      self.init(lower: -0.5, upper: Double(max(names.count, 1)) - 0.5)
      return
    }
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where scale.accepts(value) {
      low = min(low, value)
      high = max(high, value)
    }
    if axis.includesZero, scale != .log {
      low = min(low, 0)
      high = max(high, 0)
    }
    // Rounds begin at 1; an axis of thousands of them begins at 0.
    if scale == .linear || scale == .squareRoot, low > 0, low < (high - low) * 0.02 { low = 0 }
    let given = axis.domain.map { [$0.lowerBound, $0.upperBound] } ?? []
    if given.count == 2, given.allSatisfy(scale.accepts), given[0] < given[1] {
      self.init(lower: given[0], upper: given[1])
      self = widened(scale)
      return
    }
    guard low <= high else {
      self.init(lower: scale == .log ? 1 : 0, upper: scale == .log ? 10 : 1)
      return
    }
    let tight = Extent(lower: low, upper: high)
    let wide = tight.widened(scale)
    self = wide
    // A log axis at the end of what numbers can hold has no room left.
    if !scale.accepts(lower) || !scale.accepts(upper) { self = tight }
    guard padding > 0, wide == tight else { return }
    let (first, last) = (scale.forward(low), scale.forward(high))
    let room = (last - first) * padding
    if low != 0 { lower = bounded(scale.inverse(first - room), crossing: low) }
    if high != 0 { upper = bounded(scale.inverse(last + room), crossing: high) }
    if scale == .log, !scale.accepts(lower) { lower = low }
  }

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// Padding does not take an axis over 0 that its values do not cross.
  private func bounded(_ padded: Double, crossing value: Double) -> Double {
    guard padded.isDrawable else { return value }
    return padded != 0 && (padded < 0) != (value < 0) ? 0 : padded
  }

  /// The same, or a range about its values where these are all but equal.
  private func widened(_ scale: Scale) -> Extent {
    let size = max(lower.magnitude, upper.magnitude)
    let isNarrow = upper - lower <= size * Extent.finest
    if scale == .log { return isNarrow ? Extent(lower: lower / 2, upper: upper * 2) : self }
    guard isNarrow || upper - lower < Extent.smallest else { return self }
    let half = size < 1e-280 ? 0.5 : size / 4
    return Extent(lower: lower - half, upper: upper + half)
  }
}
