private import Randomness

/// The distribution function of one law, integrated on the grid.
extension SiblingMaximum {
  /// Leaves F in `rises`, where it is neither 0 nor 1, and returns 1/∫ of the density relative to
  /// its mode; nil where there is no room.
  ///
  /// Only chunks from `lowest` on are asked for: then the sum begins at the upper end, and the
  /// integral is that of the Beta function.
  mutating func integrate(
    _ law: SiblingLaw, place: Int, least: Double, from lowest: Int?
  ) -> Double? {
    let limits = grid.limits
    densities.begin(law, place: place)
    findMode(of: law)
    // Beyond the grid's upper end it would be missed, and below the lower end if all is asked for.
    guard mode < limits.upperBound - 1 || drift(law, mode, 7) <= 0 else { return nil }
    guard lowest != nil || mode > limits.lowerBound || drift(law, mode, 0) >= 0 else { return nil }
    // Corrections of the lowest chunk take the one below.
    let low = lowest.map { max(limits.lowerBound, $0 - 1) } ?? limits.lowerBound
    var sum = Lanes.zero
    var high = max(mode, low)
    while true {
      guard high < limits.upperBound else {
        if grid.isWhole.above { break }
        return nil
      }
      let last = addMasses(law, high, to: &sum)[7]
      high += 1
      if last < least, high > mode { break }
    }
    var begin = max(mode, low)
    var isWhole = false
    while !isWhole, begin > low {
      begin -= 1
      isWhole = addMasses(law, begin, to: &sum)[0] < least
    }
    if lowest == nil, !isWhole {
      guard grid.isWhole.below else { return nil }
      isWhole = true
    }
    masses[begin] = .zero
    masses[high + 1] = .zero
    let mass = sum.sum()
    let peak =
      isWhole
      ? 1 / mass : Elementary.exp(BetaDistribution(alpha: law.alpha, beta: law.beta).logPeak)
    accumulate(begin..<high, from: isWhole ? 0 : 1 / peak - mass, peak)
    integrated = (begin, high)
    return peak
  }

  /// Goes from the last law's mode to this one's: priors are usually asked for in their order.
  private mutating func findMode(of law: SiblingLaw) {
    let limits = grid.limits
    mode = min(max(mode, limits.lowerBound), limits.upperBound - 1)
    while mode < limits.upperBound - 1, drift(law, mode, 7) > 0 { mode += 1 }
    while mode > limits.lowerBound, drift(law, mode, 0) < 0, drift(law, mode - 1, 7) < 0 {
      mode -= 1
    }
  }

  /// The derivative of ln W in the logit: α(1 − x) − βx.
  @inline(__always)
  private mutating func drift(_ law: SiblingLaw, _ chunk: Int, _ lane: Int) -> Double {
    let points = grid.points(chunk)
    return law.alpha * points.pointee.complement[lane] - law.beta * points.pointee.value[lane]
  }

  /// Adds a chunk's densities times dy/dt, and returns the densities.
  @inline(__always)
  private mutating func addMasses(_ law: SiblingLaw, _ chunk: Int, to sum: inout Lanes) -> Lanes {
    let points = grid.points(chunk)
    let value = densities.value(law, chunk, points)
    let mass = value * points.pointee.slope
    masses[chunk + 1] = mass
    sum += mass
    return value
  }

  /// F at all points, from the masses.
  @inline(__always)
  private mutating func accumulate(_ chunks: Range<Int>, from start: Double, _ peak: Double) {
    var reached = start
    for chunk in chunks {
      let mass = masses[chunk + 1]
      var before = Lanes.zero
      for k in 0..<8 {
        before[k] = reached
        reached += mass[k]
      }
      let middle: Lanes = before + 0.5 * mass
      rises[chunk] = (middle + LogitGrid.remainder(at: masses.base + (chunk + 1))) * peak
    }
  }
}
