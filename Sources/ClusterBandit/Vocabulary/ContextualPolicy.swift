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
}
