import BanditExperiments
import ClusterBandit

/// Bytes that are not what they should be.
struct DamagedBytes: Error {}

/// Reads what ``ByteWriter`` wrote; whatever the bytes are, it ends with a value or an error.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func integer() throws(DamagedBytes) -> Int {
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
  private mutating func length(elementSize: Int = 1) throws(DamagedBytes) -> Int {
    let length = try integer()
    guard length <= (bytes.count - position) / elementSize else { throw DamagedBytes() }
    return length
  }

  mutating func double() throws(DamagedBytes) -> Double {
    guard bytes.count - position >= 8 else { throw DamagedBytes() }
    var bits: UInt64 = 0
    for offset in 0..<8 { bits |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += 8
    return Double(bitPattern: bits)
  }

  mutating func text() throws(DamagedBytes) -> String {
    let count = try length()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func doubles() throws(DamagedBytes) -> [Double] {
    let count = try length(elementSize: 8)
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try double()) }
    return values
  }

  mutating func moments() throws(DamagedBytes) -> Moments {
    Moments(
      count: try integer(), mean: try double(), squaredDeviations: try double(),
      minimum: try double(), maximum: try double())
  }

  mutating func notes() throws(DamagedBytes) -> NumericalNotes {
    NumericalNotes(
      jitteredFactorisations: try integer(), largestRelativeJitter: try double(),
      diagonalFallbacks: try integer())
  }

  mutating func sketch() throws(DamagedBytes) -> QuantileSketch {
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

  mutating func sample() throws(DamagedBytes) -> CurveSample {
    switch try integer() {
    case 0: return .values(try doubles())
    case 1: return .sketch(try sketch())
    default: throw DamagedBytes()
    }
  }

  /// Something for each metric; what is there of a metric that this program does not know is left
  /// out.
  mutating func metrics<Value>(
    _ body: (inout ByteReader) throws(DamagedBytes) -> Value
  ) throws(DamagedBytes) -> [Metric: Value] {
    var found: [Metric: Value] = [:]
    for _ in 0..<(try length()) {
      let name = try text()
      let value = try body(&self)
      if let metric = Metric(rawValue: name) { found[metric] = value }
    }
    return found
  }

  mutating func list<Element>(
    _ body: (inout ByteReader) throws(DamagedBytes) -> Element
  ) throws(DamagedBytes) -> [Element] {
    var elements: [Element] = []
    for _ in 0..<(try length()) { elements.append(try body(&self)) }
    return elements
  }
}
