import Randomness

/// Data-driven regret balancing over base policies, which are its arms: every policy is played so
/// often that all lose about the same, as far as the data tell.
///
/// Policy i has chosen n_i pulls that paid u_i, and a regret coefficient d_i, at first
/// `minimum`: it is thought to have lost d_i √n_i. The policy with the least such loss is played,
/// a uniform one of the tied. With W_i = c·sqrt(ln(M ln n_i/δ)/n_i) and
/// B = max_j (u_j/n_j − W_j), after a pull by i:
///
/// - D3RB doubles d_i if u_i/n_i + d_i/√n_i + W_i < B;
/// - ED2RB sets d_i = max(minimum, √n_i (B − u_i/n_i − W_i)), but lets d_i √n_i neither fall nor
///   more than double.
///
/// ln n_i counts as 1 where it is smaller. The bounds are those of rewards in [0, 1].
///
/// Source: A. Pacchiano, C. Dann and C. Gentile, "Data-driven online model selection with regret
/// guarantees", AISTATS 2024, algorithms 1 and 2, as they are described elsewhere; the constants by
/// default are ours. With c = 1 two policies that each made n pulls are told apart only where their
/// mean rewards differ by about 6/√n.
///
/// O(M) a pull. Draws one index at a tie. In a batch pending pulls count in √n_i.
struct RegretBalancing: Policy {
  /// How the coefficient follows the data.
  enum Form {
    /// D3RB.
    case doubling
    /// ED2RB.
    case estimating
  }

  private let form: Form
  private let minimum: Double
  private let scale: Double
  /// ln(M/δ).
  private let confidence: Double
  private var pulls: [Double]
  private var rewards: [Double]
  private var pending: [Double]
  /// d_i √n_i without pending pulls.
  private var losses: [Double]
  /// d_i.
  private(set) var coefficients: [Double]

  /// A balance of as many policies as the setting has arms.
  init(_ form: Form, arguments: Arguments, setting: PolicySetting) {
    let count = setting.armCount
    self.form = form
    minimum = arguments.number("minimum")
    scale = arguments.number("c")
    confidence = Elementary.log(Double(count) / arguments.number("delta"))
    pulls = Array(repeating: 0, count: count)
    rewards = pulls
    pending = pulls
    losses = Array(repeating: minimum, count: count)
    coefficients = losses
  }

  /// The constants.
  static let parameters: [Parameter] = [
    .defaulted(
      "minimum", .number(.scale), .number(1), "the least regret coefficient d of a policy"),
    .defaulted("c", .number(.closed(0, 1e15)), .number(1), "the factor of the widths W"),
    .defaulted(
      "delta", .number(.openClosed(0, 1)), .number(0.05), "the probability δ that a width fails"),
  ]

  /// The policy that is thought to have lost least.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    argmax(0..<pulls.count, ties: .uniform, using: &stream) { policy in
      let waiting = pending[policy]
      guard waiting > 0 else { return -losses[policy] }
      return -coefficients[policy] * (pulls[policy] + waiting).squareRoot()
    }
  }

  /// Counts a pull whose reward is not known yet.
  mutating func anticipate(arm policy: Int) { pending[policy] += 1 }

  /// Forgets what was anticipated, then counts the pulls.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    for policy in pending.indices { pending[policy] = 0 }
    for place in arms.indices { update(arm: Int(arms[place]), reward: rewards[place]) }
  }

  /// Counts the pull and moves the policy's coefficient.
  mutating func update(arm policy: Int, reward: Double) {
    pulls[policy] += 1
    rewards[policy] += reward
    var best = -Double.infinity
    for other in pulls.indices where pulls[other] > 0 {
      best = max(best, mean(other) - width(other))
    }
    let root = pulls[policy].squareRoot()
    switch form {
    case .doubling:
      let optimistic = mean(policy) + coefficients[policy] / root + width(policy)
      if optimistic < best { coefficients[policy] *= 2 }
      losses[policy] = coefficients[policy] * root
    case .estimating:
      let seen = max(minimum, root * (best - mean(policy) - width(policy)))
      losses[policy] = min(max(seen * root, losses[policy]), 2 * losses[policy])
      coefficients[policy] = losses[policy] / root
    }
  }

  private func mean(_ policy: Int) -> Double { rewards[policy] / pulls[policy] }

  /// W.
  private func width(_ policy: Int) -> Double {
    let n = pulls[policy]
    let loglog = Elementary.log(max(1, Elementary.log(n)))
    return scale * ((confidence + loglog) / n).squareRoot()
  }

  /// Pulls of the policy and their mean reward.
  func belief(of policy: Int) -> Belief? {
    let n = pulls[policy]
    return Belief(pulls: n, mean: n > 0 ? mean(policy) : nil, standardDeviation: nil)
  }
}
