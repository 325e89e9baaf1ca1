private import Randomness

/// Mean and variance of the maximum of a cluster's arms, whose laws are Beta(a + s, b + f) with
/// shared a and b: for many (a, b), as a mixture over priors asks for.
///
/// All integrals are sums over a ``LogitGrid`` that priors of equal a + b share. With F_j the
/// distribution functions, G = Π F_j and R the distribution function of one Beta law,
/// E[max] = E_R + ∫(R − G) dx, and E[(max − c)²] is that of R and ∫2(x − c)(R − G) dx. The F of one
/// law is an integral of its density, and those of others follow from it by the steps of
/// ``trace(_:_:from:)``. Only points are visited where G, or the integrated law, still changes.
///
/// What is left out, and the grid's h, depend on a prior's share of the mixture: each may add an
/// error of about 1e-13 to the sum. Over 512 priors and up to 1,000 arms the error of E[max] is
/// below 1e-11, and that of the variance below 1e-8 of it or 1e-12.
///
/// 24 bytes an arm of the largest cluster and 175 kB, allocated when it is made. For each a + b
/// O(arms) and a grid, for each prior about 50 points where laws are of like widths, and as many
/// times more as these differ.
struct SiblingMaximum: ~Copyable {
  typealias Lanes = LogitGrid.Lanes

  /// Successes and failures, and how many arms have them.
  struct Counts: BitwiseCopyable, Sendable {
    var s: Double
    var f: Double
    var copies: Double

    /// |s − s′| + |f − f′|.
    @inline(__always)
    func distance(to other: Counts) -> Double { abs(s - other.s) + abs(f - other.f) }
  }

  /// Different counts: successes rise, failures rise and fall by turns.
  var counts: AlignedBuffer<Counts>
  var count = 0
  private var arms = 0.0
  private var pulls = 0.0
  private var mostPulls = 0.0
  var grid = LogitGrid()
  var densities = SiblingDensities()
  /// The chunk of the last law's mode.
  var mode = 0
  /// The greatest distance between laws that follow from each other.
  var reach = 64.0
  /// Densities times dy/dt of the integrated law, and its F.
  var masses = AlignedBuffer(repeating: Lanes.zero, count: LogitGrid.capacity + 2)
  var rises = AlignedBuffer(repeating: Lanes.zero, count: LogitGrid.capacity)
  /// The chunks where these stand.
  var integrated = (low: 0, high: 0)
  var path = SiblingPath()
  /// G and R, and the chunks between their values 0 and 1.
  private var product = AlignedBuffer(repeating: Lanes.zero, count: LogitGrid.capacity)
  var window = (low: 0, high: 0)
  private var reference = AlignedBuffer(repeating: Lanes.zero, count: LogitGrid.capacity)

  /// Room for clusters of up to `capacity` arms.
  init(capacity: Int) {
    counts = AlignedBuffer(repeating: Counts(s: 0, f: 0, copies: 0), count: max(1, capacity))
  }

  /// Begins with the arms of a cluster, of which there must be one.
  ///
  /// O(arms · ln²(arms)).
  ///
  /// - Parameter counts: successes and failures of an arm, whole numbers below 2^53.
  mutating func begin(_ range: Range<Int>, counts own: (Int) -> SIMD2<Double>) {
    (count, pulls, mostPulls) = (0, 0, 0)
    arms = Double(range.count)
    for arm in range {
      let (s, f) = (own(arm).x, own(arm).y)
      assert(s == s.rounded() && f == f.rounded() && s + f < 0x1p53)
      counts[count] = Counts(s: s, f: f, copies: 1)
      count += 1
      pulls += s + f
      mostPulls = max(mostPulls, s + f)
    }
    sort()
    unite()
    turn()
  }

  /// Shell's sort by successes, then failures.
  private mutating func sort() {
    var gap = 1
    while gap < count / 3 { gap = 3 * gap + 1 }
    while gap >= 1 {
      for i in min(gap, count)..<count {
        let moved = counts[i]
        var j = i
        while j >= gap {
          let other = counts[j - gap]
          guard moved.s < other.s || (moved.s == other.s && moved.f < other.f) else { break }
          counts[j] = other
          j -= gap
        }
        counts[j] = moved
      }
      gap /= 3
    }
  }

  /// Equal ones become one.
  private mutating func unite() {
    var last = 0
    for i in 1..<max(1, count) {
      if counts[i].distance(to: counts[last]) == 0 {
        counts[last].copies += 1
      } else {
        last += 1
        counts[last] = counts[i]
      }
    }
    count = last + 1
  }

  /// From the most successes downwards failures begin at the end that is nearer to the last ones.
  private mutating func turn() {
    var end = count
    while end > 0 {
      var start = end - 1
      while start > 0, counts[start - 1].s == counts[end - 1].s { start -= 1 }
      if end < count {
        let f = counts[end].f
        if abs(counts[start].f - f) < abs(counts[end - 1].f - f) {
          var (i, j) = (start, end - 1)
          while i < j {
            (counts[i], counts[j]) = (counts[j], counts[i])
            (i, j) = (i + 1, j - 1)
          }
        }
      }
      end = start
    }
  }

  /// The points for priors of a + b = `nu` and a/(a + b) between two means, which together have a
  /// share of the mixture.
  ///
  /// The largest N x(1 − x)(4 + y²) of all laws decides; it falls with |y|. The maximum of many
  /// alike rises faster than each of them: h falls with the 0.28th power of their number. A little
  /// accuracy costs many points: errors grow as e^(75 κ) where h is κ standard deviations.
  mutating func lay(_ nu: Double, means: ClosedRange<Double>, share: Double) {
    var (narrowest, logit) = (0.0, 0.0)
    for j in 0..<count {
      let (s, f) = (max(counts[j].s, 1), max(counts[j].f, 1))
      let n = nu + s + f
      guard n > narrowest else { continue }
      let a = min(max(means.lowerBound * nu + s, 0.5 * n), means.upperBound * nu + s)
      let y = Elementary.log(a / (n - a))
      let inverse = a * ((n - a) / n) * (y * y + 4)
      if inverse > narrowest { (narrowest, logit) = (inverse, y) }
    }
    let crowd = max(1, min(arms, (arms * nu + pulls) / narrowest) / 8)
    let ease = share < 0.2 ? min(0.24, Elementary.log(0.2 / share) / 75) : 0
    let kappa = (0.36 + ease) * Elementary.exp(-0.28 * Elementary.log(crowd))
    grid.lay(
      step: min(0.2 + 0.5 * ease, kappa / (narrowest + 2).squareRoot()), around: logit)
    densities.clear()
    mode = (grid.limits.lowerBound + grid.limits.upperBound) / 2
    reach = min(64, 450 / Elementary.log(nu + mostPulls + 2))
  }

  /// E[max − c] and E[(max − c)²] for one of the priors that the points are for; nil where there is
  /// no room for all points.
  mutating func moments(
    _ a: Double, _ b: Double, about centre: Double, share: Double
  ) -> (first: Double, second: Double)? {
    if let found = attempt(a, b, about: centre, share: share) { return found }
    // Perhaps there is where it rises.
    let top = counts[count - 1]
    grid.lay(step: grid.step, around: Elementary.log((a + max(top.s, 1)) / (b + max(top.f, 1))))
    densities.clear()
    mode = (grid.limits.lowerBound + grid.limits.upperBound) / 2
    return attempt(a, b, about: centre, share: share)
  }

  private mutating func attempt(
    _ a: Double, _ b: Double, about centre: Double, share: Double
  ) -> (first: Double, second: Double)? {
    let tolerance = min(1e-3, 2e-14 / share)
    var next = count - 1
    var (beginning, mean, variance) = ((low: 0, high: 0), 0.0, 0.0)
    var place = 0
    while next >= 0 {
      let law = trace(a, b, from: &next)
      let scale = integrate(
        law, place: place, least: tolerance, from: place == 0 ? nil : window.low)
      guard let scale else { return nil }
      if place == 0 {
        (window, beginning) = (integrated, integrated)
        for chunk in window.low..<window.high {
          reference[chunk] = rises[chunk]
          product[chunk] = Lanes(repeating: 1)
        }
        mean = law.alpha / law.total
        variance = mean * (law.beta / law.total) / (law.total + 1)
      }
      guard multiply(law, scale, tolerance + 1e-15 * law.total) else { return nil }
      place += 1
    }
    var (first, second) = (Lanes.zero, Lanes.zero)
    for chunk in min(window.low, beginning.low)..<max(window.high, beginning.high) {
      let r = Self.value(reference[chunk], chunk, beginning)
      let g = Self.value(product[chunk], chunk, window)
      let points = grid.points(chunk)
      let value = points.pointee.value
      let part = (points.pointee.slope * value * points.pointee.complement) * (r - g)
      first += part
      second += part * (value - centre)
    }
    let shift = mean - centre
    return (shift + first.sum(), variance + shift * shift + 2 * second.sum())
  }

  /// A distribution function in a chunk, given where it is neither 0 nor 1.
  @inline(__always)
  private static func value(
    _ inside: Lanes, _ chunk: Int, _ window: (low: Int, high: Int)
  ) -> Lanes {
    chunk < window.low ? .zero : chunk < window.high ? inside : Lanes(repeating: 1)
  }

  /// Multiplies G with all laws of the path, upwards until their product is 1 and downwards until
  /// it is 0; false where there is no room.
  private mutating func multiply(_ law: SiblingLaw, _ scale: Double, _ threshold: Double) -> Bool {
    let begin = max(integrated.high - 1, window.low)
    var chunk = begin
    while true {
      let factor = follow(law, scale, chunk)
      while window.high <= chunk {
        product[window.high] = Lanes(repeating: 1)
        window.high += 1
      }
      product[chunk] *= factor
      if 1 - factor[0] <= threshold { break }
      chunk += 1
      if chunk == grid.limits.upperBound {
        guard grid.isWhole.above else { return false }
        break
      }
    }
    chunk = begin
    while chunk > window.low {
      chunk -= 1
      let factor = follow(law, scale, chunk)
      product[chunk] *= factor
      if factor[7] < threshold { window.low = chunk }
    }
    return true
  }
}
