public import Randomness

/// Hands out each candidate of a group once: the unplayed arms that index policies pull first.
///
/// With ties `first` the order is that of the candidates and costs no memory; with `uniform` it
/// is a Fisher–Yates shuffle that advances one step a pull, 4 bytes a candidate. O(1) a pull.
public struct UnplayedQueue: ~Copyable {
  private let groups: Clustering
  private var remaining: AlignedBuffer<Int>
  private var order: AlignedBuffer<Int32>

  /// A queue over groups none of whose candidates was handed out.
  public init(groups: Clustering, ties: TieBreak) {
    self.groups = groups
    remaining = AlignedBuffer(groups.sizes)
    switch ties {
    case .first:
      order = AlignedBuffer(repeating: 0, count: 0)
    case .uniform:
      order = AlignedBuffer(repeating: 0, count: groups.armCount)
      for candidate in 0..<groups.armCount { order[candidate] = Int32(candidate) }
    }
  }

  /// True while the group has a candidate that was never handed out.
  @inline(__always)
  public func isWaiting(_ group: Int) -> Bool { remaining[group] > 0 }

  /// The next candidate of a group that is waiting.
  ///
  /// Draws one index with ties `uniform`.
  public mutating func take(_ group: Int, using stream: inout RandomStream) -> Int {
    let range = groups.arms(of: group)
    let left = remaining[group]
    remaining[group] = left - 1
    guard order.count > 0 else { return range.upperBound - left }
    let chosen = range.lowerBound + stream.nextIndex(below: left)
    let candidate = order[chosen]
    order[chosen] = order[range.lowerBound + left - 1]
    return Int(candidate)
  }
}
