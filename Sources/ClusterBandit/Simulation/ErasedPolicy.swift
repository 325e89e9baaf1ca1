public import Randomness

/// A policy behind a reference, for loops in which an indirect call is no matter.
@usableFromInline
package protocol ErasedPolicy: AnyObject {
  func selectArm(round: Int, using stream: inout RandomStream) -> Int
  func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int
  func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream)
  func anticipate(arm: Int)
  func update(arm: Int, reward: Double)
  func update(arms: Span<Int32>, rewards: Span<Double>)
  func forget(arm: Int)
  func belief(of arm: Int) -> Belief?
  func belief(ofCluster cluster: Int) -> Belief?
  var numericalNotes: NumericalNotes { get }
}

/// A policy behind a reference.
///
/// Never inlined: the optimizer compiles a loop anew for each type of box that it sees a caller
/// make, which is what the box is there to spare.
@inlinable
@inline(never)
func erased<P: Policy & ~Copyable>(_ policy: consuming P) -> any ErasedPolicy {
  PolicyBox(policy)
}

/// The box of ``ErasedPolicy``.
@usableFromInline
final class PolicyBox<P: Policy & ~Copyable>: ErasedPolicy {
  // No method lets another one in before it returns: what the runtime would check at every call
  // holds by construction.
  @exclusivity(unchecked) @usableFromInline var policy: P

  @usableFromInline
  init(_ policy: consuming P) { self.policy = policy }

  @usableFromInline
  package func selectArm(round: Int, using stream: inout RandomStream) -> Int {
    policy.selectArm(round: round, using: &stream)
  }

  @usableFromInline
  package func selectArm(
    round: Int, using stream: inout RandomStream, telling scores: inout DecisionScores
  ) -> Int {
    policy.selectArm(round: round, using: &stream, telling: &scores)
  }

  @usableFromInline
  package func selectArms(
    _ arms: inout MutableSpan<Int32>, firstRound: Int, using stream: inout RandomStream
  ) {
    policy.selectArms(&arms, firstRound: firstRound, using: &stream)
  }

  @usableFromInline
  package func anticipate(arm: Int) { policy.anticipate(arm: arm) }

  @usableFromInline
  package func update(arm: Int, reward: Double) { policy.update(arm: arm, reward: reward) }

  @usableFromInline
  package func update(arms: Span<Int32>, rewards: Span<Double>) {
    policy.update(arms: arms, rewards: rewards)
  }

  @usableFromInline
  package func forget(arm: Int) { policy.forget(arm: arm) }

  @usableFromInline
  package func belief(of arm: Int) -> Belief? { policy.belief(of: arm) }

  @usableFromInline
  package func belief(ofCluster cluster: Int) -> Belief? { policy.belief(ofCluster: cluster) }

  @usableFromInline
  package var numericalNotes: NumericalNotes { policy.numericalNotes }
}
