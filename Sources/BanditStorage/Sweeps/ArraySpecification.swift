/// Numbers as array jobs name them: "0,3-5".
package struct ArraySpecification: Sendable, Equatable, CustomStringConvertible {
  private let ranges: [ClosedRange<Int>]

  /// Numbers in any order.
  package init(_ numbers: some Sequence<Int>) {
    ranges = Set(numbers).sorted().reduce(into: []) { ranges, number in
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }

  /// The beginning of a sentence about shards of these numbers: "shards 0,3-5 are".
  package var shardsAre: String {
    ranges.count == 1 && ranges[0].count == 1 ? "shard \(self) is" : "shards \(self) are"
  }

  /// The text; empty of no numbers.
  package var description: String {
    ranges.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
  }
}
