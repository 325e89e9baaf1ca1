private import Synchronization

/// The Gittins indices of one discount factor that a policy has asked for so far, as brackets that
/// are as narrow as was needed.
///
/// One table serves all replications of a policy. A bracket is a function of the posterior and its
/// depth alone, so who asked first shows in no choice.
final class GittinsTable: Sendable {
  /// α.
  let discount: Double
  private let known = Mutex<[SIMD2<Double>: GittinsBracket]>([:])

  /// The most posteriors that are kept; those beyond are worked out whenever they are asked for.
  static let capacity = 1 << 20

  /// An empty table.
  init(discount: Double) { self.discount = discount }

  /// A bracket of Beta(x, y) from a look-ahead of more than `depth` pulls, or a settled one.
  ///
  /// O(1) if it is known, else O(L²) for the L that it takes.
  func bracket(of posterior: SIMD2<Double>, deeperThan depth: Int) -> GittinsBracket {
    var bracket = known.withLock { $0[posterior] }
    if let bracket, bracket.depth > depth { return bracket }
    repeat {
      bracket =
        bracket?.deepened(alpha: posterior.x, beta: posterior.y, discount: discount)
        ?? GittinsBracket(alpha: posterior.x, beta: posterior.y, discount: discount)
    } while (bracket?.depth ?? 0) <= depth
    guard let found = bracket else { stop("a bracket was just made") }
    known.withLock { known in
      if let other = known[posterior] {
        if other.depth < found.depth { known[posterior] = found }
      } else if known.count < GittinsTable.capacity {
        known[posterior] = found
      }
    }
    return found
  }
}
