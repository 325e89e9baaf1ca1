import Randomness
import TestSupport
import Testing

@Suite("Uniform draws")
struct UniformTests {
  @Test("The unit draw is the word's upper 53 bits times 2^−53")
  func unitResolution() {
    var crafted = CraftedStream(testStream())
    for (word, unit): (UInt64, Double) in [
      (0, 0), (0x7ff, 0), (0x800, 0x1p-53), (.max, 1 - 0x1p-53), (1 << 63, 0.5),
      (1 << 63 - 1, 0.5 - 0x1p-53),
    ] {
      var stream = crafted.stream(first: word)
      #expect(stream.nextUnit() == unit)
    }
  }

  @Test("The open unit draw is an odd multiple of 2^−53 strictly between 0 and 1")
  func openUnitResolution() {
    var crafted = CraftedStream(testStream())
    for (word, unit): (UInt64, Double) in [
      (0, 0x1p-53), (0xfff, 0x1p-53), (0x1000, 0x3p-53), (.max, 1 - 0x1p-53),
      (1 << 63, 0.5 + 0x1p-53), (1 << 63 - 1, 0.5 - 0x1p-53),
    ] {
      var stream = crafted.stream(first: word)
      #expect(stream.nextOpenUnit() == unit)
    }
  }

  @Test("Each unit draw consumes one word")
  func unitConsumption() {
    var reference = testStream()
    var closed = reference
    var open = reference
    _ = reference.next()
    _ = closed.nextUnit()
    _ = open.nextOpenUnit()
    #expect(closed == reference)
    #expect(open == reference)
  }

  @Test("Unit draws are uniform")
  func unitLaw() {
    // n = 10⁵: a distance of 0.0175 to the uniform law is missed at most once in a million.
    var stream = testStream()
    let closed = (0..<100_000).map { _ in stream.nextUnit() }
    let open = (0..<100_000).map { _ in stream.nextOpenUnit() }
    #expect(closed.allSatisfy { (0..<1).contains($0) })
    #expect(open.allSatisfy { $0 > 0 && $0 < 1 })
    for draws in [closed, open] {
      let verdict = Verdict.kolmogorovSmirnov(draws, follow: .uniform)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("Every bit of the words is a fair coin")
  func fairBits() {
    // 10⁵ words: a bit with a bias of 0.016 is missed once in a million.
    var stream = testStream()
    var ones = [Int](repeating: 0, count: 64)
    for _ in 0..<100_000 {
      let word = stream.next()
      for bit in 0..<64 { ones[bit] += Int(word >> UInt64(bit) & 1) }
    }
    for count in ones {
      let verdict = Verdict.proportion(count, of: 100_000, is: 0.5)
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("An index is uniform below its bound", arguments: [1, 2, 3, 7, 10, 1000])
  func indexLaw(bound: Int) {
    // 2·10⁵ draws: with up to 10 cells a root-mean-square relative error of 2.6 % is missed at
    // most once in a million; with 1000 cells one of 9 %.
    var stream = testStream(UInt64(bound))
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<200_000 { counts[stream.nextIndex(below: bound)] += 1 }
    guard bound > 1 else {
      #expect(counts == [200_000])
      return
    }
    let verdict = Verdict.chiSquare(
      counts: counts,
      probabilities: [Double](repeating: 1 / Double(bound), count: bound))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("An index below 3·2^61 is uniform, although a plain product would be biased by a half")
  func hugeIndexLaw() {
    // Of the 2^64 words 3/8 · 2^64 different indices are made: without rejection every third index
    // has 2 words, the others 3, so an index of remainder 0 modulo 3 has probability 1/4 or so.
    let bound = 3 << 61
    var stream = testStream()
    var remainders = [0, 0, 0]
    var eighths = [Int](repeating: 0, count: 6)
    for _ in 0..<50_000 {
      let index = stream.nextIndex(below: bound)
      #expect(index >= 0 && index < bound)
      remainders[index % 3] += 1
      eighths[index >> 60] += 1
    }
    for counts in [remainders, eighths] {
      let share = 1 / Double(counts.count)
      let verdict = Verdict.chiSquare(
        counts: counts, probabilities: [Double](repeating: share, count: counts.count))
      #expect(verdict.holds, "\(verdict)")
    }
  }

  @Test("An index rejects exactly the words whose low product is below 2^64 mod bound")
  func rejection() {
    // 2^64 = 3·k + 1: with bound 3 only a low half of 0 is rejected, that is, the word 0.
    var crafted = CraftedStream(testStream())
    for (bound, word, accepted): (Int, UInt64, Bool) in [
      (3, 0, false), (3, 1, true), (3, .max, true), (3, 0x5555_5555_5555_5556, true),
      // 2^64 mod 10 = 6: the words 0 and those whose product leaves 0, 2 or 4 are rejected.
      (10, 0, false), (10, 1, true), (10, 0x199a_0000_0000_0000, true),
      (10, 0x1999_9999_9999_999a, false), (10, 0x3333_3333_3333_3334, true),
      (10, 0x999a_0000_0000_0000, true),
      (1, 0, true), (2, 0, true), (1 << 62, 0, true), (.max, 0, false),
    ] {
      let start = crafted.stream(first: word)
      var once = start
      _ = once.next()
      var stream = start
      let index = stream.nextIndex(below: bound)
      #expect((stream == once) == accepted, "word \(word) below \(bound)")
      if accepted {
        #expect(index == Int(word.multipliedFullWidth(by: UInt64(bound)).high))
      }
      #expect((0..<bound).contains(index))
    }
  }

  @Test("A Bernoulli draw of probability 0 is never true and of 1 always, at extreme words too")
  func certainBernoulli() {
    var crafted = CraftedStream(testStream())
    for word: UInt64 in [0, .max, 1 << 63] {
      var never = crafted.stream(first: word)
      let atZero = never.nextBernoulli(0)
      var always = crafted.stream(first: word)
      let atOne = always.nextBernoulli(1)
      #expect(!atZero)
      #expect(atOne)
    }
  }

  @Test(
    "A Bernoulli draw has its probability and consumes one word",
    arguments: [0, 1e-3, 0.25, 0.5, 0.9, 1])
  func bernoulli(probability: Double) {
    // n = 10⁵: a bias of ten standard errors, 0.016 at ½ and 0.001 at 10⁻³, is missed once in a
    // million.
    var stream = testStream(probability.bitPattern)
    var reference = stream
    var successes = 0
    for _ in 0..<100_000 {
      if stream.nextBernoulli(probability) { successes += 1 }
      _ = reference.next()
    }
    #expect(stream == reference)
    let verdict = Verdict.proportion(successes, of: 100_000, is: probability)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("A shuffle makes all 24 permutations of four elements equally likely")
  func shuffleLaw() {
    // n = 48 000, √L = 8.4: a root-mean-square relative error of 6 % is missed at most once in a
    // million. Swapping with any of the four positions instead gives errors up to 41 %.
    var stream = testStream()
    var counts: [[Int]: Int] = [:]
    for _ in 0..<48_000 {
      var elements = [0, 1, 2, 3]
      stream.shuffle(&elements)
      counts[elements, default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(counts.keys.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
    let verdict = Verdict.chiSquare(
      counts: counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value),
      probabilities: [Double](repeating: 1.0 / 24, count: 24))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("An index below a bound less than 1 is a precondition failure")
  func invalidBound() async {
    await #expect(processExitsWith: .failure) {
      var stream = RandomStream(state: (1, 2, 3, 4))
      _ = stream.nextIndex(below: 0)
    }
    await #expect(processExitsWith: .failure) {
      var stream = RandomStream(state: (1, 2, 3, 4))
      _ = stream.nextIndex(below: -5)
    }
  }

  @Test("A shuffle of fewer than two elements consumes nothing")
  func trivialShuffle() {
    let reference = testStream()
    for count in 0...1 {
      var stream = reference
      var elements = [Int](repeating: 5, count: count)
      stream.shuffle(&elements)
      #expect(stream == reference)
      #expect(elements == [Int](repeating: 5, count: count))
    }
  }

  @Test("A shuffle of n elements consumes n − 1 indices")
  func shuffleConsumption() {
    var stream = testStream()
    var reference = stream
    var elements = Array(0..<10)
    stream.shuffle(&elements)
    for bound in stride(from: 10, through: 2, by: -1) { _ = reference.nextIndex(below: bound) }
    #expect(stream == reference)
    #expect(elements.sorted() == Array(0..<10))
  }
}
