private import CInstructions

/// Eight numbers side by side: the fan-out of trees whose siblings are looked at all at once.
typealias Octet = SIMD8<Double>

extension Octet {
  /// The highest of eight.
  @inline(__always)
  var highest: Double { cinstructions_highest_x8(self) }

  /// The lowest of eight.
  @inline(__always)
  var lowest: Double { cinstructions_lowest_x8(self) }

  /// The greater of two numbers each; those of `other` where they have no order.
  @inline(__always)
  func orGreater(_ other: Octet) -> Octet { cinstructions_greater_x8(self, other) }

  /// The lesser of two numbers each; those of `other` where they have no order.
  @inline(__always)
  func orLesser(_ other: Octet) -> Octet { cinstructions_lesser_x8(self, other) }

  /// The highest of the seven at other places.
  @inline(__always)
  func highest(but place: Int) -> Double {
    replacing(
      with: -.infinity, where: SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .== Int64(place)
    ).highest
  }

  /// Whether any of eight has its sign bit set.
  @inline(__always)
  var anyNegative: Bool {
    let bits = unsafeBitCast(self, to: SIMD8<Int64>.self)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) < 0
  }

  /// The places where the numbers are equal to `other`, as bits.
  @inline(__always)
  func bits(equalTo other: Double) -> Int {
    Int(cinstructions_equal_x8(self, Octet(repeating: other)))
  }

  /// The places where the numbers are below `other`, as bits.
  @inline(__always)
  func bits(below other: Double) -> Int { bits(below: Octet(repeating: other)) }

  /// The places where the numbers are below those of `other`, as bits.
  @inline(__always)
  func bits(below other: Octet) -> Int { Int(cinstructions_below_x8(self, other)) }

  /// The place of the lowest bit; 0 if there is none, as among values without an order.
  @inline(__always)
  static func first(_ bits: Int) -> Int { (bits | 256).trailingZeroBitCount & 7 }
}
