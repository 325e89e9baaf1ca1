public import Randomness

/// Hands out each candidate of a group once: the unplayed arms that index policies pull first.
///
/// With ties `first` the order is that of the candidates and costs no memory; with `uniform` it
/// is a Fisher–Yates shuffle that advances one step a pull, 4 bytes a candidate. O(1) a pull.
///
/// Where candidates are put back, or taken out before their turn, `first` keeps 4 bytes a
/// candidate, too, and takes O(group) steps a pull that hands one out.
public struct UnplayedQueue: ~Copyable {
  private let groups: Clustering
  private let ties: TieBreak
  private var remaining: AlignedBuffer<Int>
  private var order: AlignedBuffer<Int32>
  /// Who is handed out next if the stream that was handed in last is not used before; −1 where
  /// that is not looked for, as candidates are few or come in order, and where nobody is left.
  private(set) var likelyNext = -1

  /// A queue over groups none of whose candidates was handed out.
  public init(groups: Clustering, ties: TieBreak) {
    self.groups = groups
    self.ties = ties
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
    if ties == .first { return remove(at: range.lowerBound, group) }
    let chosen = range.lowerBound + stream.nextIndex(below: left)
    let candidate = order[chosen]
    order[chosen] = order[range.lowerBound + left - 1]
    if order.count > CandidateSets.nearby { lookAhead(range.lowerBound, left - 1, stream) }
    return Int(candidate)
  }

  /// The same, noting who is likely to come next, or −1.
  @inline(__always)
  mutating func take(
    _ group: Int, using stream: inout RandomStream, expecting next: inout Int
  ) -> Int {
    let candidate = take(group, using: &stream)
    next = likelyNext
    return candidate
  }

  /// Hands out all that wait in a group, to nobody.
  mutating func dismiss(_ group: Int) { remaining[group] = 0 }

  /// Looks who comes next of `left` candidates, and asks memory for who may come after that.
  @inline(__always)
  private mutating func lookAhead(_ first: Int, _ left: Int, _ stream: RandomStream) {
    var stream = stream
    likelyNext = left > 0 ? Int(order[first &+ stream.nextIndex(below: left)]) : -1
    if left > 1 { order.fetch(first &+ stream.nextIndex(below: left &- 1)) }
  }

  /// Puts a candidate back among those that wait, or takes it from them; nothing if it is there
  /// already, or gone.
  ///
  /// Draws nothing. O(group).
  public mutating func set(_ candidate: Int, group: Int, isWaiting: Bool) {
    if order.count == 0 { list() }
    let first = groups.offsets[group]
    let left = remaining[group]
    var place = first
    while place < first + left, order[place] != candidate { place += 1 }
    if isWaiting == (place < first + left) { return }
    guard isWaiting else {
      remaining[group] = left - 1
      _ = remove(at: place, group)
      return
    }
    remaining[group] = left + 1
    while place > first, order[place - 1] > candidate {
      order[place] = order[place - 1]
      place -= 1
    }
    order[place] = Int32(candidate)
  }

  /// Takes the candidate at a place from those that wait, of which there are fewer by one already.
  private mutating func remove(at place: Int, _ group: Int) -> Int {
    let candidate = Int(order[place])
    for next in place..<groups.offsets[group] + remaining[group] { order[next] = order[next + 1] }
    return candidate
  }

  /// Writes down the candidates that wait, with ties `first`.
  private mutating func list() {
    order = AlignedBuffer(repeating: 0, count: groups.armCount)
    for group in 0..<groups.clusterCount {
      let range = groups.arms(of: group)
      for place in 0..<remaining[group] {
        order[range.lowerBound + place] = Int32(range.upperBound - remaining[group] + place)
      }
    }
  }
}
