import Randomness

/// Which rounds of a replication are kept.
public struct Checkpoints: Sendable, Hashable, Codable {
  /// How rounds are spaced.
  public enum Spacing: String, Sendable, CaseIterable, Codable {
    /// Evenly.
    case linear
    /// By equal factors.
    case logarithmic
  }

  /// The most rounds, from 1 to 100,000.
  public var count: Int
  /// How they are spaced.
  public var spacing: Spacing

  /// So many rounds, by default 100, evenly spaced.
  public init(count: Int = 100, spacing: Spacing = .linear) {
    self.count = count
    self.spacing = spacing
  }

  /// At most `count` rounds, ascending and ending with the horizon, with the extra rounds that
  /// published values need.
  ///
  /// Linear: ⌈kT/count⌉. Logarithmic: the rounded T^(k/count), which repeats early rounds; each is
  /// kept once.
  func rounds(horizon: Int, extra: [Int]) -> [Int] {
    var rounds: Set<Int> = [horizon]
    for k in 1..<count {
      let round: Int
      switch spacing {
      case .linear:
        let (product, remainder) = (horizon / count * k, horizon % count * k)
        round = product + (remainder + count - 1) / count
      case .logarithmic:
        let exponent = Double(k) / Double(count) * Elementary.log(Double(horizon))
        round = Int(Elementary.exp(exponent).rounded())
      }
      rounds.insert(min(max(1, round), horizon))
    }
    for round in extra where round <= horizon { rounds.insert(round) }
    return rounds.sorted()
  }
}
