/// What a kind does where its formula leaves a choice, in words: every listing prints it.
///
/// All of it must be said: a choice that stands nowhere misleads whoever compares two programs.
public struct Conventions: Sendable, Equatable {
  /// What an arm or cluster without pulls counts as.
  public let unpulled: String
  /// What is pulled before the formula decides, and in which order; nil for what pulls nothing.
  public let firstPulls: String?
  /// What is done with equal values.
  public let ties: String
  /// What t counts; nil for what has no clock.
  public let clock: String?
  /// The rewards that the formula is made for.
  public let rewards: String

  /// The conventions of a rule or policy.
  public init(
    unpulled: String, firstPulls: String, ties: String = Conventions.argmaxTies, clock: String,
    rewards: String
  ) {
    self.unpulled = unpulled
    self.firstPulls = firstPulls
    self.ties = ties
    self.clock = clock
    self.rewards = rewards
  }

  /// The conventions of a cluster strategy, which pulls nothing and has no clock.
  public init(strategyUnpulled unpulled: String, ties: String, rewards: String) {
    self.unpulled = unpulled
    firstPulls = nil
    self.ties = ties
    clock = nil
    self.rewards = rewards
  }

  /// Ties under the conventional parameter ``Parameter/ties``.
  public static let argmaxTies = "the first, or a uniform one of the tied, as 'ties' says"

  /// Every candidate once, in the order of an ``UnplayedQueue``.
  public static let eachOnce =
    "each of the group once: at random with ties uniform, in their order with ties first"

  /// The clock of an index: the pulls made so far.
  static let pullsSoFar =
    "t counts the pulls made so far: of all arms, or inside a cluster those of the cluster"

  /// The clock of a rule that counts the round at hand.
  static let thisRound =
    "t = 1, 2, … counts the rounds: all, or inside a cluster those of the cluster"

  /// Every convention with its name.
  public var lines: [(name: String, text: String)] {
    [
      ("without pulls", unpulled), ("first pulls", firstPulls), ("ties", ties), ("clock", clock),
      ("rewards", rewards),
    ].compactMap { name, text in text.map { (name, $0) } }
  }
}
