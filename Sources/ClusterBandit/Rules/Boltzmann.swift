public import Randomness

/// Boltzmann exploration (softmax): candidate i with probability proportional to exp(mean_i/τ),
/// after every candidate was pulled once.
///
/// τ is the temperature: near 0 the rule is greedy, for large τ it pulls at random. With a constant
/// τ it never stops exploring.
///
/// Source: R. S. Sutton and A. G. Barto, "Reinforcement Learning" (1998), section 2.3; V. Kuleshov
/// and D. Precup, "Algorithms for multi-armed bandit problems" (2014), section 2.2.
///
/// Draws one word a selection, and the order of first pulls if ties are `uniform`. Selection is
/// O(count) exponentials, recording O(1). 16 bytes a candidate, 20 with uniform ties.
public struct Boltzmann: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "boltzmann", aliases: ["softmax"], "an arm with probability ∝ exp(mean/τ)",
    [
      .required("temperature", .number(.scale), "τ > 0, in units of the reward"), .ties,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce, ties: "none: the choice is drawn",
    clock: "none", rewards: "any")

  private let groups: Clustering
  private let temperature: Double
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  private var weights: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    temperature = arguments.number("temperature")
    unplayed = UnplayedQueue(groups: groups, ties: arguments.ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    weights = AlignedBuffer(repeating: 0, count: groups.armCount)
  }

  /// Pulls what is unplayed, then draws.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    let range = groups.arms(of: group)
    var highest = -Double.infinity
    for candidate in range { highest = max(highest, means[candidate]) }
    // Relative to the highest, so no weight overflows and the sum is at least 1.
    var sum = 0.0
    for candidate in range {
      let weight = Elementary.exp((means[candidate] - highest) / temperature)
      weights[candidate] = weight
      sum += weight
    }
    return drawn(range, from: stream.nextUnit() * sum)
  }

  /// The candidate in whose share of the summed weights a point lies.
  private func drawn(_ range: Range<Int>, from point: Double) -> Int {
    var left = point
    var last = range.lowerBound
    for candidate in range where weights[candidate] > 0 {
      last = candidate
      left -= weights[candidate]
      if left < 0 { break }
    }
    return last
  }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Keeps the mean.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
  }
}
