public import ClusterBandit
public import Randomness

/// UCB-V: the highest mean_i + sqrt(2 V_i ln t/n_i) + 3 ln t/n_i with the observed variance V_i,
/// after every candidate was pulled once.
///
/// t is the number of pulls made in the group so far. As a rule it serves three times: over all
/// arms (`kind: ucb-v`), over clusters (`outer: ucb-v`) and over the arms of a cluster (`inner:
/// ucb-v`).
///
/// Source: J.-Y. Audibert, R. Munos and C. Szepesvári, "Exploration–exploitation tradeoff using
/// variance estimates in multi-armed bandits", Theoretical Computer Science 410 (2009), section 3
/// (ζ = 1, c = 1).
///
/// Draws an index for a tie if ties are `uniform`. Selection is O(K), recording O(1).
public struct UCBV: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "ucb-v", "highest mean + sqrt(2·variance·ln t/n) + 3 ln t/n", [.ties])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "an infinite index", firstPulls: "each of the group once, as the index demands",
    clock: "t counts the pulls of the group so far", rewards: "in [0, 1]")

  private let groups: Clustering
  private let ties: TieBreak
  private var estimates: [CandidateEstimate?]

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    estimates = Array(repeating: nil, count: groups.armCount)
  }

  /// The highest index; that of a candidate without pulls is infinite.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    let logarithm = Elementary.log(Double(max(clock, 1)))
    return argmax(groups.arms(of: group), ties: ties, using: &stream) { candidate in
      guard let estimate = estimates[candidate], estimate.pulls > 0 else { return .infinity }
      let share = logarithm / estimate.pulls
      return estimate.mean + (2 * estimate.variance * share).squareRoot() + 3 * share
    }
  }

  /// Keeps the estimate.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    estimates[candidate] = estimate
  }
}
