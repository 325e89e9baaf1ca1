package import SampleStatistics

/// Bytes that are not what they should be.
package struct DamagedBytes: Error {
  package init() {}
}

/// Reads what ``ByteWriter`` wrote; whatever the bytes are, it ends with a value or an error.
package struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func integer() throws(DamagedBytes) -> Int {
    var (number, shift): (UInt64, UInt64) = (0, 0)
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        // No number of a result is larger, and sums of these do not overflow.
        guard number < 1 << 53 else { break }
        return Int(number)
      }
      shift += 7
    }
    throw DamagedBytes()
  }

  /// The length of a list whose elements take at least that many bytes.
  package mutating func length(elementSize: Int = 1) throws(DamagedBytes) -> Int {
    let length = try integer()
    guard length <= (bytes.count - position) / elementSize else { throw DamagedBytes() }
    return length
  }

  package mutating func double() throws(DamagedBytes) -> Double {
    guard bytes.count - position >= 8 else { throw DamagedBytes() }
    var bits: UInt64 = 0
    for offset in 0..<8 { bits |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += 8
    return Double(bitPattern: bits)
  }

  package mutating func text() throws(DamagedBytes) -> String {
    let count = try length()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  package mutating func doubles() throws(DamagedBytes) -> [Double] {
    let count = try length(elementSize: 8)
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try double()) }
    return values
  }

  package mutating func moments() throws(DamagedBytes) -> Moments {
    Moments(
      count: try integer(), mean: try double(), squaredDeviations: try double(),
      minimum: try double(), maximum: try double())
  }

  package mutating func sketch() throws(DamagedBytes) -> QuantileSketch {
    let zeros = try integer()
    let count = try length(elementSize: 2)
    var (classes, counts): ([Int], [Int]) = ([], [])
    var last = 0
    for _ in 0..<count {
      let step = try integer()
      last += step % 2 == 0 ? step / 2 : -(step + 1) / 2
      guard abs(last) < 1 << 53 else { throw DamagedBytes() }
      classes.append(last)
      counts.append(try integer())
    }
    guard counts.reduce(Double(zeros), { $0 + Double($1) }) < 0x1p53 else { throw DamagedBytes() }
    return QuantileSketch(zeros: zeros, classes: classes, counts: counts)
  }
}
