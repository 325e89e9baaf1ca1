private import Randomness

extension ArmClasses {
  /// A value x that classes are to exceed.
  struct Level: BitwiseCopyable, Sendable {
    /// −ln x and −ln(1 − x), rounded down.
    let logValue: Double
    let logComplement: Double
    let value: Double
    let complement: Double

    /// The level x, 0 < x < 1.
    @inline(__always)
    init(_ x: Probability) {
      value = x.value
      complement = x.complement
      let logs = Elementary.log(SIMD2(x.value, x.complement))
      logValue = -logs.x * ArmClasses.down
      logComplement = -logs.y * ArmClasses.down
    }

    /// The level that no class is passed over for.
    static let lowest = Level()

    private init() {
      (logValue, logComplement, value, complement) = (0, 0, 0, 1)
    }
  }

  /// Factors that make up for all rounding of a sum of three terms of one sign, logarithms
  /// included.
  static let down = 1 - 0x1p-49
  static let up = 1 + 0x1p-49

  /// n·kl(p, x) − ln(members) − `budget` for the lanes of a block; −∞ where the mean p lies above
  /// x.
  ///
  /// n·kl(p, x) = α ln(α/n) + β ln(β/n) − α ln x − β ln(1 − x) is never taken too large. So where
  /// the result is not negative, exp(−budget) bounds the probability that a draw of Beta(α, β), or
  /// the highest of one for each member, exceeds x. What rounding may add is taken off beforehand,
  /// in proportion to α + β: beyond counts of 10^14 little is passed over, and nothing wrongly.
  ///
  /// Source: Chernoff's bound, see ``BetaDistribution/deviance(at:drift:)``.
  @inline(__always)
  func excess(_ block: Int, over level: Level, budget: Double) -> Octet {
    let classes = blocks[block]
    let deviance =
      classes.constant + classes.alpha * level.logValue + classes.beta * level.logComplement
    let above = classes.beta * level.value - classes.alpha * level.complement
    return (deviance - budget).replacing(with: -.infinity, where: above .< 0)
  }

  /// nx − α for a lane, less what rounding may add: where it is positive, w(x)/(nx − α) bounds the
  /// upper tail of Beta(α, β) at x, w being its density on the scale of the logit.
  ///
  /// Source: the tangent of ln w, which is concave.
  @inline(__always)
  func slope(block: Int, lane: Int, at level: Level) -> Double {
    let (alpha, beta) = (blocks[block].alpha[lane], blocks[block].beta[lane])
    return beta * level.value - alpha * level.complement - 0x1p-50 * (alpha + beta)
  }
}
