public import Randomness

/// A stream of random words that belongs to one test: its seed is the test function's name.
///
/// A test draws the same words on every run and every machine, whatever other tests run, and two
/// tests share no words. A parameterized test passes a different `index` for each argument.
public func testStream(_ index: UInt64 = 0, of test: String = #function) -> RandomStream {
  SeedTree(root: 0, experiment: "test " + test).stream(replication: index, role: .policy)
}
