/// The tables of a cluster's arms and pairs, for ``ClusterStates``.
///
/// Arms of equal counts are of one class, unless they have functions of their own.
///
/// 16 bytes for each class, pair and addition of up to L + 1 pulls.
struct RisingFactorials: Sendable {
  /// The class of each arm; classes are numbered as their first arms stand.
  let classes: [Int]
  /// The pairs (x + s, y + f) by class and pair.
  let pairs: [[SIMD2<Double>]]
  /// The pairs that count.
  let cellCount: Int
  /// Their probabilities before any of the pulls.
  let rootWeights: [Double]
  /// L.
  let depth: Int
  /// Whether the pairs are known means, which pulls do not change.
  let areMeansKnown: Bool
  /// By class, additions and pair: (x + s)^(ds) (y + f)^(df)/(x + y + n)^(ds + df).
  let factors: [[Double]]
  /// By class, additions and pair: (x + s + ds)/(x + y + n + ds + df).
  private let means: [[Double]]

  /// The tables of up to `depth` + 1 pulls.
  init(prior: ClusterPrior, counts: [SIMD2<Double>], depth: Int) {
    let (cells, weights) = prior.posterior(counts)
    cellCount = cells.count
    rootWeights = weights
    self.depth = depth
    areMeansKnown = !prior.areArmsAlike
    var classes: [Int] = []
    var distinct: [(arm: Int, count: SIMD2<Double>)] = []
    for (arm, count) in counts.enumerated() {
      if !prior.areArmsAlike || distinct.last?.count != count { distinct.append((arm, count)) }
      classes.append(distinct.count - 1)
    }
    self.classes = classes
    pairs = distinct.map { own in
      cells.map { prior.pair($0, arm: own.arm, own.count) }
    }
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

  /// Where the additions of so many pulls and successes stand.
  @inline(__always)
  static func place(_ pulls: Int, _ successes: Int) -> Int {
    pulls * (pulls + 1) / 2 + successes
  }

  /// Where a class's tables hold the additions of an arm, with `more` successes besides.
  private func place(of arm: Int, _ state: [UInt8], more: Int = 0) -> Int {
    let (s, f) = (Int(state[2 * arm]) + more, Int(state[2 * arm + 1]))
    return RisingFactorials.place(s + f, s) * cellCount
  }

  /// The weights of the pairs in a state.
  @inline(__always)
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
  @inline(__always)
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
  @inline(__always)
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
