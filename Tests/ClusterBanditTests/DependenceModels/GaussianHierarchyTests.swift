import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

/// The parameters of the Gaussian hierarchy.
struct GaussianCase: Sendable {
  var priorMean = 0.0
  var priorDeviation = 1.0
  var armDeviation = 0.5
  var noise = 1.0

  func model(_ sizes: [Int]) -> GaussianHierarchy {
    GaussianHierarchy(
      arguments: Arguments([
        "prior-mean": .number(priorMean), "prior-standard-deviation": .number(priorDeviation),
        "arm-standard-deviation": .number(armDeviation),
      ]),
      setting: setting(Clustering(sizes: sizes), rewards: .gaussian(standardDeviation: noise)))
  }
}

/// The joint normal law of a cluster's arms, conditioned on their mean rewards in the plainest way.
struct NormalReference {
  let mean: [Double]
  let covariance: [[Double]]

  /// θ has the prior covariance t0² + t² δ_ij; with b the pulled arms and D = diag(s²/n),
  /// Σ − Σ_:b (Σ_bb + D)⁻¹ Σ_b: and m + Σ_:b (Σ_bb + D)⁻¹ (r̄ − m).
  init(_ arms: [ArmCounts], _ given: GaussianCase) {
    let (between, within) = (
      given.priorDeviation * given.priorDeviation, given.armDeviation * given.armDeviation
    )
    let prior = arms.indices.map { i in
      arms.indices.map { between + ($0 == i ? within : 0) }
    }
    let pulled = arms.indices.filter { arms[$0].n > 0 }
    let matrix = pulled.map { i in
      pulled.map { prior[i][$0] + ($0 == i ? given.noise * given.noise / arms[i].n : 0) }
    }
    // Right-hand sides: the residuals, then the columns of Σ_b:.
    let sides = pulled.map { i in
      [arms[i].s / arms[i].n - given.priorMean] + arms.indices.map { prior[i][$0] }
    }
    let solved = NormalReference.solve(matrix, sides)
    func correction(_ i: Int, _ column: Int) -> Double {
      pulled.indices.reduce(0) { $0 + prior[i][pulled[$1]] * solved[$1][column] }
    }
    mean = arms.indices.map { given.priorMean + correction($0, 0) }
    covariance = arms.indices.map { i in arms.indices.map { prior[i][$0] - correction(i, $0 + 1) } }
  }

  /// Gauss elimination with the largest pivot of each column.
  static func solve(_ matrix: [[Double]], _ sides: [[Double]]) -> [[Double]] {
    var rows = zip(matrix, sides).map { $0 + $1 }
    for column in rows.indices {
      let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
      rows.swapAt(column, pivot ?? column)
      for row in rows.indices where row != column {
        let factor = rows[row][column] / rows[column][column]
        for k in column..<rows[row].count { rows[row][k] -= factor * rows[column][k] }
      }
    }
    return rows.indices.map { row in rows[row][rows.count...].map { $0 / rows[row][row] } }
  }

  /// Mean and variance of θ_i.
  func posterior(_ i: Int) -> MeanAndVariance {
    MeanAndVariance(mean: mean[i], variance: covariance[i][i])
  }

  /// Mean and variance of the average.
  var average: MeanAndVariance {
    let m = Double(mean.count)
    return MeanAndVariance(
      mean: mean.reduce(0, +) / m,
      variance: covariance.reduce(0) { $0 + $1.reduce(0, +) } / (m * m))
  }
}

@Suite("Gaussian hierarchy")
struct GaussianHierarchyTests {
  /// Pulls of random arms that pay normal rewards about random means.
  private func pulls(
    _ count: Int, armCount: Int, noise: Double, using stream: inout RandomStream
  ) -> [Pull] {
    let means = (0..<armCount).map { _ in 4 * stream.nextUnit() - 2 }
    return (0..<count).map { _ in
      let arm = stream.nextIndex(below: armCount)
      return Pull(arm, means[arm] + noise * stream.nextNormal(.shared))
    }
  }

  private func flaw(_ pulls: [Pull], sizes: [Int], _ given: GaussianCase) -> Double {
    let clustering = Clustering(sizes: sizes)
    var model = given.model(sizes)
    model.learn(pulls, clustering)
    let counts = counted(pulls, armCount: clustering.armCount)
    var worst = 0.0
    for cluster in 0..<clustering.clusterCount {
      let range = clustering.arms(of: cluster)
      let reference = NormalReference(Array(counts[range]), given)
      worst = max(worst, model.average(of: cluster).distance(to: reference.average))
      for arm in range {
        worst = max(
          worst,
          model.posterior(of: arm).distance(to: reference.posterior(arm - range.lowerBound)))
        if model.pulls(of: arm) != counts[arm].n { return .infinity }
      }
    }
    return worst
  }

  @Test(
    "Moments are those of the joint normal law conditioned by elimination",
    arguments: [
      GaussianCase(), GaussianCase(priorMean: 3, priorDeviation: 2, armDeviation: 0.25, noise: 0.5),
      GaussianCase(priorMean: -1, priorDeviation: 0.1, armDeviation: 3, noise: 4),
      GaussianCase(priorMean: 1, priorDeviation: 1, armDeviation: 1, noise: 0),
      GaussianCase(priorMean: 1, priorDeviation: 1, armDeviation: 1, noise: 1e-4),
    ], [[1], [2], [3, 1, 2], [6, 3]])
  func moments(given: GaussianCase, sizes: [Int]) {
    for (index, count) in [0, 1, 2, 7, 100].enumerated() {
      var stream = testStream(UInt64(10 * sizes.count + index))
      let pulls = pulls(
        count, armCount: sizes.reduce(0, +), noise: given.noise, using: &stream)
      let worst = flaw(pulls, sizes: sizes, given)
      #expect(worst < 1e-10, "\(count) pulls: \(worst)")
    }
  }

  @Test("One pull of one of two arms moves both as computed by hand")
  func byHand() {
    // t0 = 1, t = ½, s = 1: an arm has variance 5/4, two siblings covariance 1; r = 3 has variance
    // 9/4. Arm 0: 3 · (5/4)/(9/4) = 5/3, arm 1: 3 · 1/(9/4) = 4/3; variances 5/4 − (25/16)/(9/4) =
    // 5/9, 5/4 − 1/(9/4) = 29/36, covariance 1 − (5/4)/(9/4) = 4/9.
    var model = GaussianCase().model([2, 1])
    model.update(arm: 0, cluster: 0, reward: 3)
    #expect(
      model.posterior(of: 0).distance(to: MeanAndVariance(mean: 5.0 / 3, variance: 5.0 / 9)) < 1e-15
    )
    #expect(
      model.posterior(of: 1).distance(to: MeanAndVariance(mean: 4.0 / 3, variance: 29.0 / 36))
        < 1e-15)
    #expect(
      model.average(of: 0).distance(
        to: MeanAndVariance(mean: 1.5, variance: (5.0 / 9 + 29.0 / 36 + 8.0 / 9) / 4)) < 1e-15)
    #expect(model.posterior(of: 2) == MeanAndVariance(mean: 0, variance: 1.25))
    // μ: precision 1 + 1/(5/4) = 9/5, mean 3 · (4/5)/(9/5).
    #expect(
      model.centre(of: 0).distance(to: MeanAndVariance(mean: 4.0 / 3, variance: 5.0 / 9)) < 1e-15)
    #expect(model.maximum(of: 0) == nil)
  }

  @Test("Given noise is used in place of the environment's")
  func ownNoise() {
    var values = Arguments(defaultsOf: GaussianHierarchy.variant.parameters).values
    values["standard-deviation"] = .number(0.5)
    let clustering = Clustering(sizes: [2])
    var model = GaussianHierarchy(
      arguments: Arguments(values),
      setting: setting(clustering, rewards: .gaussian(standardDeviation: 7)))
    model.update(arm: 0, cluster: 0, reward: 3)
    let reference = NormalReference(
      [ArmCounts(n: 1, s: 3), ArmCounts()], GaussianCase(noise: 0.5))
    for arm in 0..<2 {
      #expect(model.posterior(of: arm).distance(to: reference.posterior(arm)) < 1e-14)
    }
  }

  @Test("A hundred thousand pulls do not drift", arguments: [1.0, 0.01])
  func drift(noise: Double) {
    let given = GaussianCase(priorMean: 1, noise: noise)
    var stream = testStream(UInt64(noise))
    let pulls = pulls(100_000, armCount: 4, noise: noise, using: &stream)
    let worst = flaw(pulls, sizes: [4], given)
    #expect(worst < 1e-10, "\(worst)")
  }

  @Test("A pull changes no bit of another cluster")
  func otherClusters() {
    var model = GaussianCase().model([2, 2])
    model.update(arm: 0, cluster: 0, reward: 1)
    let before = [model.posterior(of: 0), model.posterior(of: 1), model.average(of: 0)]
    model.update(arm: 3, cluster: 1, reward: -5)
    let after = [model.posterior(of: 0), model.posterior(of: 1), model.average(of: 0)]
    #expect(before == after)
    #expect(model.posterior(of: 2).mean < 0)
  }

  @Test("Joint draws have the posterior's laws and covariance", arguments: [1.0, 0])
  func draws(noise: Double) {
    // 20 000 draws: a distance of 0.04 between laws or a covariance off by 0.07 of its scale is
    // missed once in a million.
    let given = GaussianCase(priorMean: 1, priorDeviation: 0.75, armDeviation: 0.5, noise: noise)
    var model = given.model([3, 1])
    let pulls = [(0, 1.5), (0, 2), (1, -0.5)].map { Pull($0.0, $0.1) }
    // Without noise the arms that were pulled are known.
    model.learn(noise == 0 ? [pulls[0]] : pulls, Clustering(sizes: [3, 1]))
    let counts = counted(noise == 0 ? [pulls[0]] : pulls, armCount: 4)
    let reference = NormalReference(Array(counts[..<3]), given)
    var stream = testStream(UInt64(noise))
    var draws: [[Double]] = [[], [], []]
    for _ in 0..<20_000 {
      model.drawShared(0, using: &stream)
      for arm in 0..<3 { draws[arm].append(model.draw(arm, using: &stream)) }
    }
    for i in 0..<3 where noise > 0 || i > 0 {
      let moments = reference.posterior(i)
      let law = Verdict.kolmogorovSmirnov(
        draws[i],
        follow: .normal(mean: moments.mean, standardDeviation: moments.variance.squareRoot()))
      #expect(law.holds, "arm \(i): \(law)")
      for j in 0..<i where noise > 0 || j > 0 {
        let products = zip(draws[i], draws[j]).map {
          ($0 - reference.mean[i]) * ($1 - reference.mean[j])
        }
        let verdict = Verdict.mean(of: products, is: reference.covariance[i][j])
        #expect(verdict.holds, "arms \(i) and \(j): \(verdict)")
        #expect(!Verdict.mean(of: products, is: 0).holds, "independent draws would be noticed")
      }
    }
    if noise == 0 { #expect(draws[0].allSatisfy { abs($0 - 1.5) < 1e-12 }) }
  }

  @Test("A candidate holds the moments; the matched count is s²/v")
  func candidate() {
    let model = GaussianCase(noise: 3).model([1])
    let moments = MeanAndVariance(mean: -2, variance: 0.25)
    for (counts, pulls) in [(PullCounting.pulls, 7.0), (.matched, 36)] {
      let estimate = model.candidate(moments, pulls: 7, counts: counts)
      #expect(estimate.pulls == pulls && estimate.mean == -2)
      #expect(estimate.variance == 9 && estimate.posteriorVariance == 0.25)
    }
    // Without noise, or with nothing left to learn, the count stays a positive number.
    for (noise, variance) in [(0.0, 1.0), (0, 0), (1, 0), (1e50, 1e-18)] {
      let estimate = GaussianCase(noise: noise).model([1]).candidate(
        MeanAndVariance(mean: 0, variance: variance), pulls: 7, counts: .matched)
      #expect(estimate.pulls > 0 && estimate.pulls.isFinite, "s \(noise), v \(variance)")
    }
  }
}
