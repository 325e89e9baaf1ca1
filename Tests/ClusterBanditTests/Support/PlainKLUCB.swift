import Randomness

@testable import ClusterBandit

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

  /// What n·kl may reach by these arguments of the rule, for candidates of a group of `count`.
  static func budget(
    _ arguments: Arguments, _ t: Double, pulls n: Double, count: Int, horizon: Double = 1000
  ) -> Double {
    switch arguments.values["exploration"] {
    case .word("plus"): return Elementary.log(t / n)
    case .word("plus-plus"):
      let y = horizon / (Double(count) * n)
      let log = max(0, Elementary.log(y))
      return max(0, Elementary.log(y * (log * log + 1)))
    default: return budget(t, c: arguments.number("c"))
    }
  }

  static func budget(_ t: Double, c: Double) -> Double {
    let log = Elementary.log(t)
    return log + c * max(0, Elementary.log(max(log, 1e-300)))
  }
}
