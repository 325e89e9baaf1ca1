import Testing

@testable import ClusterBandit

@Suite("Aligned buffers")
struct AlignedBufferTests {
  @Test("A buffer holds what was put in, also nothing, and starts on a cache line")
  func buffer() {
    var buffer = AlignedBuffer([1, 2, 3])
    buffer[1] = 7
    let (elements, count) = (buffer.array, buffer.count)
    #expect(elements == [1, 7, 3] && count == 3)
    let empty = AlignedBuffer<Double>([]).array
    #expect(empty.isEmpty)
    let repeated = AlignedBuffer(repeating: 0.5, count: 2)
    let (halves, address) = (repeated.array, Int(bitPattern: repeated.base))
    #expect(halves == [0.5, 0.5] && address % 64 == 0)
  }
}
