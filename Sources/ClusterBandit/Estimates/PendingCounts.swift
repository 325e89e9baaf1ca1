/// How many pulls of each candidate wait for their rewards.
///
/// Memory is allocated with the first pending pull: 4 bytes a candidate. O(1).
struct PendingCounts {
  private var counts: [Int32] = []

  /// The pending pulls of a candidate.
  subscript(candidate: Int) -> Double { counts.isEmpty ? 0 : Double(counts[candidate]) }

  /// Adds one to a candidate among `total`, and returns how many it has.
  mutating func add(_ candidate: Int, of total: Int) -> Double {
    if counts.isEmpty { counts = Array(repeating: 0, count: total) }
    counts[candidate] += 1
    return Double(counts[candidate])
  }

  /// Sets a candidate's count to 0, and returns what it was.
  @discardableResult
  mutating func clear(_ candidate: Int) -> Double {
    guard !counts.isEmpty else { return 0 }
    let count = Double(counts[candidate])
    counts[candidate] = 0
    return count
  }
}
