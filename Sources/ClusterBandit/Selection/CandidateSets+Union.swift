extension CandidateSets {
  /// Ascending members of a set, and which of them lie in the places that are still looked at.
  private struct Window: BitwiseCopyable {
    let list: UnsafePointer<Int32>
    var low: Int32
    var high: Int32
    /// Where the window was parted last.
    var middle: Int32 = 0

    /// Parts the window at a number; how many of its members are smaller.
    @inline(__always)
    mutating func part(at number: Int) -> Int32 {
      var place = low
      var count = high &- low
      while count > 0 {
        let half = count &>> 1
        let isBelow = Int(list[Int(place &+ half)]) < number
        place = isBelow ? place &+ half &+ 1 : place
        count = isBelow ? count &- half &- 1 : half
      }
      middle = place
      return place &- low
    }
  }

  /// The k-th member of the union of several sets of a group in the order of the candidates.
  ///
  /// The places in question become fewer, 32 times at each level of counts. How many members come
  /// before each of 32 stretches is known at once of sets with counts, as running sums. Of a list a
  /// search tells it for one place, and the number grows with the place: so the stretch is found by
  /// bisection, which asks five times and not 32, each time only what of the list is still in
  /// question. A single member is a list of one.
  ///
  /// O(32 · sets) for each level of counts, and O(log list) for each list.
  func member(_ k: Int, ofAll sets: [Int], group: Int) -> Int {
    guard sets.count > 1 else { return member(k, of: sets[0], group: group) }
    return withUnsafeTemporaryAllocation(of: Window.self, capacity: sets.count) { memory in
      var listed = 0
      for set in sets where headers[set].count == 1 || !headers[set].isCounted {
        let header = headers[set]
        // The mixture, which stands behind the count, is the only member of a set of one.
        let list =
          header.count == 1
          ? UnsafeRawPointer(headers.base + set).assumingMemoryBound(to: Int32.self) + 1
          : UnsafePointer(listMemory(header))
        memory.initializeElement(
          at: listed, to: Window(list: list, low: 0, high: header.count))
        listed += 1
      }
      return member(k, ofAll: sets, .init(rebasing: memory[..<listed]), group: group)
    }
  }

  private func member(
    _ k: Int, ofAll sets: [Int], _ windows: UnsafeMutableBufferPointer<Window>, group: Int
  ) -> Int {
    let end = groups.arms(of: group).upperBound
    var first = groups.offsets[group]
    var left = Int32(truncatingIfNeeded: k)
    let sums = self.sums.base
    for level in [15, 10, 5] where groups.size(of: group) > 1 &<< level {
      while true {
        let count = min(32, (end &- first &- 1) &>> level &+ 1)
        sumUp(sets, group, from: first, level, count)
        // All of the first stretches together hold no more than `left`; `listed` of it in windows.
        var (low, high, listed) = (0, count, Int32(0))
        while low < high {
          let middle = (low &+ high) &>> 1
          var before = listed
          for position in windows.indices {
            before &+= windows[position].part(at: first &+ (middle &+ 1) &<< level)
          }
          let isBeyond = sums[middle] &+ before <= left
          low = isBeyond ? middle &+ 1 : low
          high = isBeyond ? high : middle
          listed = isBeyond ? before : listed
          for position in windows.indices {
            let window = windows[position]
            windows[position].low = isBeyond ? window.middle : window.low
            windows[position].high = isBeyond ? window.high : window.middle
          }
        }
        first &+= low &<< level
        left &-= (low > 0 ? sums[low &- 1] : 0) &+ listed
        if low < count { break }
      }
    }
    var places: UInt32 = 0
    for set in sets { places |= places32(of: set, from: first) }
    return first &+ Self.place(Int(left), in: places)
  }

  /// Works out how many members sets with counts have in the first 1, 2, … `count` stretches of
  /// 2^level candidates from `first` on.
  @inline(__always)
  private func sumUp(_ sets: [Int], _ group: Int, from first: Int, _ level: Int, _ count: Int) {
    let sums = self.sums.base
    for stretch in 0..<count { sums[stretch] = 0 }
    let counts = Counts(size: groups.size(of: group))
    let place = first &- groups.offsets[group]
    for set in sets where headers[set].count > 1 && headers[set].isCounted {
      counts.add(memory(headers[set]), place, level, stretches: count, to: sums)
    }
    var sum: Int32 = 0
    for stretch in 0..<count {
      sum &+= sums[stretch]
      sums[stretch] = sum
    }
  }
}
