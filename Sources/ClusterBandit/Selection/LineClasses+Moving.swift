extension LineClasses {
  /// Gives a candidate another line.
  ///
  /// O(1) where the class of that line is one that others of its class went to, else O(slopes +
  /// classes of that slope).
  mutating func setLine(of candidate: Int, to line: SIMD2<Double>) {
    // Of the candidate that was chosen last the class is known: the processor need not wait for
    // memory to tell it, which the next choice would wait for in turn.
    let old = candidate == chosen.candidate ? chosen.set : members.set(of: candidate)
    let record = records[old]
    // A pull changes the slope, but a success need not change a mean of 1: the slope is asked
    // first, for a branch that depends on rewards is seldom foreseen.
    if record.line.y == line.y, record.line.x == line.x { return }
    if looksAhead {
      foreseen.isDue = candidate == chosen.candidate && old == foreseen.set
      if !foreseen.isDue { forgetForeseen() }
    }
    chosen.candidate = -1
    // After a success or a failure, also where the mean stays 1 or 0.
    let rises = line.x > record.line.x
    let stays = line.x == record.line.x
    let way = (rises ? 1 : 0) | ((stays ? 1 : 0) & (line.x > 0 ? 1 : 0))
    var new = Int(record.heirs[way])
    if new < 0 || records[new].line != line {
      new = find(line)
      records[old].heirs[way] = Int32(truncatingIfNeeded: new)
    }
    members.move(candidate, from: old, to: new, group: 0)
    if members.count(old) == 0 { endClass(old) }
  }

  /// The class with a line, which is made if there is none.
  private mutating func find(_ line: SIMD2<Double>) -> Int {
    let place = place(of: line.y)
    var above: Int32 = -1
    var below = tops[place]
    while below >= 0, records[Int(below)].line.x > line.x {
      above = below
      below = records[Int(below)].below
    }
    if below >= 0, records[Int(below)].line.x == line.x { return Int(below) }
    let new = takeRecord()
    let isTight =
      (above >= 0 && records[Int(above)].line.x - line.x < Self.gap)
      || (below >= 0 && line.x - records[Int(below)].line.x < Self.gap)
    tightCount += isTight ? 1 : 0
    records[new] = Record(
      line: line, above: above, below: below, place: Int32(truncatingIfNeeded: place),
      isTight: isTight)
    let own = Int32(truncatingIfNeeded: new)
    if below >= 0 { records[Int(below)].above = own }
    if above >= 0 {
      records[Int(above)].below = own
    } else {
      tops[place] = own
      setLine(line, at: place)
    }
    // Whether the leading class stays ahead of a new top, or of one next below it, is not known.
    if above < 0 || Int(above) == leading { leading = -1 }
    classCount += 1
    return new
  }

  /// The place of a slope, which is made if there is none.
  private mutating func place(of slope: Double) -> Int {
    for block in 0..<(usedPlaces + 7) / 8 {
      let alike = slopes[block].bits(equalTo: slope)
      if alike != 0 { return 8 * block + Octet.first(alike) }
    }
    let place: Int
    if freePlace >= 0 {
      place = Int(freePlace)
      freePlace = tops[place]
    } else {
      place = usedPlaces
      usedPlaces += 1
      if usedPlaces > tops.count { growPlaces() }
    }
    tops[place] = -1
    slopeCount += 1
    return place
  }

  /// Takes a class without members out of its list.
  private mutating func endClass(_ old: Int) {
    let record = records[old]
    let place = Int(record.place)
    if record.below >= 0 { records[Int(record.below)].above = record.above }
    if record.above >= 0 {
      records[Int(record.above)].below = record.below
    } else if record.below >= 0 {
      tops[place] = record.below
      setLine(records[Int(record.below)].line, at: place)
    } else {
      setLine(Self.absent, at: place)
      tops[place] = freePlace
      freePlace = Int32(truncatingIfNeeded: place)
      slopeCount -= 1
    }
    tightCount -= record.isTight ? 1 : 0
    if old == leading { leading = -1 }
    // No candidate has a line of this slope.
    records[old].line = Self.absent
    records[old].below = freeRecord
    freeRecord = Int32(truncatingIfNeeded: old)
    classCount -= 1
  }

  private mutating func takeRecord() -> Int {
    if freeRecord >= 0 {
      let record = Int(freeRecord)
      freeRecord = records[record].below
      return record
    }
    if usedRecords == records.count {
      var larger = AlignedBuffer(repeating: records[0], count: 2 * usedRecords)
      for record in 0..<usedRecords { larger[record] = records[record] }
      records = larger
      members.grow()
    }
    usedRecords += 1
    return usedRecords - 1
  }

  private mutating func growPlaces() {
    let blocks = intercepts.count
    var first = AlignedBuffer(repeating: Octet(repeating: Self.absent.x), count: 2 * blocks)
    var second = AlignedBuffer(repeating: Octet(repeating: Self.absent.y), count: 2 * blocks)
    var third = AlignedBuffer<Int32>(repeating: -1, count: 16 * blocks)
    for block in 0..<blocks {
      first[block] = intercepts[block]
      second[block] = slopes[block]
    }
    for place in 0..<8 * blocks { third[place] = tops[place] }
    intercepts = first
    slopes = second
    tops = third
  }

  /// Writes the highest line of a slope.
  @inline(__always)
  mutating func setLine(_ line: SIMD2<Double>, at place: Int) {
    intercepts.base[place &>> 3][place & 7] = line.x
    slopes.base[place &>> 3][place & 7] = line.y
  }
}
