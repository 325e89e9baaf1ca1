/// Operations of BLAS and LAPACK beside plain loops, and the updates that stand on them beside
/// dgemm.
enum BLASCases {
  static let all: [BenchmarkCase] =
    [256, 512, 1024].map(product)
    + [(256, 64), (256, 128), (512, 64), (1024, 64), (1024, 128)].map(update)
    + [256, 1024].flatMap { [refactoring($0), draws($0)] }
    + [16, 128, 1024].map { order in
      comparison("dsyrk-64-\(order)") { LibraryComparison.rankUpdate(order: order, rank: 64) }
    }
    + [16, 256, 1024].map { order in
      comparison("dpotrf-\(order)") { LibraryComparison.factorization(order: order) }
    }
    + [8, 64, 1024].map { order in
      comparison("dtrmm-64-\(order)") {
        LibraryComparison.triangularProduct(order: order, columns: 64)
      }
    }
    + [16, 256, 1024].map { order in
      comparison("dsyrk-1-\(order)") { LibraryComparison.rankUpdate(order: order, rank: 1) }
    }
    + [16, 256, 1024].map { order in
      comparison("dgemv-\(order)") { LibraryComparison.vectorProduct(order: order) }
    }
    + [1024, 100_000].map { count in
      comparison("sum-\(count)") { LibraryComparison.scaledSum(count: count) }
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
        microseconds: 2e-3 * n * n * n / PosteriorTimes.gigaflopsOfProduct(order: order))
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
      let one = PosteriorTimes.batchUpdate(order: order, pulls: pulls)
      let single = PosteriorTimes.singleUpdates(order: order, pulls: pulls)
      let dgemm = PosteriorTimes.gigaflopsOfProduct(order: order)
      return BenchmarkCase.Sample(
        microseconds: one * 1e6, reference: single * 1e6, dgemm: dgemm)
    }
  }

  private static func refactoring(_ order: Int) -> BenchmarkCase {
    let n = Double(order)
    return blas(
      "refactor-\(order)", "one joint draw of \(order) arms after a pull: dpotrf and all",
      operations: n * n * n / 3
    ) {
      let one = PosteriorTimes.refactoring(order: order)
      let dgemm = PosteriorTimes.gigaflopsOfProduct(order: order)
      return BenchmarkCase.Sample(microseconds: one * 1e6, dgemm: dgemm)
    }
  }

  private static func draws(_ order: Int) -> BenchmarkCase {
    let n = Double(order)
    return blas(
      "draws-\(order)", "64 joint draws of \(order) arms: normals and dtrmm",
      operations: n * n * 64
    ) {
      let one = PosteriorTimes.draws(order: order, count: 64)
      let dgemm = PosteriorTimes.gigaflopsOfProduct(order: order)
      return BenchmarkCase.Sample(microseconds: one * 1e6, dgemm: dgemm)
    }
  }

  private static func comparison(
    _ name: String, _ measure: @escaping @Sendable () -> LibraryComparison
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
