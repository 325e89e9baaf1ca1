import Randomness

/// The classes of a group that share the highest index, and the choice among their members.
///
/// The choice is that of a scan over the candidates, tie for tie and word for word.
struct ClassMaximum {
  /// The slots of the classes that share the highest index; kept to spare allocations.
  private var slots: [Int] = []

  /// The last level that was worked out, and for which index: where many share the highest index
  /// it stays for long.
  private var known = (index: Double.nan, level: ArmClasses.Level.lowest)

  /// The first of them that was found.
  var first: Int { slots[0] }

  /// Finds the classes of the highest index.
  ///
  /// Only classes that the filter of ``ArmClasses`` lets through and that reach the highest index
  /// so far are asked for theirs. O(live classes).
  ///
  /// - Parameters:
  ///   - start: the class to begin with; it only saves work.
  ///   - budget: a class may be passed over at a level if its divergence from it exceeds this.
  ///   - level: the level that must be reached to have an index as high as the given one; the same
  ///     function in every call.
  ///   - reaches: whether a class can have an index as high as the given one.
  ///   - index: the index of a class.
  @inline(__always)
  mutating func find(
    in classes: borrowing ArmClasses, group: Int, from start: Int, budget: Double,
    level: (Double) -> ArmClasses.Level, reaches: (ArmClasses.Record, Double) -> Bool,
    index: (ArmClasses.Record) -> Double
  ) {
    slots.removeAll(keepingCapacity: true)
    slots.append(start)
    var highest = index(classes.record(start))
    if highest != known.index { known = (highest, level(highest)) }
    var bar = known.level
    // A class without pulls has the divergence 0, and the budget may be 0.
    let budget = budget * (1 + 0x1p-40) + .leastNormalMagnitude
    for block in classes.blocks(of: group) {
      let excess = classes.excess(block, over: bar, budget: budget)
      var near = excess.bits(below: 0)
      while near != 0 {
        let slot = classes.slot(block: block, lane: Octet.first(near))
        near &= near &- 1
        guard slot >= 0, slot != start, reaches(classes.record(slot), highest) else { continue }
        let value = index(classes.record(slot))
        if value > highest {
          slots.removeAll(keepingCapacity: true)
          slots.append(slot)
          highest = value
          bar = level(highest)
        } else if value == highest {
          slots.append(slot)
        }
      }
    }
  }

  /// Finds the classes of the lowest index, where an index is at least the divergence from one
  /// level.
  ///
  /// Only classes that the filter of ``ArmClasses`` lets through are asked for theirs. O(live
  /// classes).
  ///
  /// - Parameters:
  ///   - start: the class to begin with; it only saves work.
  ///   - level: one that all means are below or at.
  ///   - budget: a class has a higher index than the given one if its divergence exceeds this.
  ///   - index: the index of a class.
  @inline(__always)
  mutating func findLowest(
    in classes: borrowing ArmClasses, group: Int, from start: Int, level: ArmClasses.Level,
    budget: (Double) -> Double, index: (ArmClasses.Record) -> Double
  ) {
    slots.removeAll(keepingCapacity: true)
    slots.append(start)
    var lowest = index(classes.record(start))
    var bar = budget(lowest)
    for block in classes.blocks(of: group) {
      let excess = classes.excess(block, over: level, budget: bar)
      var near = excess.bits(below: 0)
      while near != 0 {
        let slot = classes.slot(block: block, lane: Octet.first(near))
        near &= near &- 1
        guard slot >= 0, slot != start else { continue }
        let value = index(classes.record(slot))
        if value < lowest {
          slots.removeAll(keepingCapacity: true)
          slots.append(slot)
          lowest = value
          bar = budget(lowest)
        } else if value == lowest {
          slots.append(slot)
        }
      }
    }
  }

  /// The first of the members, or any with the same probability.
  ///
  /// Draws one index if ties are `uniform` and there are two members or more.
  func choose(
    from classes: borrowing ArmClasses, ties: TieBreak, using stream: inout RandomStream
  ) -> Int {
    if ties == .first {
      var first = Int.max
      for slot in slots { first = min(first, classes.member(0, of: slot)) }
      return first
    }
    var count = 0
    for slot in slots { count += classes.count(slot) }
    return classes.member(count == 1 ? 0 : stream.nextIndex(below: count), ofAll: slots)
  }
}
