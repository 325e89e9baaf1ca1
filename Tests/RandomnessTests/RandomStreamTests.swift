import Randomness
import Testing

@Suite("Random stream")
struct RandomStreamTests {
  @Test("The generator reproduces the reference output for the state (1, 2, 3, 4)")
  func referenceVector() {
    var stream = RandomStream(state: (1, 2, 3, 4))
    let reference: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    let words = reference.map { _ in stream.next() }
    #expect(words == reference)
  }

  @Test("The all-zero state, a fixed point, is replaced by a usable one")
  func zeroState() {
    var stream = RandomStream(state: (0, 0, 0, 0))
    #expect(stream == RandomStream(state: (1, 0, 0, 0)))
    let words = Set((0..<100).map { _ in stream.next() })
    #expect(words.count > 95)
  }

  @Test(
    "A state with a single nonzero word is kept as it is",
    arguments: [0, 1, 2, 3])
  func sparseState(position: Int) {
    func word(_ index: Int) -> UInt64 { index == position ? 5 : 0 }
    let stream = RandomStream(state: (word(0), word(1), word(2), word(3)))
    for other in 0..<4 where other != position {
      func moved(_ index: Int) -> UInt64 { index == other ? 5 : 0 }
      #expect(stream != RandomStream(state: (moved(0), moved(1), moved(2), moved(3))))
    }
    #expect(stream != RandomStream(state: (0, 0, 0, 0)))
  }

  @Test("A copy of a stream goes on independently with the same words")
  func copies() {
    var original = RandomStream(state: (1, 2, 3, 4))
    _ = original.next()
    var copy = original
    let words = (0..<10).map { _ in original.next() }
    #expect(copy != original)
    let copied = (0..<10).map { _ in copy.next() }
    #expect(copied == words)
    #expect(copy == original)
  }

  @Test("The version of the streams is 3")
  func version() {
    // Together with the frozen words and digests: whoever changes those has to raise this.
    #expect(StreamVersion.current == 3)
  }
}
