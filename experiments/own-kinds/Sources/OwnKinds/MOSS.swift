public import ClusterBandit
public import Randomness

/// MOSS: the highest mean_i + sqrt(max(0, ln(T/(K n_i)))/n_i), after every candidate was pulled
/// once.
///
/// K is the number of candidates of the group, T the horizon. As a rule it serves three times: over
/// all arms (`kind: moss`), over clusters (`outer: moss`) and over the arms of a cluster (`inner:
/// moss`).
///
/// Source: J.-Y. Audibert and S. Bubeck, "Minimax policies for adversarial and stochastic bandits",
/// COLT 2009, figure 1.
///
/// Draws an index for a tie if ties are `uniform`. Selection is O(K), recording O(1).
public struct MOSS: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant("moss", "highest mean + sqrt(max(0, ln(T/(K n)))/n)", [.ties])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "an infinite index", firstPulls: "each of the group once, as the index demands",
    clock: "none: the horizon T stands in its place", rewards: "in [0, 1]")

  private let groups: Clustering
  private let ties: TieBreak
  private let horizon: Double
  private var indices: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    horizon = Double(setting.horizon)
    indices = AlignedBuffer(repeating: .infinity, count: groups.armCount)
  }

  /// The highest index; that of a candidate without pulls is infinite.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    argmax(groups.arms(of: group), ties: ties, using: &stream) { indices[$0] }
  }

  /// Works out the candidate's index, which depends on nothing else.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    let n = estimate.pulls
    guard n > 0 else { return }
    let logarithm = Elementary.log(horizon / (Double(groups.size(of: group)) * n))
    indices[candidate] = estimate.mean + (max(0, logarithm) / n).squareRoot()
  }
}
