import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Trees of subsets")
struct SubsetTreesTests {
  @Test("Trees of subsets count, rank and find like sorted arrays", arguments: [1, 2, 7, 64, 300])
  func trees(size: Int) {
    // Two groups before and behind, so that elements and places differ.
    let groups = Clustering(sizes: [3, size, 2])
    let range = groups.arms(of: 1)
    var trees = SubsetTrees(groups: groups)
    var roots = [SubsetTrees.wholeRoot(range), SubsetTrees.empty, SubsetTrees.empty]
    var sets = [Array(range), [], []]
    #expect(trees.height(roots[0]) == Int.bitWidth - size.leadingZeroBitCount, "balanced")
    #expect(trees.count(SubsetTrees.wholeRoot(groups.arms(of: 2))) == 2)
    var stream = testStream(UInt64(size))
    for round in 0..<12 * size {
      let element = range.lowerBound + stream.nextIndex(below: size)
      let from = sets.firstIndex { $0.contains(element) } ?? 0
      let to = stream.nextIndex(below: 3)
      trees.remove(element, from: &roots[from], origin: range.lowerBound)
      sets[from].removeAll { $0 == element }
      trees.insert(element, into: &roots[to], origin: range.lowerBound)
      sets[to] = (sets[to] + [element]).sorted()
      guard round % max(1, size / 8) == 0 else { continue }
      for (root, set) in zip(roots, sets) {
        #expect(trees.count(root) == set.count)
        let found = set.indices.map { trees.element($0, of: root) }
        #expect(found == set)
        for probe in [range.lowerBound, element, range.upperBound] {
          #expect(trees.below(probe, in: root) == set.count { $0 < probe })
        }
        // A random treap of 300 elements is higher than 40 less than once in 10^10.
        #expect(trees.height(root) <= 40)
      }
    }
  }

  @Test("The trees of regular subsets are low too", arguments: [1, 2, 3, 8, 16])
  func regularSubsets(step: Int) {
    let groups = Clustering.whole(4096)
    var trees = SubsetTrees(groups: groups)
    var rest = SubsetTrees.wholeRoot(0..<4096)
    var root = SubsetTrees.empty
    for element in stride(from: 0, to: 4096, by: step) {
      trees.remove(element, from: &rest, origin: 0)
      trees.insert(element, into: &root, origin: 0)
    }
    #expect(trees.count(root) == (4095 / step) + 1)
    #expect(trees.height(root) <= 50 && trees.height(rest) <= 50)
  }
}
