import Randomness
import TestSupport
import Testing

@Suite("Square roots by instructions")
struct ElementaryRootTests {
  @Test("Square roots are those of the standard library, bit by bit, alone and side by side")
  func roots() {
    var stream = testStream()
    var numbers = [
      0, -0.0, 1, 2, 0.25, .infinity, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, -1, -.infinity, .nan,
    ]
    while numbers.count < 4000 { numbers.append(Double(bitPattern: stream.next() >> 1)) }
    for first in stride(from: 0, to: 4000, by: 8) {
      let eight = SIMD8<Double>(numbers[first..<first + 8])
      let roots = Elementary.root(eight)
      let pair = Elementary.root(SIMD2(eight[0], eight[1]))
      for lane in 0..<8 {
        let expected = eight[lane].squareRoot()
        let found = [Elementary.root(eight[lane]), roots[lane]] + (lane < 2 ? [pair[lane]] : [])
        for root in found {
          #expect(
            root.bitPattern == expected.bitPattern || (root.isNaN && expected.isNaN),
            "√\(eight[lane])")
        }
      }
    }
  }
}
