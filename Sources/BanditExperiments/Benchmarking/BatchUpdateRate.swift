import ClusterBandit
import LinearAlgebra
import Randomness

/// What batches of pulls on Gaussian clusters cost, and what BLAS and LAPACK gain over plain loops.
///
/// Every figure is the time of one operation in the best of a few runs, each of some milliseconds, on the
/// caller's thread; figures of one run of the program can be compared with each other, those of two
/// machines cannot.
package enum BatchUpdateRate {
  /// Gives the seconds of some clock.
  package typealias Clock = () -> Double

  /// The time of one operation and how many floating-point operations it stands for.
  package struct Rate: Sendable {
    /// Seconds of one.
    package let seconds: Double
    /// Multiplications and additions.
    package let operations: Double

    /// 10⁹ operations a second.
    package var gigaflops: Double { operations / seconds / 1e9 }
  }

  /// An operation of BLAS or LAPACK beside the same one as a plain loop.
  package struct Comparison: Sendable {
    /// The name and the size.
    package let name: String
    /// Seconds of the library's.
    package let library: Double
    /// Seconds of the loop.
    package let loop: Double

    /// How many times faster the library is.
    package var gain: Double { loop / library }
  }

  /// The time of one `operation`: the best of five runs of at least 4 ms each.
  private static func seconds(_ clock: Clock, _ operation: () -> Void) -> Double {
    operation()
    var repetitions = 1
    var best = Double.infinity
    var runs = 0
    while runs < 5 {
      let start = clock()
      for _ in 0..<repetitions { operation() }
      let elapsed = clock() - start
      if elapsed < 4e-3 {
        repetitions *= 2
        continue
      }
      best = min(best, elapsed / Double(repetitions))
      runs += 1
    }
    return best
  }
}

// MARK: - The posterior of a cluster

extension BatchUpdateRate {
  /// C ← C/2 − A Bᵀ with A and B of n × b, as gemm does it: what the update would cost as a plain product,
  /// 2 n² b operations.
  package static func product(order n: Int, rank b: Int, clock: Clock) -> Rate {
    let (a, c) = (numbers(b * n), numbers(b * n))
    var result = numbers(n * n)
    let time = seconds(clock) {
      var span = result.mutableSpan
      gemm(
        opB: .transposed, alpha: -1, rows: n, columns: n, inner: b, a.span, c.span, beta: 0.5,
        &span)
    }
    return Rate(seconds: time, operations: 2 * Double(n) * Double(n) * Double(b))
  }

  /// The square product of the order: 2 n³ operations.
  package static func product(order n: Int, clock: Clock) -> Rate {
    product(order: n, rank: n, clock: clock)
  }

  /// One batch of b distinct arms of a cluster of n: n² b + n b² + b³/3 operations, those of dsyrk, dtrsm
  /// and dpotrf, and 2 n b of dgemv.
  package static func batchUpdate(order n: Int, pulls b: Int, clock: Clock) -> Rate {
    var posterior = Self.posterior(n, draws: false)
    let arms = (0..<b).map { Int32($0 * n / b) }
    let rewards = numbers(b)
    let time = seconds(clock) { posterior.update(arms: arms.span, rewards: rewards.span) }
    let (order, pulls) = (Double(n), Double(b))
    return Rate(
      seconds: time,
      operations: pulls * pulls * pulls / 3 + order * pulls * pulls + order * order * pulls
        + 2 * order * pulls)
  }

  /// The same pulls learned one by one: 2 n² operations' worth of a triangle each, n² b in all.
  package static func singleUpdates(order n: Int, pulls b: Int, clock: Clock) -> Rate {
    var posterior = Self.posterior(n, draws: false)
    let rewards = numbers(b)
    let time = seconds(clock) {
      for pull in 0..<b {
        posterior.update(arm: pull * n / b, cluster: 0, reward: rewards[pull])
      }
    }
    return Rate(seconds: time, operations: Double(n) * Double(n) * Double(b))
  }

  /// One joint draw after a pull, the factorization included: n³/3 operations.
  package static func refactoring(order n: Int, clock: Clock) -> Rate {
    var posterior = Self.posterior(n, draws: true)
    var stream = SeedTree(root: 1, experiment: "bench").stream(replication: 0, role: .policy)
    var arm = 0
    let time = seconds(clock) {
      posterior.update(arm: arm, cluster: 0, reward: 0)
      posterior.draw(1, using: &stream)
      arm = (arm + 1) % n
    }
    return Rate(seconds: time, operations: Double(n) * Double(n) * Double(n) / 3)
  }

  /// b joint draws without a factorization, normals and all: n² b operations.
  package static func draws(order n: Int, count b: Int, clock: Clock) -> Rate {
    var posterior = Self.posterior(n, draws: true)
    var stream = SeedTree(root: 1, experiment: "bench").stream(replication: 0, role: .policy)
    let count = min(b, posterior.drawLimit)
    let time = seconds(clock) { posterior.draw(count, using: &stream) }
    return Rate(
      seconds: time * Double(b) / Double(count),
      operations: Double(n) * Double(n) * Double(b))
  }

  private static func posterior(_ n: Int, draws: Bool) -> CovariancePosterior {
    var covariance = Matrix(rows: n, columns: n, repeating: 0.5)
    for index in 0..<n { covariance[index, index] = 1.5 }
    return CovariancePosterior(
      GaussianPrior(mean: 0, structure: .dense([covariance])),
      clustering: Clustering(sizes: [n]), deviation: 1, needs: PosteriorNeeds(draws: draws))
  }
}

// MARK: - The library and plain loops

extension BatchUpdateRate {
  /// Where BLAS and LAPACK gain, and where not: the sizes that a table of them shows.
  package static func comparisons(clock: Clock) -> [Comparison] {
    [16, 128, 1024].map { rankUpdate(order: $0, rank: 64, clock: clock) }
      + [16, 256, 1024].map { factorization(order: $0, clock: clock) }
      + [8, 64, 1024].map { triangularProduct(order: $0, columns: 64, clock: clock) }
      + [16, 256, 1024].map { rankUpdate(order: $0, rank: 1, clock: clock) }
      + [16, 256, 1024].map { vectorProduct(order: $0, clock: clock) }
      + [1024, 100_000].map { scaledSum(count: $0, clock: clock) }
  }

  /// C ← C/2 + AᵀA on the lower triangle, A of b × n.
  package static func rankUpdate(order n: Int, rank b: Int, clock: Clock) -> Comparison {
    let a = numbers(b * n)
    var rows = Array(repeating: 0.0, count: b * n)
    for row in 0..<b { for column in 0..<n { rows[row * n + column] = a[column * b + row] } }
    var c = numbers(n * n)
    let library = seconds(clock) {
      var span = c.mutableSpan
      syrk(opA: .transposed, rows: b, columns: n, a.span, beta: 0.5, &span)
    }
    let loop = seconds(clock) { PlainLoops.rankUpdate(order: n, rank: b, rows, &c) }
    return Comparison(name: "dsyrk rank \(b), n = \(n)", library: library, loop: loop)
  }

  /// A Cholesky factorization, the copy of the matrix included.
  package static func factorization(order n: Int, clock: Clock) -> Comparison {
    var matrix = Array(repeating: 0.5, count: n * n)
    for index in 0..<n { matrix[index * (n + 1)] = 1.5 }
    var factor = matrix
    let library = seconds(clock) {
      for place in 0..<n * n { factor[place] = matrix[place] }
      var span = factor.mutableSpan
      try? potrf(order: n, &span)
    }
    let loop = seconds(clock) {
      for place in 0..<n * n { factor[place] = matrix[place] }
      PlainLoops.factor(order: n, &factor)
    }
    return Comparison(name: "dpotrf, n = \(n)", library: library, loop: loop)
  }

  /// L B with m columns.
  package static func triangularProduct(order n: Int, columns m: Int, clock: Clock) -> Comparison {
    // With rows of unit length the columns neither grow nor vanish.
    var lower = Array(repeating: 0.0, count: n * n)
    for index in 0..<n { lower[index * (n + 1)] = 1 }
    var b = numbers(n * m)
    let library = seconds(clock) {
      var span = b.mutableSpan
      trmm(order: n, lower.span, columns: m, &span)
    }
    let loop = seconds(clock) { PlainLoops.triangularProduct(order: n, lower, columns: m, &b) }
    return Comparison(name: "dtrmm \(m) draws, n = \(n)", library: library, loop: loop)
  }

  /// y ← A x.
  package static func vectorProduct(order n: Int, clock: Clock) -> Comparison {
    let (a, x) = (numbers(n * n), numbers(n))
    var y = numbers(n)
    let library = seconds(clock) {
      var span = y.mutableSpan
      gemv(rows: n, columns: n, a.span, x.span, &span)
    }
    let loop = seconds(clock) { PlainLoops.vectorProduct(order: n, a, x, &y) }
    return Comparison(name: "dgemv, n = \(n)", library: library, loop: loop)
  }

  /// y ← y/2 + a x: a product with a matrix of one column.
  package static func scaledSum(count n: Int, clock: Clock) -> Comparison {
    let x = numbers(n)
    var y = numbers(n)
    let library = seconds(clock) {
      var span = y.mutableSpan
      gemv(rows: n, columns: 1, x.span, [0.25].span, beta: 0.5, &span)
    }
    let loop = seconds(clock) { PlainLoops.scaledSum(0.25, x, &y, n) }
    return Comparison(name: "scaled sum, n = \(n)", library: library, loop: loop)
  }

  /// Fixed numbers in [0, 1) that look random.
  private static func numbers(_ count: Int) -> [Double] {
    var stream = SeedTree(root: 1, experiment: "bench").stream(replication: 0, role: .instance)
    return (0..<count).map { _ in stream.nextUnit() }
  }
}

/// The operations as loops that a compiler vectorizes: down the columns, over pointers, and four columns
/// at a time where a result would otherwise travel to memory and back for each.
private enum PlainLoops {
  typealias Source = UnsafePointer<Double>
  typealias Target = UnsafeMutablePointer<Double>

  /// y ← y + f a.
  @inline(__always)
  private static func add(_ f: Double, _ a: Source, to y: Target, _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      y[index] += f * a[index]
      index &+= 1
    }
  }

  /// y ← y + Σ f_l a_l over four columns that lie `stride` apart.
  @inline(__always)
  private static func add(
    _ f: SIMD4<Double>, _ a: Source, stride: Int, to y: Target, _ range: Range<Int>
  ) {
    let (b, c, d) = (a + stride, a + 2 * stride, a + 3 * stride)
    let (f0, f1, f2, f3) = (f[0], f[1], f[2], f[3])
    var index = range.lowerBound
    while index < range.upperBound {
      y[index] += (f0 * a[index] + f1 * b[index]) + (f2 * c[index] + f3 * d[index])
      index &+= 1
    }
  }

  /// C ← C/2 + A Aᵀ on the lower triangle, A of n × b.
  static func rankUpdate(order n: Int, rank b: Int, _ a: Source, _ c: Target) {
    for column in 0..<n {
      let own = c + column * n
      for row in column..<n { own[row] *= 0.5 }
      var l = 0
      while l + 4 <= b {
        let start = a + l * n
        let f = SIMD4(
          start[column], start[n + column], start[2 * n + column], start[3 * n + column])
        add(f, start, stride: n, to: own, column..<n)
        l += 4
      }
      while l < b {
        add(a[l * n + column], a + l * n, to: own, column..<n)
        l += 1
      }
    }
  }

  /// A ← L, column after column.
  static func factor(order n: Int, _ a: Target) {
    for column in 0..<n {
      let own = a + column * n
      var l = 0
      while l + 4 <= column {
        let start = Source(a + l * n)
        let f = SIMD4(
          start[column], start[n + column], start[2 * n + column], start[3 * n + column])
        add(-f, start, stride: n, to: own, column..<n)
        l += 4
      }
      while l < column {
        add(-a[l * n + column], a + l * n, to: own, column..<n)
        l += 1
      }
      let inverse = 1 / own[column].squareRoot()
      for row in column..<n { own[row] *= inverse }
    }
  }

  /// B ← L B.
  static func triangularProduct(order n: Int, _ l: Source, columns m: Int, _ b: Target) {
    for column in 0..<m {
      let own = b + column * n
      for k in stride(from: n - 1, through: 0, by: -1) {
        let factor = own[k]
        own[k] = factor * l[k * n + k]
        add(factor, l + k * n, to: own, k + 1..<max(n, k + 1))
      }
    }
  }

  /// y ← A x.
  static func vectorProduct(order n: Int, _ a: Source, _ x: Source, _ y: Target) {
    for row in 0..<n { y[row] = 0 }
    var l = 0
    while l + 4 <= n {
      let f = SIMD4(x[l], x[l + 1], x[l + 2], x[l + 3])
      add(f, a + l * n, stride: n, to: y, 0..<n)
      l += 4
    }
    while l < n {
      add(x[l], a + l * n, to: y, 0..<n)
      l += 1
    }
  }

  /// y ← y/2 + a x.
  static func scaledSum(_ a: Double, _ x: Source, _ y: Target, _ count: Int) {
    var index = 0
    while index < count {
      y[index] = 0.5 * y[index] + a * x[index]
      index &+= 1
    }
  }
}
