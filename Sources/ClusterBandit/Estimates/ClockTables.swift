private import Randomness
private import Synchronization

/// Tables of sqrt(2 ln t) and 1/sqrt(n), shared by all replications.
///
/// An index policy needs one value of the first and one of the second per arm and pull; looking
/// them up halves its cost. A value beyond the table is computed by the same expression, so the
/// table's length never shows in a result.
public final class ClockTables: Sendable {
  /// sqrt(2 ln t) for t < count; 0 for t = 0 and t = 1.
  @usableFromInline let roots: AlignedBuffer<Double>
  /// 1/sqrt(n) for n < count; ∞ for n = 0.
  @usableFromInline let inverseRoots: AlignedBuffer<Double>

  /// The longest table: 2^20 entries, 8 MB each.
  static let longest = 1 << 20

  private static let cache = Mutex<ClockTables?>(nil)

  /// Tables that cover `horizon` rounds as far as memory is well spent.
  ///
  /// O(min(T, 2^20)) once.
  public static func covering(horizon: Int) -> ClockTables {
    let wanted = min(max(horizon, 1), longest - 1) + 1
    return cache.withLock { cached in
      if let cached, cached.roots.count >= wanted { return cached }
      let made = ClockTables(count: wanted)
      cached = made
      return made
    }
  }

  package init(count: Int) {
    var roots = AlignedBuffer(repeating: 0.0, count: count)
    var inverseRoots = AlignedBuffer(repeating: Double.infinity, count: count)
    for t in 1..<max(count, 1) {
      roots[t] = ClockTables.computedSqrtTwoLog(t)
      inverseRoots[t] = ClockTables.computedInverseRoot(Double(t))
    }
    self.roots = roots
    self.inverseRoots = inverseRoots
  }

  /// sqrt(2 ln t), t ≥ 1; 0 for t = 0.
  @inlinable @inline(__always)
  public func sqrtTwoLog(_ t: Int) -> Double {
    t < roots.count ? roots[t] : ClockTables.computedSqrtTwoLog(t)
  }

  /// 1/sqrt(n), n ≥ 0; ∞ for n = 0.
  ///
  /// Counts are whole numbers unless they were matched to moments.
  @inlinable @inline(__always)
  public func inverseRoot(_ n: Double) -> Double {
    guard n < Double(inverseRoots.count) else { return ClockTables.computedInverseRoot(n) }
    let whole = Int(n)
    return Double(whole) == n ? inverseRoots[whole] : ClockTables.computedInverseRoot(n)
  }

  @usableFromInline @inline(never)
  static func computedSqrtTwoLog(_ t: Int) -> Double {
    t < 1 ? 0 : (2 * Elementary.log(Double(t))).squareRoot()
  }

  @usableFromInline @inline(never)
  static func computedInverseRoot(_ n: Double) -> Double { 1 / n.squareRoot() }
}
