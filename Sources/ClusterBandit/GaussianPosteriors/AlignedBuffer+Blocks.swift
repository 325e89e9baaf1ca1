extension AlignedBuffer {
  /// Some elements, to be read by an operation of linear algebra.
  @inline(__always)
  func block(_ first: Int, _ length: Int) -> UnsafeBufferPointer<Element> {
    assert(first >= 0 && length >= 0 && first + length <= count, "a block outside its buffer")
    return UnsafeBufferPointer(start: base + first, count: length)
  }

  /// Some elements, to be written.
  @inline(__always)
  mutating func mutableBlock(
    _ first: Int, _ length: Int
  ) -> UnsafeMutableBufferPointer<Element> {
    assert(first >= 0 && length >= 0 && first + length <= count, "a block outside its buffer")
    return UnsafeMutableBufferPointer(start: base + first, count: length)
  }
}
