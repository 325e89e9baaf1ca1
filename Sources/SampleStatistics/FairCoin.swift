/// The number X of heads in n tosses of a fair coin, Binomial(n, ½).
///
/// The weights C(n, k) are taken relative to the central one by the recurrence w(k − 1) = w(k) ·
/// k/(n − k + 1) and summed from the smallest upwards, so only +, × and ÷ are used and no logarithm
/// of a factorial. Weights that underflow, far below 1e-300 of the whole, count as 0. Making it is
/// O(√n).
package struct FairCoin: Sendable {
  /// n.
  let tosses: Int
  /// The least k whose weight does not underflow.
  private let first: Int
  /// P(X ≤ first), P(X ≤ first + 1), … up to P(X ≤ ⌊n/2⌋).
  private let cumulated: [Double]

  /// The law of `tosses` ≥ 0 tosses.
  package init(tosses: Int) {
    self.tosses = tosses
    var weights = [1.0]
    var k = tosses / 2
    while k > 0, let last = weights.last {
      let next = last * (Double(k) / Double(tosses - k + 1))
      guard next >= .leastNormalMagnitude else { break }
      weights.append(next)
      k -= 1
    }
    first = k
    var sum = 0.0
    var sums: [Double] = []
    for weight in weights.reversed() {
      sum += weight
      sums.append(sum)
    }
    // By symmetry the weights on both sides of the middle are the same; an even n has one between.
    let all = tosses % 2 == 0 ? 2 * sum - 1 : 2 * sum
    cumulated = sums.map { $0 / all }
  }

  /// P(X ≤ k) for k ≤ n/2; 0 for a negative k.
  func lowerTail(_ k: Int) -> Double {
    k < first ? 0 : cumulated[min(k - first, cumulated.count - 1)]
  }

  /// The p-value of the two-sided exact test of ½ after `heads` heads: twice the smaller tail, at
  /// most 1; 1 without a toss.
  ///
  /// Source: E. L. Lehmann and J. P. Romano, "Testing Statistical Hypotheses" (2005), example
  /// 3.8.1: the sign test.
  func twoSided(heads: Int) -> Double {
    min(1, 2 * lowerTail(min(heads, tosses - heads)))
  }

  /// The largest d ≥ 1 with 2 P(X ≤ d − 1) ≤ `miss`; nil if even d = 1 misses more.
  ///
  /// The d-th smallest and the d-th largest of n values enclose the median of their law with
  /// probability 1 − 2 P(X ≤ d − 1) if it is continuous, with at least that if it is not.
  ///
  /// Source: H. A. David and H. N. Nagaraja, "Order Statistics" (2003), section 7.1.
  package func medianRank(miss: Double) -> Int? {
    guard tosses > 0, 2 * lowerTail(0) <= miss else { return nil }
    var (low, high) = (1, tosses / 2 + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if 2 * lowerTail(middle - 1) <= miss { low = middle } else { high = middle }
    }
    return low
  }
}
