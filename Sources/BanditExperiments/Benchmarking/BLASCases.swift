/// Operations of BLAS and LAPACK beside plain loops, and the updates that stand on them beside dgemm.
enum BLASCases {
  private typealias Rates = BatchUpdateRate

  private static func clock() -> Double { BenchmarkClock.processorSeconds() }

  static let all: [BenchmarkCase] =
    [256, 512, 1024].map(product)
    + [(256, 64), (256, 128), (512, 64), (1024, 64), (1024, 128)].map(update)
    + [256, 1024].flatMap { [refactoring($0), draws($0)] }
    + [16, 128, 1024].map { order in
      comparison("dsyrk-64-\(order)") { Rates.rankUpdate(order: order, rank: 64, clock: clock) }
    }
    + [16, 256, 1024].map { order in
      comparison("dpotrf-\(order)") { Rates.factorization(order: order, clock: clock) }
    }
    + [8, 64, 1024].map { order in
      comparison("dtrmm-64-\(order)") {
        Rates.triangularProduct(order: order, columns: 64, clock: clock)
      }
    }
    + [16, 256, 1024].map { order in
      comparison("dsyrk-1-\(order)") { Rates.rankUpdate(order: order, rank: 1, clock: clock) }
    }
    + [16, 256, 1024].map { order in
      comparison("dgemv-\(order)") { Rates.vectorProduct(order: order, clock: clock) }
    }
    + [1024, 100_000].map { count in
      comparison("sum-\(count)") { Rates.scaledSum(count: count, clock: clock) }
    }

  private static func blas(
    _ name: String, _ summary: String, operations: Double? = nil,
    _ sample: @escaping @Sendable () -> BenchmarkCase.Sample
  ) -> BenchmarkCase {
    var one = BenchmarkCase(
      name: "blas-\(name)", group: .blas, summary: summary, unit: .operation, units: 1,
      sample: sample)
    one.operations = operations
    return one
  }

  private static func product(_ order: Int) -> BenchmarkCase {
    let n = Double(order)
    return blas("dgemm-\(order)", "dgemm of order \(order)", operations: 2 * n * n * n) {
      BenchmarkCase.Sample(
        microseconds: Rates.product(order: order, clock: clock).seconds * 1e6)
    }
  }

  /// A batch of pulls as one update, beside the same pulls one by one and beside dgemm.
  private static func update(order: Int, pulls: Int) -> BenchmarkCase {
    let (n, b) = (Double(order), Double(pulls))
    return blas(
      "update-\(order)-\(pulls)",
      "posterior of \(order) arms after \(pulls) pulls; loop: one by one",
      operations: b * b * b / 3 + n * b * b + n * n * b + 2 * n * b
    ) {
      let one = Rates.batchUpdate(order: order, pulls: pulls, clock: clock)
      let single = Rates.singleUpdates(order: order, pulls: pulls, clock: clock)
      let dgemm = Rates.product(order: order, clock: clock)
      return BenchmarkCase.Sample(
        microseconds: one.seconds * 1e6, reference: single.seconds * 1e6, dgemm: dgemm.gigaflops)
    }
  }

  private static func refactoring(_ order: Int) -> BenchmarkCase {
    let n = Double(order)
    return blas(
      "refactor-\(order)", "one joint draw of \(order) arms after a pull: dpotrf and all",
      operations: n * n * n / 3
    ) {
      let one = Rates.refactoring(order: order, clock: clock)
      let dgemm = Rates.product(order: order, clock: clock)
      return BenchmarkCase.Sample(microseconds: one.seconds * 1e6, dgemm: dgemm.gigaflops)
    }
  }

  private static func draws(_ order: Int) -> BenchmarkCase {
    let n = Double(order)
    return blas(
      "draws-\(order)", "64 joint draws of \(order) arms: normals and dtrmm",
      operations: n * n * 64
    ) {
      let one = Rates.draws(order: order, count: 64, clock: clock)
      let dgemm = Rates.product(order: order, clock: clock)
      return BenchmarkCase.Sample(microseconds: one.seconds * 1e6, dgemm: dgemm.gigaflops)
    }
  }

  private static func comparison(
    _ name: String, _ measure: @escaping @Sendable () -> Rates.Comparison
  ) -> BenchmarkCase {
    let words = name.split(separator: "-")
    let summary =
      words.count == 3
      ? "\(words[0]), rank or columns \(words[1]), n = \(words[2])"
      : "\(words[0] == "sum" ? "y/2 + a x" : String(words[0])), n = \(words[1])"
    return blas(name, summary) {
      let both = measure()
      return BenchmarkCase.Sample(
        microseconds: both.library * 1e6, reference: both.loop * 1e6)
    }
  }
}
