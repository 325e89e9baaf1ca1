import Randomness

/// The position in `range` with the highest value, where it is cheaper to tell of eight positions
/// which of them do not reach a value than to work out theirs.
///
/// The same position as ``argmax(_:ties:using:value:)`` finds, with the same draw. O(count).
///
/// - Parameters:
///   - range: not empty.
///   - start: a position of the range whose value is likely to be high.
///   - ties: which of equal values wins.
///   - stream: draws an index for a tie if ties are uniform.
///   - value: a function of the position alone, not NaN.
///   - lacking: what eight positions from one on lack to reach a value: negative wherever the
///     position's value is at least that. Up to seven positions behind the end of the range are
///     asked for, too; what is told of them does not matter.
@inline(__always)
func argmax(
  _ range: Range<Int>, from start: Int, ties: TieBreak, using stream: inout RandomStream,
  value: (Int) -> Double, lacking: (Int, Double) -> Octet
) -> Int {
  var bar = value(start)
  var winner = range.lowerBound
  var highest = -Double.infinity
  var count = 0
  // Of those that share the value of `bar` in the first round the first one is found, and how many
  // they are; in the second round, if there is one, that of them which was drawn.
  var skipped = -1
  while true {
    var first = range.lowerBound
    while first < range.upperBound {
      var lack = lacking(first, bar)
      if first &+ 8 > range.upperBound { lack += Octet.ends[range.upperBound &- first] }
      if lack.anyNegative {
        var lanes = lack.bits(below: 0)
        while lanes != 0 {
          let position = first &+ lanes.trailingZeroBitCount
          lanes &= lanes &- 1
          let own = value(position)
          if own > highest {
            (highest, winner, count) = (own, position, 1)
          } else if own == highest {
            if skipped == 0 { return position }
            count &+= 1
            skipped &-= 1
          }
        }
        bar = max(bar, highest)
      }
      first &+= 8
    }
    guard count > 1, ties == .uniform else { return winner }
    skipped = stream.nextIndex(below: count)
  }
}

extension Octet {
  /// What leaves the first 0, 1, … 7 numbers what they are and makes ∞ of the others, if added.
  fileprivate static let ends = AlignedBuffer<Octet>(
    (0..<8).map { count in
      var octet = Octet(repeating: .infinity)
      for lane in 0..<count { octet[lane] = 0 }
      return octet
    })
}

extension AlignedBuffer<Double> {
  /// Room for `count` numbers and for seven more, so that eight can be read at each of them.
  static func zeros(forOctets count: Int) -> AlignedBuffer {
    AlignedBuffer(repeating: 0, count: count + 7)
  }

  /// The eight numbers from `index` on.
  @inline(__always)
  func octet(at index: Int) -> Octet {
    UnsafeRawPointer(base + index).loadUnaligned(as: Octet.self)
  }
}
