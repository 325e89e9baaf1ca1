import Randomness

/// Beta draws for the arms of one cluster under one prior after the other, for whom it does not
/// matter when they arrive: those that go through logarithms wait until there are eight of them.
///
/// Words are drawn in the order in which draws are asked for, and each draw is that of
/// ``RandomStream/nextBeta(_:_:)`` to the bit. Where both parameters are at least 1 it arrives at
/// once. Where one is below, its two gammas and the uniforms that shift them are kept, and four
/// logarithms and an exponential are taken of eight draws together. Arms of equal successes share
/// the constants of the one sampler, those of equal failures those of the other.
///
/// 72 bytes an arm of the largest cluster, and 700.
struct SiblingBetas: ~Copyable {
  private var successes: SiblingGammas
  private var failures: SiblingGammas
  private var arms = 0..<0
  /// Eight gammas each of α and of β, the uniforms of parameters below 1, else 1, and α and β.
  private var numbers = AlignedBuffer(repeating: SIMD8<Double>(repeating: 1), count: 6)
  /// Draw and arm.
  private var places = AlignedBuffer<SIMD2<Int32>>(repeating: .zero, count: 8)
  private var waiting = 0

  /// Room for clusters of up to `capacity` arms.
  init(capacity: Int) {
    successes = SiblingGammas(capacity: capacity)
    failures = SiblingGammas(capacity: capacity)
  }

  /// Begins with the arms of a cluster.
  ///
  /// - Parameter counts: successes and failures of an arm.
  mutating func begin(_ arms: Range<Int>, counts: (Int) -> SIMD2<Double>) {
    self.arms = arms
    successes.begin()
    failures.begin()
    for arm in arms {
      let own = counts(arm)
      successes.enter(arm - arms.lowerBound, own.x)
      failures.enter(arm - arms.lowerBound, own.y)
    }
  }

  /// Draws each arm's mean under the prior Beta(x, y) once for each of `count` numbers of draws.
  ///
  /// - Parameters:
  ///   - prior: x and y, each at least 1e-300.
  ///   - draws: the numbers of the draws.
  ///   - body: is handed the number of a draw, the arm and the draw.
  mutating func draw(
    _ prior: SIMD2<Double>, _ draws: UnsafePointer<Int32>, _ count: Int,
    _ tables: ZigguratTables, using stream: inout RandomStream,
    _ body: (_ draw: Int, _ arm: Int, _ mean: Double) -> Void
  ) {
    successes.prepare(prior.x)
    failures.prepare(prior.y)
    var own = stream
    for arm in arms {
      let alpha = successes.sampler(arm &- arms.lowerBound)
      let beta = failures.sampler(arm &- arms.lowerBound)
      let shape = SIMD2(alpha.shape, beta.shape)
      let isBelow = shape .< 1
      if !any(isBelow) {
        for place in 0..<count {
          let x = own.nextGamma(alpha.gamma, tables)
          let y = own.nextGamma(beta.gamma, tables)
          body(Int(draws[place]), arm, x / (x + y))
        }
        continue
      }
      for place in 0..<count {
        let x = own.nextGamma(alpha.gamma, tables)
        let u = isBelow[0] ? own.nextOpenUnit() : 1
        let y = own.nextGamma(beta.gamma, tables)
        let v = isBelow[1] ? own.nextOpenUnit() : 1
        keep(x, y, u, v, shape)
        places[waiting] = SIMD2(draws[place], Int32(truncatingIfNeeded: arm))
        waiting &+= 1
        if waiting == 8 { finish(body) }
      }
    }
    stream = own
  }

  @inline(__always)
  private func keep(
    _ x: Double, _ y: Double, _ u: Double, _ v: Double, _ shape: SIMD2<Double>
  ) {
    let first =
      UnsafeMutableRawPointer(numbers.base).assumingMemoryBound(to: Double.self) + waiting
    first[0] = x
    first[8] = y
    first[16] = u
    first[24] = v
    first[32] = shape.x
    first[40] = shape.y
  }

  /// Hands over the draws that wait.
  @inline(never)
  mutating func finish(_ body: (_ draw: Int, _ arm: Int, _ mean: Double) -> Void) {
    guard waiting > 0 else { return }
    // The logarithm of 1 is 0.
    let x = Elementary.log(numbers[0]) + Elementary.log(numbers[2]) / numbers[4]
    let y = Elementary.log(numbers[1]) + Elementary.log(numbers[3]) / numbers[5]
    let logits = x - y
    var means = SIMD8<Double>.zero
    if all((logits .< 700) .& (logits .> -700)) {
      means = 1 / (1 + Elementary.exp(-logits))
    } else {
      for place in 0..<8 { means[place] = 1 / (1 + Elementary.exp(-logits[place])) }
    }
    for place in 0..<waiting { body(Int(places[place].x), Int(places[place].y), means[place]) }
    waiting = 0
  }
}
