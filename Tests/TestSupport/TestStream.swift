public import Randomness

/// A stream of random words that belongs to one test: its seed is the test function's name.
///
/// A test draws the same words on every run and every machine, whatever other tests run, and two
/// tests share no words. A parameterized test passes a different `index` for each argument.
public func testStream(_ index: UInt64 = 0, of test: String = #function) -> RandomStream {
  SeedTree(test: test).stream(replication: index, role: .policy)
}

extension SeedTree {
  /// A tree that belongs to one test: its root is a hash of the test's name and another root.
  public init(test name: String, root: UInt64 = 0) {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    self.init(root: hash ^ root)
  }
}
