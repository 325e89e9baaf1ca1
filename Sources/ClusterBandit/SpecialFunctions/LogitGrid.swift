private import Randomness

/// Points along the logit at which integrals of Beta distributions are plain sums.
///
/// The points are y = 2 sinh(ht) for whole t, eight to a chunk. A law of total count N has the
/// standard deviation 1/√(N x(1 − x)) in y, which grows outward at least as fast as the distance
/// between points does, so one h suits a law wherever it lies. Where a function is analytic near
/// the axis and vanishes towards both ends, the sum of its values times dy/dt is its integral up to
/// an error that falls faster than every power of h.
///
/// Integrals up to a point, which counts half itself, need a correction. At the frequency θ it is
/// ½ cot ½θ − 1/θ, and 2 Σ c_m sin mθ over eight neighbours on either side is close to that. For a
/// normal law the error is below 1e-10 with three points to the standard deviation and below 2e-12
/// from 3.5 on.
///
/// Source: L. N. Trefethen and J. A. C. Weideman, "The exponentially convergent trapezoidal rule",
/// SIAM Review 56 (2014). The c_m minimise the largest error over θ where each frequency is
/// weighted with the spectrum exp(−½(θ/0.27)²) of a normal law.
///
/// 448 bytes a chunk, allocated when it is made. Only chunks that are asked for are filled, at two
/// octets of exponentials and one of logarithms each. Draws nothing.
struct LogitGrid: ~Copyable {
  /// Eight points side by side.
  typealias Lanes = SIMD8<Double>

  /// What is known of eight points.
  struct Chunk: BitwiseCopyable, Sendable {
    /// y.
    var logit = Lanes.zero
    /// ln(1 + e^y).
    var softplus = Lanes.zero
    /// x.
    var value = Lanes.zero
    /// 1 − x.
    var complement = Lanes.zero
    /// 1/x.
    var inverseValue = Lanes.zero
    /// 1/(1 − x).
    var inverseComplement = Lanes.zero
    /// dy/dt.
    var slope = Lanes.zero
  }

  /// Chunks there is room for.
  static let capacity = 128
  /// Points further from 0 are left out: less than 1e-15 of [0, 1] is beyond them.
  static let furthest = 36.0
  /// c_1 … c_8.
  static let sines = Lanes(
    -0.07996512157201922, 0.03196475161299656, -0.01297675107582148,
    0.004636072809883292, -0.0013469810095377618, 0.00029380056360063,
    -4.247743595623549e-05, 3.044677149659919e-06)

  private var chunks = AlignedBuffer(repeating: Chunk(), count: capacity)
  private var filled = 0..<0
  /// t/8 at the beginning of chunk 0.
  private var origin = 0.0
  /// h.
  private(set) var step = 1.0
  /// The chunks that may be asked for.
  private(set) var limits = 0..<0
  /// Whether these reach down, and up, to ``furthest``.
  private(set) var isWhole = (below: false, above: false)

  /// Begins a grid of this h with as much room below a logit as above.
  mutating func lay(step: Double, around logit: Double) {
    self.step = step
    let half = 0.5 * min(abs(logit), Self.furthest)
    let distance = Elementary.log(half + (half * half + 1).squareRoot()) / (8 * step)
    let middle = (logit < 0 ? -distance : distance).rounded()
    let room = Double(Self.capacity / 2)
    origin = middle - room
    let end = Elementary.log(Self.furthest) / (8 * step)
    isWhole = (end < room - middle - 1, end < room + middle - 1)
    let low = isWhole.below ? Int((-end - origin).rounded(.down)) : 0
    let high = isWhole.above ? Int((end - origin).rounded(.up)) : Self.capacity
    limits = low..<high
    let begin = min(max(Self.capacity / 2, low), high - 1)
    filled = begin..<begin
  }

  /// A chunk within the limits, where it stands until the grid is laid anew: a copy of its 448
  /// bytes would cost more than they are read for.
  ///
  /// O(chunks between it and those asked for before).
  @inline(__always)
  mutating func points(_ index: Int) -> UnsafePointer<Chunk> {
    if !filled.contains(index) { fill(upTo: index) }
    return UnsafePointer(chunks.base + index)
  }

  private mutating func fill(upTo index: Int) {
    while index < filled.lowerBound {
      fill(filled.lowerBound - 1)
      filled = filled.lowerBound - 1..<filled.upperBound
    }
    while index >= filled.upperBound {
      fill(filled.upperBound)
      filled = filled.lowerBound..<filled.upperBound + 1
    }
  }

  private mutating func fill(_ index: Int) {
    let t = 8 * (origin + Double(index)) + Lanes(0, 1, 2, 3, 4, 5, 6, 7)
    let growth = Elementary.exp(step * t)
    let decay = 1 / growth
    let logit = growth - decay
    let odds = Elementary.exp(logit)
    let sum = 1 + odds
    let complement = 1 / sum
    chunks[index] = Chunk(
      logit: logit, softplus: Elementary.log(sum), value: odds * complement,
      complement: complement, inverseValue: 1 + 1 / odds, inverseComplement: sum,
      slope: step * (growth + decay))
  }

  /// What the sums up to each of eight points lack, from the values there times dy/dt and those of
  /// the chunks before and after.
  ///
  /// 24 operations a point.
  @inline(__always)
  static func remainder(at masses: UnsafePointer<Lanes>) -> Lanes {
    let here = UnsafeRawPointer(masses)
    var sum = Lanes.zero
    for m in 1...8 {
      let above = (here + 8 * m).loadUnaligned(as: Lanes.self)
      let below = (here - 8 * m).loadUnaligned(as: Lanes.self)
      let difference: Lanes = above - below
      sum += sines[m - 1] * difference
    }
    return sum
  }
}
