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
  /// Upper bounds with all means told, and the depths of the brackets that they were asked for.
  private let told = Mutex<[[SIMD2<Double>]: (depth: Int, bound: Double)]>([:])

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

  /// What a cluster's index is at most if all means are told at the end of the bracket's look-ahead
  /// or, where the integrals take too much memory, of the deepest one for which they do not.
  ///
  /// About ten times as slow as the bracket.
  func upperBound(of counts: [SIMD2<Double>], _ bracket: ClusterBracket) -> Double {
    if let known = told.withLock({ $0[counts] }), known.depth == bracket.depth {
      return known.bound
    }
    var (depth, bound) = (bracket.depth, 1.0)
    while depth > 0,
      let found = ClusterBracket(
        prior: prior, counts: counts, discount: discount, depth: depth, most: .max, telling: true)
    {
      bound = min(bound, found.upper)
      if found.isTold { break }
      depth -= depth > 4 ? 2 : 1
    }
    told.withLock { told in
      if told.count < ClusterIndexTable.capacity { told[counts] = (bracket.depth, bound) }
    }
    return bound
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
