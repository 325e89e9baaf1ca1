import Randomness

/// Which of many mistakes are tried: a share of them, drawn at random.
public struct PowerDraw: Sendable {
  /// The share, in (0, 1].
  public let share: Double
  /// Another number draws others.
  public let number: UInt64
  /// Mistakes that no share below 1 tries, by their texts: it is known that nothing notices them.
  public let known: Set<String>

  /// A draw; by default of everything.
  public init(share: Double = 1, number: UInt64 = 0, known: Set<String> = []) {
    self.share = share
    self.number = number
    self.known = known
  }

  /// Whether a mistake in a study is among them.
  ///
  /// It depends on the study's name, the mistake's text and the number alone: a mistake more
  /// changes nothing for the others. O(length).
  func includes(_ text: String, of study: String) -> Bool {
    guard share < 1 else { return true }
    guard !known.contains(text) else { return false }
    var stream = SeedTree(root: number)
      .stream(replication: PowerDraw.hash("\(study) | \(text)"), role: .resampling)
    return stream.nextUnit() < share
  }

  /// FNV-1a of a text.
  ///
  /// Source: G. Fowler, L. C. Noll and K.-P. Vo, "The FNV non-cryptographic hash algorithm".
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
