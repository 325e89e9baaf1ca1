private import Randomness

/// A Beta law and what its density on the scale of the logit is computed with.
struct SiblingLaw: BitwiseCopyable, Sendable {
  let alpha: Double
  let beta: Double
  /// α + β.
  let total: Double
  /// Minus ln x^α (1 − x)^β at the mode.
  let constant: Double
}

/// Densities x^α (1 − x)^β on a ``LogitGrid``, relative to their modes.
///
/// Priors of one a + b are asked for with means at equal distances, and the laws that are
/// integrated for a prior stand for the same arms as those for the one before: α has grown by the
/// same δ for all of them, and β fallen. As W(α + δ, β − δ) is W(α, β) e^(δy) up to a constant, a
/// point takes a multiplication in the place of an exponential. Where a number is too small to be
/// carried on, or a step too large, it is computed anew.
///
/// 74 kB, allocated when it is made.
struct SiblingDensities: ~Copyable {
  typealias Lanes = LogitGrid.Lanes

  /// The last densities of a series in a chunk, and e^(δy).
  struct Chunk: BitwiseCopyable, Sendable {
    var value = Lanes.zero
    var growth = Lanes.zero
    /// The number of the law that these densities are of, and of that from which on laws have grown
    /// by the δ of `growth`.
    var law = -1
    var step = -1
  }

  /// The n-th laws of all priors.
  struct Series: BitwiseCopyable, Sendable {
    /// No law has a total of 0.
    static let none = SiblingLaw(alpha: 0, beta: 0, total: 0, constant: 0)

    var last = none
    /// Laws are counted over all grids.
    var law = 0
    var step = 0
    var delta = 0.0
    /// The ratio of the last two laws' modes; 0 if they are not neighbors.
    var ratio = 0.0
  }

  /// Laws of a prior that are carried on to the next one.
  private static let seriesCount = 4
  /// Numbers below are not carried on, nor steps beyond e^±300.
  private static let least = 0x1p-300
  private static let longest = 300.0

  private var chunks = AlignedBuffer(repeating: Chunk(), count: seriesCount * LogitGrid.capacity)
  private var series = AlignedBuffer(repeating: Series(), count: seriesCount)
  private var current = Series()
  private var base = 0
  /// The place of the law in hand among its prior's.
  private var place = 0

  /// Forgets all laws: the grid is another one.
  mutating func clear() {
    for place in 0..<Self.seriesCount {
      series[place].last = Series.none
      series[place].law += 1
    }
  }

  /// The law of which densities are asked for next.
  ///
  /// - Parameter place: how many laws were integrated for its prior before.
  mutating func begin(_ law: SiblingLaw, place: Int) {
    self.place = place
    guard place < Self.seriesCount else { return }
    current = series[place]
    let change = law.alpha - current.last.alpha
    let constant = law.constant - current.last.constant
    let isAlike = abs(law.total - current.last.total) <= 0x1p-48 * law.total
    current.law += 1
    if !isAlike || abs(change - current.delta) > 0x1p-40 * abs(current.delta) {
      current.delta = change
      current.step = current.law
    }
    current.ratio = isAlike && abs(constant) < Self.longest ? Elementary.exp(constant) : 0
    current.last = law
    series[place] = current
    base = place * LogitGrid.capacity
  }

  /// The densities in a chunk.
  @inline(__always)
  mutating func value(_ law: SiblingLaw, _ index: Int, _ points: UnsafePointer<LogitGrid.Chunk>)
    -> Lanes
  {
    guard place < Self.seriesCount else { return Self.value(law, points) }
    let chunk = chunks.base + (base &+ index)
    // A density rises to its mode and falls from there: it is least at an end.
    if current.ratio > 0, chunk.pointee.law == current.law &- 1,
      min(chunk.pointee.value[0], chunk.pointee.value[7]) > Self.least
    {
      if chunk.pointee.step != current.step { grow(chunk, points) }
      if chunk.pointee.growth[0] > 0 {
        let value = chunk.pointee.value * chunk.pointee.growth * current.ratio
        chunk.pointee.value = value
        chunk.pointee.law = current.law
        return value
      }
    }
    let value = Self.value(law, points)
    chunk.pointee.value = value
    chunk.pointee.law = current.law
    return value
  }

  /// e^(δy) in a chunk, 0 if it is too large or too small.
  @inline(never)
  private func grow(_ chunk: UnsafeMutablePointer<Chunk>, _ points: UnsafePointer<LogitGrid.Chunk>)
  {
    let exponent = current.delta * points.pointee.logit
    let isModerate = max(abs(exponent[0]), abs(exponent[7])) < Self.longest
    chunk.pointee.growth = isModerate ? Elementary.exp(exponent) : .zero
    chunk.pointee.step = current.step
  }

  /// αy − (α + β) ln(1 + e^y), whose rounding makes an error of about 1e-16 (α + β) that the law's
  /// narrowness takes back in the moments; far out it stays at −690.
  @inline(__always)
  static func value(_ law: SiblingLaw, _ points: UnsafePointer<LogitGrid.Chunk>) -> Lanes {
    let rising: Lanes = law.alpha * points.pointee.logit
    let falling: Lanes = law.total * points.pointee.softplus
    let exponent = (rising - falling) + law.constant
    return Elementary.exp(exponent.replacing(with: -690, where: exponent .< -690))
  }
}
