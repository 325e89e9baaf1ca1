import ClusterBandit
import LinearAlgebra
import Randomness

/// What the posterior of one cluster of n correlated normal arms costs, in seconds.
enum PosteriorTimes {
  /// The rate of dgemm at an order, in 10⁹ operations a second: the scale for the rest.
  ///
  /// C ← C/2 − A Bᵀ with 2 n³ operations.
  static func gigaflopsOfProduct(order n: Int) -> Double {
    let (a, b) = (OperationTime.numbers(n * n), OperationTime.numbers(n * n))
    var result = OperationTime.numbers(n * n)
    let time = OperationTime.seconds {
      var span = result.mutableSpan
      gemm(
        opB: .transposed, alpha: -1, rows: n, columns: n, inner: n, a.span, b.span, beta: 0.5,
        &span)
    }
    return 2 * Double(n) * Double(n) * Double(n) / time / 1e9
  }

  /// One batch of b distinct arms: n² b + n b² + b³/3 operations, those of dsyrk, dtrsm and dpotrf,
  /// and 2 n b of dgemv.
  static func batchUpdate(order n: Int, pulls b: Int) -> Double {
    var posterior = Self.posterior(n, draws: false)
    let arms = (0..<b).map { Int32($0 * n / b) }
    let rewards = OperationTime.numbers(b)
    return OperationTime.seconds { posterior.update(arms: arms.span, rewards: rewards.span) }
  }

  /// The same pulls learned one by one: 2 n² operations' worth of a triangle each, n² b in all.
  static func singleUpdates(order n: Int, pulls b: Int) -> Double {
    var posterior = Self.posterior(n, draws: false)
    let rewards = OperationTime.numbers(b)
    return OperationTime.seconds {
      for pull in 0..<b {
        posterior.update(arm: pull * n / b, cluster: 0, reward: rewards[pull])
      }
    }
  }

  /// One joint draw after a pull, the factorization included: n³/3 operations.
  static func refactoring(order n: Int) -> Double {
    var posterior = Self.posterior(n, draws: true)
    var stream = SeedTree(root: 1).stream(replication: 0, role: .policy)
    var arm = 0
    return OperationTime.seconds {
      posterior.update(arm: arm, cluster: 0, reward: 0)
      posterior.draw(1, using: &stream)
      arm = (arm + 1) % n
    }
  }

  /// b joint draws without a factorization, normals and all: n² b operations.
  static func draws(order n: Int, count b: Int) -> Double {
    var posterior = Self.posterior(n, draws: true)
    var stream = SeedTree(root: 1).stream(replication: 0, role: .policy)
    let count = min(b, posterior.drawLimit)
    return OperationTime.seconds { posterior.draw(count, using: &stream) }
      * Double(b) / Double(count)
  }

  private static func posterior(_ n: Int, draws: Bool) -> CovariancePosterior {
    var covariance = Matrix(rows: n, columns: n, repeating: 0.5)
    for index in 0..<n { covariance[index, index] = 1.5 }
    return CovariancePosterior(
      GaussianPrior(mean: 0, structure: .dense([covariance])),
      clustering: Clustering(sizes: [n]), deviation: 1, needs: PosteriorNeeds(draws: draws))
  }
}
