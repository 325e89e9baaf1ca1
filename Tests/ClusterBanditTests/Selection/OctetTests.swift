import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Eight numbers side by side")
struct OctetTests {
  @Test("Every single lane is noticed when it is negative")
  func lanes() {
    for lane in 0..<8 {
      var lanes = SIMD8<Double>(repeating: 1)
      #expect(!lanes.anyNegative)
      lanes[lane] = -1e-300
      #expect(lanes.anyNegative)
    }
  }

  @Test("Highest and lowest are those of a plain search, with and without one place")
  func extremes() {
    var stream = testStream()
    for _ in 0..<2000 {
      // Few values, so that most rounds have ties.
      let values = (0..<8).map { _ in Double(stream.nextIndex(below: 5)) - 2 }
      let octet = Octet(values)
      #expect(octet.highest == values.max() && octet.lowest == values.min())
      let place = stream.nextIndex(below: 8)
      let others = values.indices.filter { $0 != place }.map { values[$0] }
      #expect(octet.highest(but: place) == others.max())
      let bits = octet.bits(equalTo: octet.highest)
      #expect(bits == values.indices.reduce(0) { $0 | (values[$1] == values.max() ? 1 << $1 : 0) })
      #expect(Octet.first(bits) == values.firstIndex(of: octet.highest))
      let pivot = values[place]
      let below = values.indices.reduce(0) { $0 | (values[$1] < pivot ? 1 << $1 : 0) }
      #expect(octet.bits(below: pivot) == below)
      let pivots = Octet(repeating: pivot)
      #expect(octet.orGreater(pivots) == Octet(values.map { max($0, pivot) }))
      #expect(octet.orLesser(pivots) == Octet(values.map { min($0, pivot) }))
    }
    let mixed = Octet(1, 2, 3, 4, 5, 6, 7, 8)
    #expect(mixed.bits(below: Octet(1, 3, 3, 5, 0, 9, .nan, .infinity)) == 0b1010_1010)
    #expect(Octet(repeating: 0.0).bits(equalTo: -0.0) == 255)
    #expect(mixed.orGreater(Octet(repeating: .nan))[0].isNaN)
    #expect(mixed.orLesser(Octet(repeating: .nan))[7].isNaN)
    let none = Octet(repeating: .nan)
    #expect(none.bits(equalTo: .nan) == 0 && none.bits(below: 0) == 0)
    #expect(none.orGreater(Octet(repeating: 3)) == Octet(repeating: 3))
    #expect(none.orLesser(Octet(repeating: 3)) == Octet(repeating: 3))
    #expect(Octet.first(0) == 0)
  }
}
