import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Argmax")
struct ArgmaxTests {
  @Test(
    "The winner is the first, or a drawn one, of the highest values",
    arguments: TieBreak.allCases)
  func agreesWithNaiveArgmax(ties: TieBreak) {
    var values = testStream(1)
    var stream = testStream(2)
    for _ in 0..<3000 {
      let lower = values.nextIndex(below: 5)
      let count = 1 + values.nextIndex(below: 9)
      // Few distinct values, so that most rounds have ties, some of them not of the highest.
      let list = (0..<lower + count + 3).map { _ in Double(values.nextIndex(below: 4)) - 2 }
      let range = lower..<lower + count
      let tied = range.filter { list[$0] == list[range].max() }
      var reference = stream
      let expected =
        tied.count == 1 || ties == .first ? tied[0] : tied[reference.nextIndex(below: tied.count)]
      #expect(argmax(range, ties: ties, using: &stream) { list[$0] } == expected)
      #expect(stream == reference, "a word is drawn if and only if a tie is broken at random")
    }
  }

  @Test(
    "The winner is the same where eight at a time are passed over", arguments: TieBreak.allCases)
  func agreesWithFilter(ties: TieBreak) {
    var values = testStream(3)
    var stream = testStream(4)
    // Of how many positions values were asked for, and how many there were, where no more than
    // needed are told to be near.
    var (asked, positions) = (0, 0)
    for round in 0..<3000 {
      let lower = values.nextIndex(below: 5)
      let range = lower..<lower + 1 + values.nextIndex(below: 40)
      // Few distinct values or many; behind the range stand others, high ones among them.
      let distinct = round % 3 == 0 ? 1000 : 1 + round % 4
      let list = AlignedBuffer(
        (0..<range.upperBound + 7).map { _ in Double(values.nextIndex(below: distinct)) - 2 })
      var reference = stream
      let expected = argmax(range, ties: ties, using: &reference) { list[$0] }
      // What is passed over is exactly what is lower, or all but what is much lower, or nothing.
      let slack = [0.5, 2, 2000][values.nextIndex(below: 3)]
      let isTight = slack == 0.5 && distinct == 1000 && range.count > 16
      positions += isTight ? range.count : 0
      let start = range.lowerBound + values.nextIndex(below: range.count)
      let winner = argmax(
        range, from: start, ties: ties, using: &stream,
        value: {
          asked += isTight ? 1 : 0
          #expect(range.contains($0))
          return list[$0]
        }, lacking: { $1 - list.octet(at: $0) - slack })
      #expect(winner == expected && stream == reference, "round \(round)")
    }
    #expect(positions > 3000 && asked > 0 && 3 * asked < positions)
  }

  @Test("Values without an order give a position of the range", arguments: TieBreak.allCases)
  func unordered(ties: TieBreak) {
    var stream = testStream()
    let plain = argmax(3..<20, ties: ties, using: &stream) { _ in .nan }
    let filtered = argmax(
      3..<20, from: 7, ties: ties, using: &stream, value: { _ in .nan },
      lacking: { _, _ in Octet(repeating: 1) })
    #expect(plain == 3 && filtered == 3 && stream == testStream())
  }

  @Test("Each of the tied candidates wins with the same probability")
  func uniformTies() {
    // 20 000 draws over three cells: a relative error of 8 % in a cell is missed once in a million.
    let values = [1.0, 3, 2, 3, 3, 0]
    var stream = testStream()
    var counts = [0, 0, 0, 0, 0, 0]
    for _ in 0..<20_000 {
      counts[argmax(0..<6, ties: .uniform, using: &stream) { values[$0] }] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: [0, 1.0 / 3, 0, 1.0 / 3, 1.0 / 3, 0])
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Infinite values are ordered like any other")
  func infiniteValues() {
    var stream = testStream()
    let values = [-Double.infinity, 0, .infinity, 5]
    #expect(argmax(0..<4, ties: .uniform, using: &stream) { values[$0] } == 2)
    #expect(argmax(0..<1, ties: .uniform, using: &stream) { values[$0] } == 0)
  }
}

@Suite("Highest sample")
struct HighestSampleTests {
  @Test(
    "Each position is sampled once, in order, and the highest wins", arguments: TieBreak.allCases)
  func agreesWithNaiveSearch(ties: TieBreak) {
    var stream = testStream()
    for lower in [0, 3] {
      for _ in 0..<500 {
        var reference = stream
        let samples = (0..<5).map { _ in reference.nextUnit() - 0.5 }
        let expected = lower + samples.indices.reduce(0) { samples[$1] > samples[$0] ? $1 : $0 }
        var asked: [Int] = []
        let winner = highestSample(lower..<lower + 5, ties: ties, using: &stream) {
          asked.append($0)
          return $1.nextUnit() - 0.5
        }
        #expect(winner == expected && stream == reference)
        #expect(asked == Array(lower..<lower + 5))
      }
    }
  }

  @Test("Each of the samples that tie for the highest wins with the same probability")
  func ties() {
    // 20 000 draws over three cells: a relative error of 8 % in a cell is missed once in a million.
    let values = [1.0, 3, 2, 3, 3, 0]
    var stream = testStream()
    var counts = [0, 0, 0, 0, 0, 0]
    for _ in 0..<20_000 {
      counts[highestSample(0..<6, ties: .uniform, using: &stream) { i, _ in values[i] }] += 1
    }
    let verdict = Verdict.chiSquare(
      counts: counts, probabilities: [0, 1.0 / 3, 0, 1.0 / 3, 1.0 / 3, 0])
    #expect(verdict.holds, "\(verdict)")
    let before = stream
    #expect(highestSample(0..<6, ties: .first, using: &stream) { i, _ in values[i] } == 1)
    #expect(stream == before)
  }
}
