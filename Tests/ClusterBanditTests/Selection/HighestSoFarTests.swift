import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("The highest so far")
struct HighestSoFarTests {
  @Test("Of equal values the first stays, or each with the same probability", arguments: [2, 3])
  func highestSoFar(count: Int) {
    // 6000 draws over two or three: an error of 14 % in a share is missed once in a million.
    var stream = testStream(UInt64(count))
    var counts = Array(repeating: 0, count: count)
    for _ in 0..<6000 {
      var winner = HighestSoFar(ties: .uniform)
      winner.offer(7, -3, using: &stream)
      for position in 0..<count { winner.offer(position, -1, using: &stream) }
      winner.offer(8, -2, using: &stream)
      counts[winner.position] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: Array(repeating: 1 / Double(count), count: count))
    #expect(verdict.holds, "\(verdict)")
    let before = stream
    var first = HighestSoFar(ties: .first)
    for position in 0..<count { first.offer(position, -1, using: &stream) }
    #expect(first.position == 0 && stream == before)
  }
}
