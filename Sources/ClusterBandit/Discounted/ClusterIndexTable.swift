private import Synchronization

/// The indices of clusters under one prior and one discount factor that a policy has asked for so
/// far, as brackets that are as narrow as was needed and as a number of states allows.
///
/// One table serves all replications of a policy; a bracket is a function of the counts and its
/// depth alone.
final class ClusterIndexTable: Sendable {
  let prior: ClusterPrior
  private let discount: Double
  private let most: Int
  private let known = Mutex<[[SIMD2<Double>]: ClusterBracket]>([:])
  /// The same with all means told, for who asks.
  private let told = Mutex<[[SIMD2<Double>]: ClusterBracket]>([:])

  /// The most clusters that are kept.
  private static let capacity = 1 << 18
  /// Additions to an arm's counts must fit a byte.
  private static let greatestDepth = 200

  /// An empty table.
  ///
  /// - Parameter most: the most states of a look-ahead; one pull ahead is always looked.
  init(prior: ClusterPrior, discount: Double, most: Int) {
    (self.prior, self.discount, self.most) = (prior, discount, most)
  }

  /// A bracket from a look-ahead of more than `depth` pulls, or a settled one.
  ///
  /// - Parameter counts: successes and failures of the arms; arms with equal counts stand together.
  func bracket(of counts: [SIMD2<Double>], deeperThan depth: Int) -> ClusterBracket {
    var bracket = known.withLock { $0[counts] }
    if let bracket, bracket.depth > depth || bracket.isSettled { return bracket }
    while bracket.map({ !$0.isSettled && $0.depth <= depth }) ?? true {
      bracket = deepened(bracket, counts)
    }
    guard let found = bracket else { stop("a bracket was just made") }
    known.withLock { known in
      if let other = known[counts] {
        if found.isSettled || (!other.isSettled && other.depth < found.depth) {
          known[counts] = found
        }
      } else if known.count < ClusterIndexTable.capacity {
        known[counts] = found
      }
    }
    return found
  }

  /// A cluster's bracket from the same look-ahead with all means told at its end: the upper bound
  /// is as low as that look-ahead makes it.
  ///
  /// Several times as slow as ``bracket(of:deeperThan:)``.
  func told(of counts: [SIMD2<Double>], _ bracket: ClusterBracket) -> ClusterBracket {
    if let known = told.withLock({ $0[counts] }), known.depth == bracket.depth { return known }
    guard
      let found = ClusterBracket(
        prior: prior, counts: counts, discount: discount, depth: bracket.depth, most: .max,
        telling: true)
    else { return bracket }
    told.withLock { told in
      if told.count < ClusterIndexTable.capacity { told[counts] = found }
    }
    return found
  }

  private func deepened(
    _ bracket: ClusterBracket?, _ counts: [SIMD2<Double>]
  ) -> ClusterBracket? {
    guard let bracket else {
      return ClusterBracket(
        prior: prior, counts: counts, discount: discount, depth: 1, most: .max)
    }
    let depth = bracket.depth < 4 ? bracket.depth + 1 : bracket.depth + 2
    guard depth <= ClusterIndexTable.greatestDepth,
      bracket.upper - bracket.lower > GittinsBracket.resolution,
      let deeper = ClusterBracket(
        prior: prior, counts: counts, discount: discount, depth: depth, most: most)
    else { return bracket.settled }
    return deeper
  }
}
