import Randomness

/// LinUCB with disjoint linear models: argmax of xᵀθ̂ + α sqrt(xᵀB⁻¹x).
///
/// Source: L. Li, W. Chu, J. Langford and R. E. Schapire, "A contextual-bandit approach to
/// personalized news article recommendation", WWW 2010, algorithm 1; the clustered form after D.
/// Bouneffouf, S. Parthasarathy, H. Samulowitz and M. Wistuba, "Optimal exploitation of clustering
/// and history information in multi-armed bandit", IJCAI 2019 (UCBC). L. De Luisa's replication
/// (ReScience C, 2022) takes α = 2 and xᵀB⁻¹x itself as the bonus: the width `variance`.
///
/// Draws one index, and only when a tie is to be broken at random. Scale 0 is greedy.
struct LinUCB: LinearRule {
  private let scale: Double
  private let width: LinearWidth
  private let ties: TieBreak

  init(arguments: Arguments) {
    scale = arguments.number("scale")
    width = arguments.width
    ties = arguments.ties
  }

  func select(
    _ candidates: Range<Int>, of regressions: borrowing RidgeRegressions,
    using stream: inout RandomStream
  ) -> Int {
    argmax(candidates, ties: ties, using: &stream) { candidate in
      regressions.means[candidate] + scale * width.of(regressions.variances[candidate])
    }
  }
}

extension PolicyFamily {
  /// LinUCB.
  static let linUCB = PolicyFamily.flat(
    LinUCB.self, name: "lin-ucb", summary: "linear UCB: argmax of xᵀθ̂ + α·w, w = sqrt(xᵀB⁻¹x)",
    scale: scale)

  /// LinUCBC: LinUCB over clusters, then over the arms of the winner.
  static let linUCBC = PolicyFamily.twoLevel(
    LinUCB.self, name: "lin-ucbc",
    summary: "two-level: linear UCB over clusters, then arms (LinUCBC)", scale: scale)

  private static let scale = "α, the bonus of a candidate is α·w"
}
