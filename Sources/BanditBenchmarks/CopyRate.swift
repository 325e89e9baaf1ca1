/// The rate at which memory is copied on one thread: the scale for everything that memory limits.
enum CopyRate {
  /// Bytes read and written in a second, the best of a few copies of 64 MiB.
  static func bytesPerSecond() -> Double {
    let count = 1 << 23
    let source = UnsafeMutablePointer<Double>.allocate(capacity: count)
    let target = UnsafeMutablePointer<Double>.allocate(capacity: count)
    defer {
      source.deallocate()
      target.deallocate()
    }
    source.initialize(repeating: 1, count: count)
    target.initialize(repeating: 0, count: count)
    var best = Double.infinity
    for round in 0..<7 {
      source[round] = Double(round)
      let start = BenchmarkClock.processorSeconds()
      target.update(from: source, count: count)
      best = min(best, BenchmarkClock.processorSeconds() - start)
    }
    return 16 * Double(count) / best
  }
}
