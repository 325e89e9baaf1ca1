/// Eight numbers side by side: the fan-out of trees whose siblings are looked at all at once.
typealias Octet = SIMD8<Double>

extension Octet {
  /// The highest of eight.
  @inline(__always)
  var highest: Double {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.y > two.x ? two.y : two.x
  }

  /// The highest of the seven at other places.
  @inline(__always)
  func highest(but place: Int) -> Double {
    replacing(
      with: -.infinity, where: SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7) .== Int64(place)
    ).highest
  }

  /// The lowest of eight.
  @inline(__always)
  var lowest: Double {
    let four = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
    return two.y < two.x ? two.y : two.x
  }

  /// Whether any of eight has its sign bit set.
  @inline(__always)
  var anyNegative: Bool {
    let bits = unsafeBitCast(self, to: SIMD8<Int64>.self)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) < 0
  }

  /// The place of the lowest bit; 0 if there is none, as among values without an order.
  @inline(__always)
  static func first(_ bits: Int) -> Int { (bits | 256).trailingZeroBitCount & 7 }
}

extension SIMDMask<SIMD8<Int64>> {
  /// The places where a mask is set, as bits.
  @inline(__always)
  var bits: Int {
    let bits = SIMD8<Int64>(repeating: 0)
      .replacing(with: SIMD8<Int64>(1, 2, 4, 8, 16, 32, 64, 128), where: self)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return Int(two.x | two.y)
  }
}
