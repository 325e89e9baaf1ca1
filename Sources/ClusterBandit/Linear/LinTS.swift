import Randomness

/// Thompson sampling with linear payoffs: the highest of one sample xᵀθ̃ for each candidate.
///
/// θ̃ ~ N(θ̂, v² B⁻¹), so xᵀθ̃ ~ N(xᵀθ̂, v² xᵀB⁻¹x). That number alone is compared and therefore
/// drawn, one normal in the place of d: the same in law, as candidates are sampled independently.
///
/// Source: S. Agrawal and N. Goyal, "Thompson sampling for contextual bandits with linear payoffs",
/// ICML 2013, algorithm 1, with a parameter vector for each arm; the clustered form is LinTSC in E.
/// Carlsson, D. Dubhashi and F. D. Johansson, "Thompson sampling for bandits with clustered arms",
/// IJCAI 2021. L. De Luisa's replication (ReScience C, 2022) uses xᵀB⁻¹x itself as the standard
/// deviation: the width `variance`.
///
/// Draws one normal a candidate, nothing for a single one. Scale 0 is greedy.
struct LinTS: LinearRule {
  private let scale: Double
  private let width: LinearWidth
  private let ties: TieBreak
  private let tables: ZigguratTables

  init(arguments: Arguments) {
    scale = arguments.number("scale")
    width = arguments.width
    ties = arguments.ties
    tables = .shared
  }

  func select(
    _ candidates: Range<Int>, of regressions: borrowing RidgeRegressions,
    using stream: inout RandomStream
  ) -> Int {
    if candidates.count == 1 { return candidates.lowerBound }
    return highestSample(candidates, ties: ties, using: &stream) { candidate, stream in
      regressions.means[candidate]
        + scale * width.of(regressions.variances[candidate]) * stream.nextNormal(tables)
    }
  }
}

extension PolicyFamily {
  /// LinTS.
  static let linTS = PolicyFamily.flat(
    LinTS.self, name: "lin-ts",
    summary: "linear Thompson sampling: argmax of N(xᵀθ̂, (v·w)²), w = sqrt(xᵀB⁻¹x)", scale: scale)

  /// LinTSC: LinTS over clusters, then over the arms of the winner.
  static let linTSC = PolicyFamily.twoLevel(
    LinTS.self, name: "lin-tsc",
    summary: "two-level: linear Thompson sampling over clusters, then arms (LinTSC)", scale: scale)

  private static let scale = "v, the standard deviation of a sample is v·w"
}
