import TestSupport
import Testing

@testable import ClusterBandit

/// The index of a Beta-Bernoulli arm by the textbook: bisection on the reward of a known arm, with
/// plain recursion over `depth` pulls.
struct CalibratedIndex {
  let alpha: Double
  let beta: Double
  let discount: Double
  let depth: Int
  /// What follows a state after the last pull, against a known arm of that mean.
  let leaf: (_ a: Double, _ b: Double, _ known: Double) -> Double

  var index: Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<50 {
      let known = 0.5 * (low + high)
      let pulled = pull(alpha, beta, depth, known)
      if pulled > known / (1 - discount) { low = known } else { high = known }
    }
    return 0.5 * (low + high)
  }

  private func pull(_ a: Double, _ b: Double, _ left: Int, _ known: Double) -> Double {
    let p = a / (a + b)
    return p * (1 + discount * value(a + 1, b, left - 1, known))
      + (1 - p) * discount * value(a, b + 1, left - 1, known)
  }

  private func value(_ a: Double, _ b: Double, _ left: Int, _ known: Double) -> Double {
    if left == 0 { return leaf(a, b, known) }
    return max(known / (1 - discount), pull(a, b, left, known))
  }
}

@Suite("Brackets of the Gittins index")
struct GittinsBracketTests {
  /// The index, looked ahead as far as it takes.
  static func index(_ alpha: Double, _ beta: Double, _ discount: Double) -> Double {
    var bracket = GittinsBracket(alpha: alpha, beta: beta, discount: discount)
    while bracket.upper - bracket.lower > 1e-8 {
      bracket = bracket.deepened(alpha: alpha, beta: beta, discount: discount)
    }
    return bracket.lower
  }

  // Six digits each, of a program of its own.
  @Test(
    "Indices that another program found",
    arguments: [
      (0.5, [0.559019, 0.705967, 0.375822, 0.535869, 0.777232, 0.280219, 0.628900]),
      (0.8, [0.641315, 0.759628, 0.442958, 0.589767, 0.815689, 0.331986, 0.671462]),
      (0.9, [0.702889, 0.800056, 0.500129, 0.634633, 0.845196, 0.379628, 0.707174]),
      (0.95, [0.761434, 0.838141, 0.560111, 0.681037, 0.873568, 0.433406, 0.744306]),
      (0.99, [0.869860, 0.910177, 0.700543, 0.784359, 0.928498, 0.567099, 0.826759]),
    ] as [(Double, [Double])])
  func table(discount: Double, indices: [Double]) {
    let states: [(Double, Double)] = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2)]
    for ((alpha, beta), known) in zip(states, indices) {
      let index = Self.index(alpha, beta, discount)
      #expect((index - known).magnitude <= 0.6e-6, "Beta(\(alpha), \(beta)): \(index)")
    }
  }

  // Eight digits in the tests of a published package, to which it allows 1e-4 and 5e-4.
  @Test(
    "Indices of a published package",
    arguments: [
      (0.8, 3.0, 2.0, 0.67143994, 1e-4), (0.5, 2, 1, 0.70600586, 5e-4),
      (0.5, 2, 2, 0.53586272, 5e-4), (0.5, 3, 1, 0.77735112, 5e-4),
    ])
  func package(discount: Double, alpha: Double, beta: Double, known: Double, allowed: Double) {
    #expect((Self.index(alpha, beta, discount) - known).magnitude <= allowed)
  }

  // 1 − √.1 over .9 is the root of λ = .05 + .9(1 + λ²)/2; .636364 is 3.5/5.5.
  @Test(
    "Both bounds by their depth",
    arguments: [
      (1, 0.636364, 0.759747), (2, 0.680723, 0.733052), (3, 0.694566, 0.720080),
      (5, 0.698085, 0.711696), (10, 0.702253, 0.705182), (20, 0.702834, 0.703195),
      (30, 0.702881, 0.702950), (50, 0.702889, 0.702893),
    ])
  func depths(depth: Int, lower: Double, upper: Double) {
    let bracket = GittinsBracket(alpha: 1, beta: 1, discount: 0.9, depth: depth)
    #expect((bracket.lower - lower).magnitude <= 0.6e-6, "\(bracket)")
    #expect((bracket.upper - upper).magnitude <= 0.6e-6, "\(bracket)")
    #expect(bracket.depth == depth)
  }

  @Test("The bounds are those of bisection on a known arm, with integrals over a fine grid")
  func calibrated() {
    var compared = 0
    for (alpha, beta) in [(1.0, 1.0), (2.5, 0.75), (1, 4)] {
      for (discount, depth) in [(0.6, 1), (0.9, 4), (0.97, 6)] {
        let own = GittinsBracket(alpha: alpha, beta: beta, discount: discount, depth: depth)
        let frozen = CalibratedIndex(
          alpha: alpha, beta: beta, discount: discount, depth: depth
        ) { a, b, known in max(known, a / (a + b)) / (1 - discount) }
        let told = CalibratedIndex(
          alpha: alpha, beta: beta, discount: discount, depth: depth
        ) { a, b, known in Self.expectedMaximum(a, b, known) / (1 - discount) }
        #expect((own.lower - frozen.index).magnitude < 1e-12)
        #expect((own.upper - told.index).magnitude < 1e-5)
        compared += 1
      }
    }
    #expect(compared == 9)
  }

  /// E max(x, X) = x + ∫_x^1 P(X > y) dy, by the trapezoid rule.
  private static func expectedMaximum(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let beta = BetaDistribution(alpha: a, beta: b)
    func tail(_ y: Double) -> Double {
      beta.tails(at: Probability(value: y, complement: 1 - y)).upper
    }
    let cells = 200
    let width = (1 - x) / Double(cells)
    let inner = (1..<cells).reduce(0.5 * (tail(x) + tail(1))) { $0 + tail(x + width * Double($1)) }
    return x + width * inner
  }

  // Source: M. N. Katehakis and A. F. Veinott, "The multi-armed bandit problem: decomposition and
  // computation", Mathematics of Operations Research 12 (1987): (1 − α) times the value of the arm
  // where every state may be taken back to the first one.
  @Test("The lower bound is the value of an arm that may be restarted")
  func restarted() {
    for (alpha, beta, discount) in [(1.0, 1.0, 0.8), (3, 2, 0.7), (0.5, 2, 0.75)] {
      let depth = 12
      var values = Array(repeating: Array(repeating: 0.0, count: depth + 1), count: depth + 1)
      func mean(_ n: Int, _ s: Int) -> Double { (alpha + Double(s)) / (alpha + beta + Double(n)) }
      func goOn(_ n: Int, _ s: Int) -> Double {
        let p = mean(n, s)
        return p * (1 + discount * values[n + 1][s + 1])
          + (1 - p) * discount * values[n + 1][s]
      }
      for _ in 0..<150 {
        let again = goOn(0, 0)
        for n in stride(from: depth, through: 0, by: -1) {
          for s in 0...n {
            values[n][s] = max(again, n == depth ? mean(n, s) / (1 - discount) : goOn(n, s))
          }
        }
      }
      let own = GittinsBracket(alpha: alpha, beta: beta, discount: discount, depth: depth)
      #expect((own.lower - (1 - discount) * goOn(0, 0)).magnitude < 1e-12)
    }
  }

  @Test("Deeper brackets lie inside, above the mean, and rise with the discount factor")
  func nested() {
    var last = 0.0
    for discount in [0.01, 0.3, 0.6, 0.9, 0.97, 0.999] {
      let (alpha, beta) = (1.5, 2.0)
      var bracket = GittinsBracket(alpha: alpha, beta: beta, discount: discount)
      for _ in 0..<8 {
        let deeper = bracket.deepened(alpha: alpha, beta: beta, discount: discount)
        #expect(deeper.lower >= bracket.lower - 1e-14 && deeper.upper <= bracket.upper + 1e-14)
        #expect(deeper.lower <= deeper.upper && deeper.lower > alpha / (alpha + beta))
        bracket = deeper
      }
      #expect(bracket.lower > last)
      last = bracket.lower
    }
  }

  @Test("A bracket is settled where it is a point, or as deep as it gets")
  func settled() {
    var bracket = GittinsBracket(alpha: 1, beta: 1, discount: 0.5)
    var steps = 0
    while !bracket.isSettled {
      bracket = bracket.deepened(alpha: 1, beta: 1, discount: 0.5)
      steps += 1
    }
    #expect(bracket.lower == bracket.upper && steps <= 6)
    #expect(bracket == bracket.deepened(alpha: 1, beta: 1, discount: 0.5))
    // Of an arm that is known there is nothing to look for.
    #expect((Self.index(3e9, 1e9, 0.9) - 0.75).magnitude < 1e-5)
  }

  @Test("A table gives what it was asked for before, or deeper")
  func tables() {
    let table = GittinsTable(discount: 0.9)
    let state = SIMD2(2.0, 1.0)
    let first = table.bracket(of: state, deeperThan: 0)
    #expect(first == GittinsBracket(alpha: 2, beta: 1, discount: 0.9))
    let deeper = table.bracket(of: state, deeperThan: 5)
    #expect(deeper.depth == 8)
    #expect(table.bracket(of: state, deeperThan: 0) == deeper)
  }
}
