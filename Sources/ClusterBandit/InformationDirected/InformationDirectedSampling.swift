import Randomness

/// Information-directed sampling: pull at random so that the square of the expected regret is
/// smallest for what a pull tells about which arm is the best.
///
/// In every round π minimizes (Σ π_i Δ_i)² / Σ π_i g_i over all distributions on the arms; see
/// ``InformationTable`` for the minimum and ``InformationMeasure`` for g. Where the posterior is
/// sure of the best arm that arm is pulled.
///
/// `ids` measures the information itself, for 0/1 rewards; `v-ids` the variance that bounds it from
/// below, for any rewards. Under a dependence model a pull is worth what it tells about siblings,
/// too.
///
/// In a batch all pulls are drawn from one π: what a pending pull will tell is not anticipated.
///
/// Source: D. Russo and B. Van Roy, "Learning to optimize via information-directed sampling",
/// Operations Research 66 (2018), algorithms 1 to 4 and 6.
///
/// Draws what the source draws, one word where π has two arms, and one index for each arm after the
/// first of those that are alike.
struct InformationDirectedSampling<Source: InformationSource & ~Copyable>: Policy, ~Copyable {
  private let ties: TieBreak
  private var source: Source
  private var table: InformationTable
  /// π; nil since rewards came in.
  private var mixture: InformationTable.Mixture?

  /// The policy over a source that has seen no pull.
  init(_ source: consuming Source, ties: TieBreak, armCount: Int) {
    self.ties = ties
    self.source = source
    table = InformationTable(count: armCount)
  }

  /// An arm drawn from π.
  mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    let mixture: InformationTable.Mixture
    if let known = self.mixture {
      mixture = known
    } else {
      source.fill(&table, using: &stream)
      mixture = table.mixture()
      self.mixture = mixture
    }
    return table.arm(of: mixture, ties: ties, using: &stream)
  }

  /// Tells the source.
  mutating func update(arm: Int, reward: Double) {
    source.update(arm: arm, reward: reward)
    mixture = nil
  }

  /// Tells the source of a batch.
  mutating func update(arms: Span<Int32>, rewards: Span<Double>) {
    source.update(arms: arms, rewards: rewards)
    mixture = nil
  }

  /// The arm's posterior.
  func belief(of arm: Int) -> Belief? { source.belief(of: arm) }

  /// The numerical difficulties of the posterior.
  var numericalNotes: NumericalNotes { source.numericalNotes }
}
