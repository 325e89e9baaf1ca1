import Randomness

/// The highest of values that come one by one and cannot be computed again.
///
/// Each of the m that share the highest value stays with probability 1/m, for one index each.
struct HighestSoFar {
  let ties: TieBreak
  private(set) var position = 0
  private var highest = -Double.infinity
  private var sharing = 0

  init(ties: TieBreak) { self.ties = ties }

  @inline(__always)
  mutating func offer(_ candidate: Int, _ value: Double, using stream: inout RandomStream) {
    if value > highest {
      (position, highest, sharing) = (candidate, value, 1)
    } else if value == highest, ties == .uniform {
      sharing &+= 1
      if stream.nextIndex(below: sharing) == 0 { position = candidate }
    }
  }
}
