import Randomness

/// KL-UCB written down as plainly as its definition.
enum PlainKLUCB {
  /// The textbook's divergence, apart from the library's.
  static func divergence(_ p: Double, _ q: Double) -> Double {
    (p == 0 ? 0 : p * Elementary.log(p / q))
      + (p == 1 ? 0 : (1 - p) * Elementary.log((1 - p) / (1 - q)))
  }

  /// The index by bisection of the definition.
  static func bisected(mean: Double, pulls: Double, budget: Double) -> Double {
    if mean == 1 { return 1 }
    var (low, high) = (mean, 1.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if middle == 1 || pulls * divergence(mean, middle) > budget {
        high = middle
      } else {
        low = middle
      }
    }
    return low
  }

  static func budget(_ t: Double, c: Double) -> Double {
    let log = Elementary.log(t)
    return log + c * max(0, Elementary.log(max(log, 1e-300)))
  }
}
