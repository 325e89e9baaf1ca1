import Randomness

/// Which rounds of a replication are kept.
public struct Checkpoints: Sendable, Hashable {
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

  /// The rounds themselves, in place of a count: the horizon is kept besides, and what lies beyond
  /// it is not.
  public var at: [Int]?

  /// So many rounds, by default 100, evenly spaced.
  public init(count: Int = 100, spacing: Spacing = .linear) {
    self.count = count
    self.spacing = spacing
  }

  /// These rounds.
  public init(at rounds: [Int]) {
    self.init(count: max(1, rounds.count))
    at = rounds
  }

  /// At most `count` rounds, ascending and ending with the horizon, with the extra rounds that
  /// published values need.
  ///
  /// Linear: ⌈kT/count⌉. Logarithmic: the rounded T^(k/count), which repeats early rounds; each is
  /// kept once.
  func rounds(horizon: Int, extra: [Int]) -> [Int] {
    var rounds: Set<Int> = [horizon]
    if let at {
      rounds.formUnion(at)
    } else {
      rounds.formUnion(spaced(horizon))
    }
    rounds.formUnion(extra)
    return rounds.filter { $0 <= horizon }.sorted()
  }

  private func spaced(_ horizon: Int) -> [Int] {
    (1..<count).map { k in
      let round: Int
      switch spacing {
      case .linear:
        let (product, remainder) = (horizon / count * k, horizon % count * k)
        round = product + (remainder + count - 1) / count
      case .logarithmic:
        let exponent = Double(k) / Double(count) * Elementary.log(Double(horizon))
        round = Int(Elementary.exp(exponent).rounded())
      }
      return min(max(1, round), horizon)
    }
  }
}

/// Either `count` and `spacing`, or `at` alone.
extension Checkpoints: Codable {
  private enum CodingKeys: CodingKey { case count, spacing, at }

  /// Reads the object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let rounds = try container.decodeIfPresent([Int].self, forKey: .at) {
      self.init(at: rounds)
    } else {
      self.init(
        count: try container.decode(Int.self, forKey: .count),
        spacing: try container.decode(Spacing.self, forKey: .spacing))
    }
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if let at {
      try container.encode(at, forKey: .at)
    } else {
      try container.encode(count, forKey: .count)
      try container.encode(spacing, forKey: .spacing)
    }
  }
}
