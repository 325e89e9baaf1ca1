import BanditExperiments
import ByteCoding
import ClusterBandit

extension ByteReader {
  mutating func notes() throws(DamagedBytes) -> NumericalNotes {
    NumericalNotes(
      jitteredFactorisations: try integer(), largestRelativeJitter: try double(),
      diagonalFallbacks: try integer())
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
