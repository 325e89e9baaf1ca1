/// The best choice between two Bernoulli arms with Beta priors in every state that T pulls can
/// reach, by backward induction.
///
/// A state is (s1, f1, s2, f2). With p_i = (α_i + s_i)/(α_i + β_i + n_i) and V = 0 after T pulls,
///
///     V(x) = max_i p_i (1 + V(x + success of i)) + (1 − p_i) V(x + failure of i)
///
/// Choices whose values differ by less than 10^−12 of them are equal.
///
/// Source: R. Bellman, "A problem in the sequential design of experiments", Sankhyā 16 (1956).
///
/// C(T + 3, 4) states are visited, and each keeps a byte: 4.4 MB for 100 pulls.
final class TwoArmPlan: Sendable {
  /// What is best in a state.
  enum Choice: UInt8 {
    case first, second, either
  }

  /// The longest horizon that is planned.
  static let longest = 100

  /// Those of the two arms.
  let priors: [BetaPrior]
  /// T.
  let horizon: Int
  /// V of the state without pulls: the expected successes of the best policy.
  let value: Double
  private let choices: AlignedBuffer<UInt8>

  /// Plans `horizon` ≥ 1 pulls.
  ///
  /// O(T⁴).
  init(priors: [BetaPrior], horizon: Int) {
    self.priors = priors
    self.horizon = horizon
    let (first, second) = (priors[0], priors[1])
    var choices = AlignedBuffer<UInt8>(repeating: 0, count: TwoArmPlan.start(of: horizon))
    let widest = TwoArmPlan.start(of: horizon + 1) - TwoArmPlan.start(of: horizon)
    var later = AlignedBuffer(repeating: 0.0, count: widest)
    var values = AlignedBuffer(repeating: 0.0, count: widest)
    let totals = (first.alpha + first.beta, second.alpha + second.beta)
    for t in stride(from: horizon - 1, through: 0, by: -1) {
      var place = 0
      let start = TwoArmPlan.start(of: t)
      for n in 0...t {
        let m = t - n
        // Where the successors' rows begin: one pull more of the first arm, and of the second.
        let (more, same) = (TwoArmPlan.row(n + 1, of: t + 1), TwoArmPlan.row(n, of: t + 1))
        for s in 0...n {
          let p = (first.alpha + Double(s)) / (totals.0 + Double(n))
          let (success, failure) = (more + (s + 1) * (m + 1), more + s * (m + 1))
          let other = same + s * (m + 2)
          for r in 0...m {
            let q = (second.alpha + Double(r)) / (totals.1 + Double(m))
            let one = p * (1 + later[success + r]) + (1 - p) * later[failure + r]
            let two = q * (1 + later[other + r + 1]) + (1 - q) * later[other + r]
            let best = max(one, two)
            let choice: Choice =
              (one - two).magnitude <= 1e-12 * best ? .either : one > two ? .first : .second
            values[place] = best
            choices[start + place] = choice.rawValue
            place += 1
          }
        }
      }
      swap(&values, &later)
    }
    value = later[0]
    self.choices = choices
  }

  /// What is best after n pulls of the first arm with s successes and m of the second with r, n + m
  /// < T.
  func choice(pulls n: Int, successes s: Int, pulls m: Int, successes r: Int) -> Choice {
    let t = n + m
    let place = TwoArmPlan.row(n, of: t) + s * (m + 1) + r
    return Choice(rawValue: choices[TwoArmPlan.start(of: t) + place]) ?? .either
  }

  /// The states with fewer than t pulls: C(t + 3, 4).
  private static func start(of t: Int) -> Int { (t + 3) * (t + 2) * (t + 1) * t / 24 }

  /// The states with t pulls of which fewer than n are of the first arm: Σ_{m<n} (m + 1)(t − m +
  /// 1).
  private static func row(_ n: Int, of t: Int) -> Int {
    n * (t + 1) + t * n * (n - 1) / 2 - (n - 1) * n * (2 * n - 1) / 6
  }
}
