import Foundation
import TestSupport

@testable import ClusterBandit

/// Exact expectations over all runs of a policy on a few Bernoulli arms: the probability of every
/// state of counts is carried forward pull by pull.
struct ExactPlay {
  /// The means; nil for means that are uniform on (0, 1), one drawn for each arm and run.
  let means: [Double]?
  let armCount: Int

  init(_ means: [Double]) {
    self.means = means
    armCount = means.count
  }

  init(uniform armCount: Int) {
    means = nil
    self.armCount = armCount
  }

  /// The probability of each arm after these pulls.
  typealias Law = ([ArmCounts]) -> [Double]

  /// What is expected after so many pulls.
  struct Outcome {
    var regret = 0.0
    var successes = 0.0
    /// Of the number of successes.
    var variance = 0.0
    var pulls: [Double]
  }

  func outcome(rounds: Int, _ law: Law) -> Outcome {
    var states: [[UInt8]: Double] = [Array(repeating: 0, count: 2 * armCount): 1]
    for _ in 0..<rounds {
      var after: [[UInt8]: Double] = [:]
      for (state, weight) in states {
        let counts = counts(state)
        for (arm, share) in law(counts).enumerated() where share > 0 {
          let mean = means?[arm] ?? (counts[arm].s + 1) / (counts[arm].n + 2)
          for (offset, probability) in [(0, mean), (1, 1 - mean)] {
            var next = state
            next[2 * arm + offset] += 1
            after[next, default: 0] += weight * share * probability
          }
        }
      }
      states = after
    }
    var outcome = Outcome(pulls: Array(repeating: 0, count: armCount))
    for (state, weight) in states {
      let counts = counts(state)
      let successes = counts.reduce(0) { $0 + $1.s }
      outcome.successes += weight * successes
      outcome.variance += weight * successes * successes
      for arm in counts.indices {
        outcome.pulls[arm] += weight * counts[arm].n
        if let means {
          outcome.regret += weight * counts[arm].n * ((means.max() ?? 0) - means[arm])
        }
      }
    }
    outcome.variance -= outcome.successes * outcome.successes
    return outcome
  }

  private func counts(_ state: [UInt8]) -> [ArmCounts] {
    (0..<armCount).map { arm in
      ArmCounts(
        n: Double(state[2 * arm]) + Double(state[2 * arm + 1]), s: Double(state[2 * arm]))
    }
  }
}

extension ExactPlay {
  /// The law of a rule of the catalogue between two arms that draws nothing but ties: it is asked
  /// in both orders of the arms, and where its answers differ they are tied.
  ///
  /// - Parameters:
  ///   - clock: what is added to the pulls made so far.
  ///   - pullsFirst: whether arms without pulls come first.
  static func law(_ rule: RuleCase, clock: Int = 0, pullsFirst: Bool) -> Law {
    let whole = Clustering.whole(2)
    let rules = [rule.rule(over: whole), rule.rule(over: whole)]
    var stream = testStream()
    if pullsFirst {
      for rule in rules { for _ in 0..<2 { _ = rule.select(group: 0, clock: 0, using: &stream) } }
    }
    return { counts in
      if pullsFirst, let unplayed = counts.firstIndex(where: { $0.n == 0 }) {
        let other = counts[1 - unplayed].n == 0
        return (0..<2).map { other ? 0.5 : $0 == unplayed ? 1 : 0 }
      }
      let t = Int(counts[0].n + counts[1].n) + clock
      let choices = rules.enumerated().map { swapped, rule in
        for place in 0..<2 {
          let seen = counts[swapped == 0 ? place : 1 - place]
          rule.record(place, group: 0, estimate(pulls: seen.n, sum: seen.s))
        }
        let choice = rule.select(group: 0, clock: t, using: &stream)
        return swapped == 0 ? choice : 1 - choice
      }
      return (0..<2).map { arm in 0.5 * Double(choices.count { $0 == arm }) }
    }
  }

  /// P(Beta(a, b) > Beta(c, d)) = Σ_{i<a} B(c + i, d + b)/((b + i) B(1 + i, b) B(c, d)), a whole.
  static func beats(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
    func logBeta(_ x: Double, _ y: Double) -> Double { lgamma(x) + lgamma(y) - lgamma(x + y) }
    return stride(from: 0, to: a, by: 1).reduce(0) { sum, i in
      sum
        + exp(logBeta(c + i, d + b) - log(b + i) - logBeta(1 + i, b) - logBeta(c, d))
    }
  }

  /// Thompson sampling between two arms.
  static func thompson(_ counts: [ArmCounts]) -> [Double] {
    let (x, y) = (counts[0], counts[1])
    let share = beats(1 + x.s, 1 + x.n - x.s, 1 + y.s, 1 + y.n - y.s)
    return [share, 1 - share]
  }

  /// TSC: Thompson sampling between two clusters of two arms, then between the arms.
  static func tsc(_ clusters: [[Int]]) -> Law {
    { counts in
      let sums = clusters.map { arms in
        ArmCounts(
          n: arms.reduce(0) { $0 + counts[$1].n }, s: arms.reduce(0) { $0 + counts[$1].s })
      }
      var law = Array(repeating: 0.0, count: counts.count)
      for (cluster, share) in thompson(sums).enumerated() {
        let arms = clusters[cluster]
        for (arm, own) in zip(arms, thompson(arms.map { counts[$0] })) { law[arm] = share * own }
      }
      return law
    }
  }
}
