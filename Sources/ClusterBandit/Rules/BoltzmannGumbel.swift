public import Randomness

/// Boltzmann–Gumbel exploration: the highest mean_i + C Z_i/√n_i with Z_i standard Gumbel, after
/// every candidate was pulled once.
///
/// ``Boltzmann`` exploration is the highest of means with Gumbel noise of one size for all; here the
/// noise of a candidate shrinks as it is pulled. C is the scale of the rewards: they are to be
/// C-sub-Gaussian.
///
/// Source: N. Cesa-Bianchi, C. Gentile, G. Lugosi and G. Neu, "Boltzmann exploration done right",
/// NeurIPS 2017, section 4.
///
/// Draws one word a candidate and selection, an index at a tie, and the order of first pulls if
/// ties are `uniform`. Selection is O(count) with two logarithms each, recording O(1). 16 bytes a
/// candidate, 20 with uniform ties.
public struct BoltzmannGumbel: SelectionRule, ~Copyable {
  /// Name, parameters and formula.
  public static let variant = Variant(
    "boltzmann-gumbel", "highest mean + C·Gumbel/√n",
    [
      .defaulted(
        "c", .number(.scale), .number(0.5),
        "C > 0, the scale of the noise: 1/2 for rewards in [0, 1], σ for normal ones"),
      .ties,
    ])

  /// What the formula leaves open.
  public static let conventions = Conventions(
    unpulled: "it comes first", firstPulls: Conventions.eachOnce, clock: "none",
    rewards: "'c'-sub-Gaussian, by default in [0, 1]")

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ClockTables
  private let scale: Double
  private var unplayed: UnplayedQueue
  private var means: AlignedBuffer<Double>
  /// C/√n.
  private var noises: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = setting.tables
    scale = arguments.number("c")
    unplayed = UnplayedQueue(groups: groups, ties: ties)
    means = AlignedBuffer(repeating: 0, count: groups.armCount)
    noises = AlignedBuffer(repeating: scale, count: groups.armCount)
  }

  /// Pulls what is unplayed, then the highest perturbed mean.
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    return highestSample(groups.arms(of: group), ties: ties, using: &stream) { candidate, stream in
      let gumbel = -Elementary.log(-Elementary.log(stream.nextOpenUnit()))
      return means[candidate] + noises[candidate] * gumbel
    }
  }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Keeps mean and C/√n.
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    means[candidate] = estimate.mean
    if estimate.pulls > 0 { noises[candidate] = scale * tables.inverseRoot(estimate.pulls) }
  }
}
