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

  /// The states of a cluster, or nil if there are more than `most`.
  ///
  /// O(states × arms × pairs) multiplications.
  ///
  /// - Parameter counts: successes and failures of the arms, in order.
  init?(prior: ClusterPrior, counts: [SIMD2<Double>], depth: Int, most: Int) {
    self.depth = depth
    let tables = RisingFactorials(prior: prior, counts: counts, depth: depth)
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
  }
}

/// The tables of a cluster's arms and pairs.
private struct RisingFactorials {
  private let classes: [Int]
  private let cellCount: Int
  private let rootWeights: [Double]
  /// By class, additions and pair: (x + s)^(ds) (y + f)^(df)/(x + y + n)^(ds + df).
  private let factors: [[Double]]
  /// By class, additions and pair: (x + s + ds)/(x + y + n + ds + df).
  private let means: [[Double]]

  init(prior: ClusterPrior, counts: [SIMD2<Double>], depth: Int) {
    let (cells, weights) = prior.posterior(counts)
    cellCount = cells.count
    rootWeights = weights
    var classes: [Int] = []
    var distinct: [(arm: Int, count: SIMD2<Double>)] = []
    for (arm, count) in counts.enumerated() {
      if !prior.areArmsAlike || distinct.last?.count != count { distinct.append((arm, count)) }
      classes.append(distinct.count - 1)
    }
    self.classes = classes
    var (factors, means) = ([[Double]](), [[Double]]())
    for (arm, count) in distinct {
      var own = Array(repeating: 1.0, count: (depth + 3) * (depth + 2) / 2 * cells.count)
      var mean = own
      for pulls in 0...depth + 1 {
        for successes in 0...pulls {
          let here = RisingFactorials.place(pulls, successes) * cells.count
          let added = SIMD2(Double(successes), Double(pulls - successes))
          for (index, cell) in cells.enumerated() {
            let pair = prior.pair(cell, arm: arm, count, added)
            mean[here + index] = pair.x / (pair.x + pair.y)
            guard pulls > 0 else { continue }
            // From the state with one success less, or with one failure less.
            let won = successes > 0
            let before =
              RisingFactorials.place(pulls - 1, won ? successes - 1 : 0) * cells.count + index
            own[here + index] = own[before] * (won ? mean[before] : 1 - mean[before])
          }
        }
      }
      factors.append(own)
      means.append(mean)
    }
    (self.factors, self.means) = (factors, means)
  }

  private static func place(_ pulls: Int, _ successes: Int) -> Int {
    pulls * (pulls + 1) / 2 + successes
  }

  /// Where a class's tables hold the additions of an arm, with `more` successes besides.
  private func place(of arm: Int, _ state: [UInt8], more: Int = 0) -> Int {
    let (s, f) = (Int(state[2 * arm]) + more, Int(state[2 * arm + 1]))
    return RisingFactorials.place(s + f, s) * cellCount
  }

  /// The weights of the pairs in a state.
  func weights(_ state: [UInt8]) -> [Double] {
    var weights = rootWeights
    for arm in classes.indices where state[2 * arm] != 0 || state[2 * arm + 1] != 0 {
      let start = place(of: arm, state)
      factors[classes[arm]].withUnsafeBufferPointer { factors in
        for cell in 0..<cellCount { weights[cell] *= factors[start + cell] }
      }
    }
    return weights
  }

  /// Where an arm stands among those that are like it: the first of each kind.
  func distinctArms(_ state: [UInt8]) -> [Int] {
    classes.indices.filter { arm in arm == 0 || !isAlike(arm, arm - 1, state) }
  }

  private func isAlike(_ arm: Int, _ other: Int, _ state: [UInt8]) -> Bool {
    classes[arm] == classes[other] && state[2 * arm] == state[2 * other]
      && state[2 * arm + 1] == state[2 * other + 1]
  }

  /// How many arms are like this one, itself included.
  func copies(of arm: Int, _ state: [UInt8]) -> Double {
    Double(classes.indices.count { isAlike(arm, $0, state) })
  }

  /// The state with one more in a place, in order.
  func ordered(_ state: [UInt8], adding place: Int) -> [UInt8] {
    var next = state
    next[place] += 1
    // Only the changed arm moves, to the front among those of its class.
    var arm = place / 2
    func isBefore(_ first: Int, _ second: Int) -> Bool {
      (next[2 * first], next[2 * first + 1]) > (next[2 * second], next[2 * second + 1])
    }
    while arm > 0, classes[arm - 1] == classes[arm], isBefore(arm, arm - 1) {
      next.swapAt(2 * arm, 2 * arm - 2)
      next.swapAt(2 * arm + 1, 2 * arm - 1)
      arm -= 1
    }
    return next
  }

  /// The probability that an arm's next pull succeeds.
  func mean(of arm: Int, _ state: [UInt8], _ weights: [Double]) -> Double {
    let start = place(of: arm, state)
    var (sum, total) = (0.0, 0.0)
    means[classes[arm]].withUnsafeBufferPointer { means in
      for cell in 0..<cellCount {
        sum += weights[cell] * means[start + cell]
        total += weights[cell]
      }
    }
    return sum / total
  }

  /// Mean and variance of an arm.
  func moments(of arm: Int, _ state: [UInt8], _ weights: [Double]) -> (Double, Double) {
    let (start, more) = (place(of: arm, state), place(of: arm, state, more: 1))
    var (sum, square, total) = (0.0, 0.0, 0.0)
    means[classes[arm]].withUnsafeBufferPointer { means in
      for cell in 0..<cellCount {
        let first = weights[cell] * means[start + cell]
        sum += first
        square += first * means[more + cell]
        total += weights[cell]
      }
    }
    let mean = sum / total
    return (mean, max(0, square / total - mean * mean))
  }
}
