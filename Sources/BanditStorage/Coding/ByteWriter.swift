import BanditExperiments
import ClusterBandit

/// Writes the parts of results as bytes: numbers by their bits, so that they read back the same.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// Seven bits a byte, the lowest first.
  mutating func write(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Eight bytes, the lowest first.
  mutating func write(_ number: Double) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ values: [Double]) {
    write(values.count)
    for value in values { write(value) }
  }

  mutating func write(_ moments: Moments) {
    write(moments.count)
    for value in [moments.mean, moments.squaredDeviations, moments.minimum, moments.maximum] {
      write(value)
    }
  }

  mutating func write(_ notes: NumericalNotes) {
    write(notes.jitteredFactorisations)
    write(notes.largestRelativeJitter)
    write(notes.diagonalFallbacks)
  }

  /// Classes ascend, so that their distances are small numbers.
  mutating func write(_ sketch: QuantileSketch) {
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

  mutating func write(_ sample: CurveSample) {
    switch sample {
    case .values(let values):
      write(0)
      write(values)
    case .sketch(let sketch):
      write(1)
      write(sketch)
    }
  }

  /// Something for each metric, with the names of the metrics.
  mutating func write<Value>(
    _ metrics: [Metric: Value], _ body: (inout ByteWriter, Value) -> Void
  ) {
    write(metrics.count)
    for metric in Metric.allCases {
      guard let value = metrics[metric] else { continue }
      write(metric.rawValue)
      body(&self, value)
    }
  }

  /// A list with its length.
  mutating func write<Element>(
    _ elements: [Element], _ body: (inout ByteWriter, Element) -> Void
  ) {
    write(elements.count)
    for element in elements { body(&self, element) }
  }
}
