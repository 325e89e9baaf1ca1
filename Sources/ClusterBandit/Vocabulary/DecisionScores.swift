public import Randomness

/// What a policy compared when it chose: the scores of clusters, then those of arms.
///
/// They are told where a run is watched and never computed where one is played.
public struct DecisionScores: Sendable, Equatable, Encodable {
  /// The choice of a cluster; nil where clusters are nothing to the policy, or nothing is told.
  public var clusters: Choice?
  /// The choice of an arm, among all arms or those of the chosen cluster; nil if nothing is told.
  public var arms: Choice?

  /// Whether upper bounds are wanted, too, where scores are known between bounds: these may take
  /// much longer than the choice.
  public var wantsBounds = false

  private enum CodingKeys: CodingKey { case clusters, arms }

  /// Creates scores of which nothing is told.
  public init() {}

  /// One choice among neighbours.
  public struct Choice: Sendable, Equatable, Encodable {
    /// How the candidate was found.
    public let basis: Basis
    /// The first candidate, an arm or a cluster; the others follow.
    public let first: Int
    /// The score of each candidate; none where nothing was compared.
    public let values: [Double]
    /// Where scores are known between bounds and these are wanted: what each is at most, and
    /// `values` what it is at least.
    public var upper: [Double]?

    /// The choice among `candidates` by a score of each.
    @inline(__always)
    public init(_ basis: Basis, _ candidates: Range<Int>, score: (Int) -> Double) {
      self.basis = basis
      first = candidates.lowerBound
      values = candidates.map(score)
    }

    /// A choice for which nothing was compared.
    public init(_ basis: Basis, _ candidates: Range<Int>) {
      self.basis = basis
      first = candidates.lowerBound
      values = []
    }

    /// The choice of the highest of draws that are taken in order from a copy of the stream.
    ///
    /// - Parameters:
    ///   - sample: one draw for a candidate, as the choice itself takes it.
    ///   - candidates: what is compared.
    ///   - ties: which of equal values wins.
    ///   - stream: as the choice itself would draw from it.
    @inline(__always)
    public init(
      samples candidates: Range<Int>, ties: TieBreak, copying stream: RandomStream,
      sample: (Int, inout RandomStream) -> Double
    ) {
      var stream = stream
      var values: [Double] = []
      _ = highestSample(candidates, ties: ties, using: &stream) { candidate, stream in
        let value = sample(candidate, &stream)
        values.append(value)
        return value
      }
      (basis, first, self.values) = (.draw, candidates.lowerBound, values)
    }
  }

  /// How a candidate was found.
  public enum Basis: String, Sendable, Encodable {
    /// The highest draw from what is believed of each.
    case draw
    /// The highest index: a mean with a bonus for what is not known.
    case index
    /// The highest mean.
    case mean
    /// Nothing was compared: what was never pulled comes first.
    case unpulled
    /// Nothing was compared: one was taken at random.
    case chance
  }
}
