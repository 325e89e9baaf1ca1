public import Randomness

/// A policy that sees a context before it chooses: what ``Policy`` is without contexts.
///
/// One value plays one replication, from its first round to its last. All memory is allocated when
/// it is made; neither method allocates. Randomness comes only from the stream that it is handed.
public protocol ContextualPolicy: ~Copyable, SendableMetatype {
  /// The arm to pull in round `round` (1, 2, …), whose context is `context`; an index in 0 ..< N.
  mutating func selectArm(
    round: Int, context: Span<Double>, using stream: inout RandomStream
  ) -> Int

  /// Learns that a pull of `arm` in the context `context` paid `reward`.
  mutating func update(arm: Int, context: Span<Double>, reward: Double)

  /// Notes that `arm` will be pulled in this batch, its reward unknown; see
  /// ``Policy/anticipate(arm:)``.
  mutating func anticipate(arm: Int)

  /// Learns what a batch of pulls paid, in the order in which they were chosen.
  ///
  /// - Parameters:
  ///   - arms: what was pulled.
  ///   - contexts: those of the pulls, one after the other.
  ///   - rewards: what each pull paid, in the same order.
  mutating func update(arms: Span<Int32>, contexts: Span<Double>, rewards: Span<Double>)
}

extension ContextualPolicy where Self: ~Copyable {
  /// Nothing is anticipated by default: the pulls of a batch differ by their contexts.
  public mutating func anticipate(arm: Int) {}

  /// One pull after the other.
  public mutating func update(
    arms: Span<Int32>, contexts: Span<Double>, rewards: Span<Double>
  ) {
    let dimension = contexts.count / max(arms.count, 1)
    for place in arms.indices {
      update(
        arm: Int(arms[place]),
        context: contexts.extracting(place * dimension..<(place + 1) * dimension),
        reward: rewards[place])
    }
  }
}
