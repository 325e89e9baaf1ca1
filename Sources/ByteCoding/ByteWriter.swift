package import SampleStatistics

/// Writes the parts of results as bytes: numbers by their bits, so that they read back the same.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Seven bits a byte, the lowest first.
  package mutating func write(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Eight bytes, the lowest first.
  package mutating func write(_ number: Double) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func write(_ values: [Double]) {
    write(values.count)
    for value in values { write(value) }
  }

  package mutating func write(_ moments: Moments) {
    write(moments.count)
    for value in [moments.mean, moments.squaredDeviations, moments.minimum, moments.maximum] {
      write(value)
    }
  }

  /// Classes ascend, so that their distances are small numbers.
  package mutating func write(_ sketch: QuantileSketch) {
    write(sketch.zeros)
    write(sketch.classes.count)
    var last = 0
    for (place, count) in zip(sketch.classes, sketch.counts) {
      // The first may be negative: an even number is one that is not.
      let step = place - last
      write(step < 0 ? -2 * step - 1 : 2 * step)
      write(count)
      last = place
    }
  }
}
