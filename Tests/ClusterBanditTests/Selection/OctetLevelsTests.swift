import Testing

@testable import ClusterBandit

@Suite("Levels of trees of fan-out 8")
struct OctetLevelsTests {
  @Test("A level has ⌈count/8^level⌉ nodes, and the root's is the first with one")
  func levels() {
    var checked = 0
    for count in Array(1...600) + [4095, 4096, 4097, 1 << 24, (1 << 24) + 1] {
      let levels = OctetLevels(count: count)
      var (nodes, level) = (count, 0)
      repeat {
        nodes = (nodes + 7) / 8
        level += 1
        #expect(levels.nodeCount(level) == nodes, "\(count) at \(level)")
        checked += 1
      } while nodes > 1
      #expect(levels.height == level && levels.nodeCount(0) == count)
    }
    #expect(checked > 1000)
  }
}
