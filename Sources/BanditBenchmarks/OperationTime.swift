import Randomness

/// The time that an operation takes on the caller's thread.
///
/// Figures of one run of the program can be compared with each other, those of two machines cannot.
enum OperationTime {
  /// The seconds of one `operation`: the best of five runs of at least 4 ms each.
  static func seconds(_ operation: () -> Void) -> Double {
    operation()
    var repetitions = 1
    var best = Double.infinity
    var runs = 0
    while runs < 5 {
      let start = BenchmarkClock.processorSeconds()
      for _ in 0..<repetitions { operation() }
      let elapsed = BenchmarkClock.processorSeconds() - start
      if elapsed < 4e-3 {
        repetitions *= 2
        continue
      }
      best = min(best, elapsed / Double(repetitions))
      runs += 1
    }
    return best
  }

  /// Fixed numbers in [0, 1) that look random, to operate on.
  static func numbers(_ count: Int) -> [Double] {
    var stream = SeedTree(root: 1).stream(replication: 0, role: .instance)
    return (0..<count).map { _ in stream.nextUnit() }
  }
}
