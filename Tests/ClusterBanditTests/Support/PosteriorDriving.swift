import LinearAlgebra
import Randomness
import TestSupport

@testable import ClusterBandit

/// A prior over clusters, and the noise of a reward.
struct PriorCase: Sendable {
  /// How the arms of a cluster depend on each other.
  enum Dependence: Sendable, CaseIterable {
    /// Some random positive definite matrix.
    case general
    /// Random designs of two effects.
    case effects
  }

  let sizes: [Int]
  var mean = 0.5
  var noise = 1.0
  var dependence = Dependence.general
  /// Which draw of the prior it is.
  var number: UInt64 = 0

  var clustering: Clustering { Clustering(sizes: sizes) }

  /// The prior, the same for the same case.
  var prior: GaussianPrior {
    var stream = testStream(UInt64(sizes.count) + number << 8, of: "a prior")
    switch dependence {
    case .general:
      return GaussianPrior(
        mean: mean,
        structure: .dense(
          sizes.map { n in
            // X Xᵀ/n + I/4 with standard normal X.
            let x = Matrix(rows: n, columns: n, elements: stream.normals(n * n))
            var elements = Matrix.identity(n).elements
            var span = elements.mutableSpan
            gemm(
              opB: .transposed, alpha: 1 / Double(n), rows: n, columns: n, inner: n,
              x.elements.span, x.elements.span, beta: 0.25, &span)
            return Matrix(rows: n, columns: n, elements: elements)
          }))
    case .effects:
      return GaussianPrior(
        mean: mean,
        structure: .effects(
          SharedEffects(
            count: 2,
            designs: sizes.map {
              Matrix(rows: $0, columns: 2, elements: stream.normals(2 * $0))
            }, effectVariance: 0.75, ownVariance: 0.5)))
    }
  }

  /// An instance with these means and this prior.
  func instance(_ means: [Double]) -> BanditInstance {
    BanditInstance(
      laidOut: means, clustering: clustering, rewards: .gaussian(standardDeviation: noise),
      prior: prior)
  }

  /// What a policy may know of it.
  func setting(horizon: Int = 1000) -> PolicySetting {
    PolicySetting(
      instance: instance(Array(repeating: 0, count: clustering.armCount)), horizon: horizon,
      tables: .covering(horizon: horizon))
  }

  func posterior<Posterior: ClusterPosterior & ~Copyable>(
    _: Posterior.Type, needs: PosteriorNeeds = PosteriorNeeds(draws: true, anticipation: true)
  ) -> Posterior {
    Posterior(prior, clustering: clustering, deviation: noise, needs: needs)
  }

  /// Pulls of random arms that pay normal rewards about random means; without noise an arm always
  /// pays the same.
  func pulls(_ count: Int, using stream: inout RandomStream) -> [Pull] {
    let armCount = clustering.armCount
    let means = stream.normals(armCount)
    return (0..<count).map { _ in
      let arm = stream.nextIndex(below: armCount)
      return Pull(arm, means[arm] + noise * stream.nextNormal(.shared))
    }
  }
}

extension ClusterPosterior where Self: ~Copyable {
  /// Learns pulls in batches of that many.
  mutating func learn(_ pulls: [Pull], batch: Int) {
    for start in stride(from: 0, to: pulls.count, by: batch) {
      let part = pulls[start..<min(start + batch, pulls.count)]
      let arms = part.map { Int32($0.arm) }
      let rewards = part.map(\.reward)
      update(arms: arms.span, rewards: rewards.span)
    }
  }
}

/// The normal law of a cluster's arms conditioned on all they paid in one dense solution from the
/// prior, by the reference kernels.
struct DenseReference {
  let mean: [Double]
  let covariance: Matrix

  /// With b the pulled arms: Σ − Σ_:b (Σ_bb + diag(s²/n))⁻¹ Σ_b: and m + Σ_:b (…)⁻¹ (r̄ − m).
  init(_ prior: GaussianPrior, cluster: Int, _ arms: [ArmCounts], noise: Double) {
    let n = arms.count
    var sigma = Matrix(rows: n, columns: n)
    switch prior.structure {
    case .dense(let covariances): sigma = covariances[cluster]
    case .effects(let effects):
      for index in 0..<n { sigma[index, index] = effects.ownVariance }
      let design = effects.designs[cluster]
      ReferenceKernels.gemm(
        opB: .transposed, alpha: effects.effectVariance, design, design, beta: 1, &sigma)
    }
    let pulled = arms.indices.filter { arms[$0].n > 0 }
    var system = Matrix(rows: pulled.count, columns: pulled.count)
    var right = Matrix(rows: pulled.count, columns: n + 1)
    for (row, i) in pulled.enumerated() {
      for (column, j) in pulled.enumerated() { system[row, column] = sigma[i, j] }
      system[row, row] += noise * noise / arms[i].n
      for j in 0..<n { right[row, j] = sigma[i, j] }
      right[row, n] = arms[i].s / arms[i].n - prior.mean
    }
    do { try ReferenceKernels.potrf(&system) } catch { preconditionFailure("\(error)") }
    let sides = right
    ReferenceKernels.potrs(system, &right)
    var corrections = Matrix(rows: n + 1, columns: n + 1)
    ReferenceKernels.gemm(opA: .transposed, sides, right, &corrections)
    mean = (0..<n).map { prior.mean + corrections[$0, n] }
    for j in 0..<n {
      for i in 0..<n { sigma[i, j] -= corrections[i, j] }
    }
    covariance = sigma
  }

  /// Mean and variance of θ_i.
  func posterior(_ i: Int) -> MeanAndVariance {
    MeanAndVariance(mean: mean[i], variance: covariance[i, i])
  }

  /// Mean and variance of the average.
  var average: MeanAndVariance {
    let m = Double(mean.count)
    return MeanAndVariance(
      mean: mean.reduce(0, +) / m, variance: covariance.elements.reduce(0, +) / (m * m))
  }
}

extension PriorCase {
  /// The dense solution of every cluster.
  func references(_ pulls: [Pull]) -> [DenseReference] {
    let counts = counted(pulls, armCount: clustering.armCount)
    let prior = self.prior
    return sizes.indices.map {
      DenseReference(
        prior, cluster: $0, Array(counts[clustering.arms(of: $0)]), noise: noise)
    }
  }
}

/// The largest distance of a posterior's moments from the dense solution, over arms and averages.
func flaw<Posterior: ClusterPosterior & ~Copyable>(
  _ posterior: borrowing Posterior, _ given: PriorCase, _ pulls: [Pull],
  _ references: [DenseReference]
) -> Double {
  let counts = counted(pulls, armCount: given.clustering.armCount)
  var worst = 0.0
  for (cluster, reference) in references.enumerated() {
    let range = given.clustering.arms(of: cluster)
    worst = max(worst, posterior.average(of: cluster).distance(to: reference.average))
    for arm in range {
      let expected = reference.posterior(arm - range.lowerBound)
      worst = max(worst, posterior.posterior(of: arm).distance(to: expected))
      worst = max(worst, abs(posterior.mean(of: arm) - expected.mean))
      worst = max(worst, abs(posterior.anticipatedVariance(of: arm) - expected.variance))
      if posterior.pulls(of: arm) != counts[arm].n { return .infinity }
    }
  }
  return worst.isNaN ? .infinity : worst
}

extension Policy where Self: ~Copyable {
  /// Chooses a batch.
  mutating func batch(
    _ count: Int, firstRound: Int = 1, using stream: inout RandomStream
  ) -> [Int] {
    var arms = Array(repeating: Int32(-1), count: count)
    var places = arms.mutableSpan
    selectArms(&places, firstRound: firstRound, using: &stream)
    return arms.map(Int.init)
  }

  /// Learns a batch.
  mutating func learn(_ arms: [Int], _ rewards: [Double]) {
    let places = arms.map(Int32.init)
    update(arms: places.span, rewards: rewards.span)
  }
}

extension Belief {
  /// Mean and standard deviation, where both are known.
  var moments: (Double, Double)? {
    guard let mean, let standardDeviation else { return nil }
    return (mean, standardDeviation)
  }
}
