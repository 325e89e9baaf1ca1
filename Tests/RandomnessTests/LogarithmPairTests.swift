import Randomness
import TestSupport
import Testing

@Suite("Two logarithms at once")
struct LogarithmPairTests {
  @Test("They are the two, to the bit, also where one has no ordinary logarithm")
  func pairs() {
    let special: [Double] = [
      0, -0.0, -1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude,
      Double.leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, 1, 0.5.squareRoot(),
      0.5.squareRoot().nextUp, 2.0.squareRoot(), 2.0.squareRoot().nextDown, 0x1p1023, 1.0.nextDown,
    ]
    var stream = testStream()
    var numbers = special
    for round in 0..<3000 {
      let unit = stream.nextUnit()
      let number: Double =
        switch round % 3 {
        case 0: 1 + (unit - 0.5) * 0x1p-20
        case 1: unit
        default: Double(bitPattern: stream.next() >> 1)
        }
      numbers.append(number)
    }
    var equal = 0
    for (place, first) in numbers.enumerated() {
      let others = place < special.count ? special : [numbers[numbers.count - 1 - place]]
      for second in others {
        let logs = Elementary.log(SIMD2(first, second))
        let singly = SIMD2(Elementary.log(first) as Double, Elementary.log(second) as Double)
        equal += isSame(logs.x, singly.x) && isSame(logs.y, singly.y) ? 1 : 0
      }
    }
    #expect(equal == special.count * special.count + 3000)
  }

  private func isSame(_ first: Double, _ second: Double) -> Bool {
    first.bitPattern == second.bitPattern || (first.isNaN && second.isNaN)
  }
}
