public import Randomness

/// The position in `range` with the highest value.
///
/// O(count).
///
/// The first pass is free of unpredictable branches and counts the ties; values are computed a
/// second time only if a tie is to be broken at random.
///
/// - Parameters:
///   - range: not empty.
///   - value: a function of the position alone, not NaN.
///   - ties: which of equal values wins.
///   - stream: draws an index for a tie if ties are uniform.
@inlinable @inline(__always)
public func argmax(
  _ range: Range<Int>, ties: TieBreak, using stream: inout RandomStream,
  value: (Int) -> Double
) -> Int {
  var winner = range.lowerBound
  var highest = value(winner)
  var count = 1
  var position = winner &+ 1
  while position < range.upperBound {
    let candidate = value(position)
    let isHigher = candidate > highest
    count = isHigher ? 1 : count &+ (candidate == highest ? 1 : 0)
    winner = isHigher ? position : winner
    highest = isHigher ? candidate : highest
    position &+= 1
  }
  if count == 1 || ties == .first { return winner }
  var skipped = stream.nextIndex(below: count)
  while true {
    if value(winner) == highest {
      if skipped == 0 { return winner }
      skipped &-= 1
    }
    winner &+= 1
  }
}

/// The position in `range` whose sample is the highest.
///
/// O(count). Samples cannot be drawn again, so ties are broken as they come: each of the first m
/// that share the highest value stays with probability 1/m, for one index each.
///
/// - Parameters:
///   - range: not empty.
///   - sample: one draw for a position, not NaN. It stands once in the loop: samplers are inlined,
///     and large.
///   - ties: which of equal draws wins.
///   - stream: what is drawn from.
@inlinable @inline(__always)
public func highestSample(
  _ range: Range<Int>, ties: TieBreak, using stream: inout RandomStream,
  sample: (Int, inout RandomStream) -> Double
) -> Int {
  var winner = range.lowerBound
  var highest = -Double.infinity
  var sharing = 0
  var position = range.lowerBound
  while position < range.upperBound {
    let value = sample(position, &stream)
    if value > highest {
      highest = value
      winner = position
      sharing = 1
    } else if value == highest, ties == .uniform {
      sharing &+= 1
      if stream.nextIndex(below: sharing) == 0 { winner = position }
    }
    position &+= 1
  }
  return winner
}
