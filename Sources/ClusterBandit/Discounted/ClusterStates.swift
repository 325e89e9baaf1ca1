/// The states that up to L pulls in a cluster lead to, level by level, with the probabilities of
/// what each pull pays.
///
/// A state is what was added to the successes and failures of each arm. Arms with equal counts are
/// interchangeable unless they have functions of their own: their additions stand in order, so that
/// states that differ by names are one. Without equal arms there are C(L + 2m, 2m) of them.
///
/// The probability of a success follows from sums over the pairs (x, y) of the prior: the weight of
/// a pair in a state is its weight at the root times Π (x + s)^(ds) (y + f)^(df)/(x + y + n)^(ds +
/// df), rising factorials, which are tabulated once.
struct ClusterStates: ~Copyable {
  /// A pull: of an arm, its probability of a success, and the states it leads to.
  struct Move: BitwiseCopyable, Sendable {
    let arm: Int32
    let success: Int32
    let failure: Int32
    let mean: Double
  }

  /// Mean and variance of an arm in a state of the last level, and how many arms share them.
  struct Leaf: BitwiseCopyable, Sendable {
    let mean: Double
    let variance: Double
    let copies: Double
  }

  /// L.
  let depth: Int
  /// By level below L and state: where its moves begin in ``moves``; one more for the end.
  private(set) var starts: [[Int32]] = []
  /// By level below L.
  private(set) var moves: [[Move]] = []
  /// By state of the last level: where its arms begin in ``leaves``; one more for the end.
  private(set) var leafStarts: [Int32] = [0]
  /// The arms of the last level's states.
  private(set) var leaves: [Leaf] = []
  /// All states.
  private(set) var count = 1
  /// The last level's states: successes and failures added to each arm.
  private(set) var last: [[UInt8]] = []
  /// The tables that their probabilities come from.
  let factors: RisingFactorials

  /// The states of a cluster, or nil if there are more than `most`.
  ///
  /// O(states × arms × pairs) multiplications.
  ///
  /// - Parameter counts: successes and failures of the arms, in order.
  init?(prior: ClusterPrior, counts: [SIMD2<Double>], depth: Int, most: Int) {
    self.depth = depth
    let tables = RisingFactorials(prior: prior, counts: counts, depth: depth)
    factors = tables
    var level = [[UInt8](repeating: 0, count: 2 * counts.count)]
    for _ in 0..<depth {
      var known: [[UInt8]: Int32] = [:]
      var next: [[UInt8]] = []
      func place(_ state: [UInt8]) -> Int32 {
        if let place = known[state] { return place }
        let place = Int32(next.count)
        known[state] = place
        next.append(state)
        return place
      }
      var (levelStarts, levelMoves) = ([Int32(0)], [Move]())
      for state in level {
        let weights = tables.weights(state)
        for arm in tables.distinctArms(state) {
          let success = place(tables.ordered(state, adding: 2 * arm))
          let failure = place(tables.ordered(state, adding: 2 * arm + 1))
          levelMoves.append(
            Move(
              arm: Int32(arm), success: success, failure: failure,
              mean: tables.mean(of: arm, state, weights)))
        }
        levelStarts.append(Int32(levelMoves.count))
      }
      starts.append(levelStarts)
      moves.append(levelMoves)
      count += next.count
      if count > most { return nil }
      level = next
    }
    for state in level {
      let weights = tables.weights(state)
      for arm in tables.distinctArms(state) {
        let (mean, variance) = tables.moments(of: arm, state, weights)
        leaves.append(
          Leaf(mean: mean, variance: variance, copies: tables.copies(of: arm, state)))
      }
      leafStarts.append(Int32(leaves.count))
    }
    last = level
  }
}
