import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Sets of candidates")
struct CandidateSetsTests {
  /// The middle one of three groups, and who is where.
  private struct Model {
    let range: Range<Int>
    var owners: [Int]
    func members(_ sets: [Int]) -> [Int] {
      range.filter { sets.contains(owners[$0 - range.lowerBound]) }
    }
  }

  private func check(_ sets: borrowing CandidateSets, _ model: Model, every step: Int) {
    for set in [1, 3, 4] {
      let members = model.members([set])
      #expect(sets.count(set) == members.count)
      let places = Array(stride(from: 0, to: members.count, by: step))
      let found = places.map { sets.member($0, of: set, group: 1) }
      #expect(found == places.map { members[$0] })
    }
    for union in [[1, 3], [3, 4], [1, 3, 4]] {
      let members = model.members(union)
      let places = Array(stride(from: 0, to: members.count, by: step))
      let found = places.map { sets.member($0, ofAll: union, group: 1) }
      #expect(found == places.map { members[$0] })
    }
  }

  @Test(
    "Sets count and find like sorted arrays, be they large or small",
    arguments: [1, 2, 31, 32, 33, 300, 1024, 1500, 5000, 40_000, 65_537, 70_001])
  func sets(size: Int) {
    // Two groups before and behind, so that candidates and places differ.
    let groups = Clustering(sizes: [3, size, 2])
    var sets = CandidateSets(groups: groups, room: 5)
    var model = Model(range: groups.arms(of: 1), owners: Array(repeating: 1, count: size))
    var stream = testStream(UInt64(size))
    let step = max(1, size / 150)
    check(sets, model, every: step)
    var moves = 0
    // Sets grow and shrink by shares that make lists of counts and counts of lists.
    for (target, share) in [(3, 0.002), (4, 0.02), (3, 1), (1, 0.7), (4, 2), (3, 0.01), (1, 5)] {
      for _ in 0..<max(3, Int(share * Double(size))) {
        let candidate = model.range.lowerBound + stream.nextIndex(below: size)
        let to = stream.nextIndex(below: 20) == 0 ? [1, 3, 4][stream.nextIndex(below: 3)] : target
        let place = candidate - model.range.lowerBound
        guard model.owners[place] != to else { continue }
        sets.move(candidate, to: to, group: 1)
        model.owners[place] = to
        moves += 1
        #expect(sets.set(of: candidate) == to)
      }
      check(sets, model, every: step)
    }
    // A set gives up its bits between the looks at it, and lists what is left.
    for left in [size / 40, size / 100, size / 2000] {
      let members = model.members([1])
      for candidate in members.dropLast(left) {
        sets.move(candidate, to: 3, group: 1)
        model.owners[candidate - model.range.lowerBound] = 3
      }
      let header = sets.headers[1]
      if left > 1 {
        #expect(header.hasBits == (size > CandidateSets.nearby && left == size / 40))
        #expect(header.count == left)
      }
      check(sets, model, every: step)
    }
    #expect(moves >= size)
    #expect(sets.count(0) == 3 && sets.count(2) == 2)
    #expect(sets.member(1, of: 2, group: 2) == size + 4)
  }

  @Test("Every member of regular subsets is found", arguments: [1, 2, 3, 8, 33, 1025])
  func regularSubsets(step: Int) {
    var sets = CandidateSets(groups: .whole(70_000), room: 2)
    var subset = Array(stride(from: 0, to: 70_000, by: step))
    for candidate in subset { sets.move(candidate, to: 1, group: 0) }
    #expect(subset.indices.map { sets.member($0, of: 1, group: 0) } == subset)
    // All but a few leave again, the first ones first.
    while subset.count > 5 { sets.move(subset.removeFirst(), to: 0, group: 0) }
    #expect(subset.indices.map { sets.member($0, of: 1, group: 0) } == subset)
    #expect(sets.count(0) == 69_995)
  }

  @Test("Members of a union are found where there are more than 32 times 32768 candidates")
  func manyCandidates() {
    let count = 1_100_000
    var sets = CandidateSets(groups: .whole(count), room: 5)
    // One set with counts, one list that begins beyond the first 2^20, one single member, and the
    // last candidate in a list of two.
    let lists = [Array(stride(from: 1_050_000, to: 1_099_000, by: 700)), [777], [5, count - 1]]
    for (number, list) in lists.enumerated() {
      for candidate in list { sets.move(candidate, to: number + 1, group: 0) }
    }
    let listed = lists.flatMap { $0 }.sorted()
    #expect(listed.indices.map { sets.member($0, ofAll: [3, 1, 2], group: 0) } == listed)
    for candidate in stride(from: 0, to: count, by: 9) where sets.set(of: candidate) == 0 {
      sets.move(candidate, to: 4, group: 0)
    }
    let union = (0..<count).filter { sets.set(of: $0) > 0 }
    let places = Array(stride(from: 0, to: union.count, by: 997)) + [union.count - 1]
    let found = places.map { sets.member($0, ofAll: [4, 1, 2, 3], group: 0) }
    #expect(found == places.map { union[$0] })
  }

  @Test("Sets that end give their memory to those that begin")
  func memory() {
    var sets = CandidateSets(groups: .whole(5000), room: 5000)
    var afterFirst = 0
    for round in 1...10 {
      // Sets of five, then one of all.
      for candidate in 0..<5000 where candidate % 5 > 0 || candidate > 0 {
        let own = 1 + candidate / 5
        if sets.set(of: candidate) != own { sets.move(candidate, to: own, group: 0) }
      }
      for candidate in 1..<5000 { sets.move(candidate, to: 0, group: 0) }
      #expect(sets.count(0) == 5000)
      if round == 1 { afterFirst = sets.setBytes }
    }
    #expect(sets.setBytes == afterFirst)
    // A header of 16 bytes each; a list of eight for each set, at most twice as many.
    #expect(afterFirst <= 5000 * 16 + 2 * 1024 * 32)
  }

  @Test("Room grows with the sets")
  func room() {
    var sets = CandidateSets(groups: .whole(6), room: 1)
    for candidate in 0..<5 {
      if candidate + 1 >= sets.room { sets.grow() }
      sets.move(candidate, to: candidate + 1, group: 0)
    }
    #expect((0..<6).map { sets.set(of: $0) } == [1, 2, 3, 4, 5, 0])
    #expect((0..<6).map { sets.count($0) } == Array(repeating: 1, count: 6))
  }
}
