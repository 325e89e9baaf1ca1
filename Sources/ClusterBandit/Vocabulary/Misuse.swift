/// Stops the program unless `condition` holds: a caller of the library made a mistake.
///
/// Unlike a precondition it says so in release builds, too.
@inline(__always)
func demand(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { stop(message()) }
}

/// Stops the program with a message, out of the way of the code that calls it.
@inline(never)
func stop(_ message: String) -> Never { fatalError(message) }

/// Stops the program: a policy chose an arm that does not exist.
@usableFromInline @inline(never)
func stopAtArm(_ arm: Int, round: Int, armCount: Int) -> Never {
  stop(
    "the policy chose arm \(arm) in round \(round), and there are \(armCount) arms, numbered from 0 "
      + "to \(armCount - 1)")
}
