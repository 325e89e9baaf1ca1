import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Correlated clusters")
struct CorrelatedClustersTests: CorrelatedDriving {
  // MARK: Laws

  /// True if the draws have this mean and these covariances: an error of 0.1 times the product of
  /// two standard deviations in an entry is missed once in a million for 12,000 draws.
  private func verdicts(_ draws: [[Double]], mean: Double, _ covariance: Matrix) -> [Verdict] {
    let n = covariance.rows
    return (0..<n).flatMap { i in
      [
        Verdict.kolmogorovSmirnov(
          draws.map { $0[i] },
          follow: .normal(mean: mean, standardDeviation: covariance[i, i].squareRoot()))
      ]
        + (0...i).map { j in
          Verdict.mean(of: draws.map { ($0[i] - mean) * ($0[j] - mean) }, is: covariance[i, j])
        }
    }
  }

  @Test("Drawn means have the covariance that is given")
  func givenMatrix() throws {
    let rows = [[2, 1.2, -0.5], [1.2, 1, 0], [-0.5, 0, 0.5]]
    let environment = try environment([
      "kernel": matrix(rows), "mean": .number(3), "clusters": .integer(4),
      "standard-deviation": .number(0.5),
    ])
    #expect(
      environment.shape
        == ProblemShape(
          armCount: 12, clusterCount: 4, rewards: .gaussian(standardDeviation: 0.5),
          hasGaussianPrior: true))
    var stream = testStream()
    var draws: [[Double]] = []
    var across: [Double] = []
    for _ in 0..<3000 {
      let instance = environment.drawInstance(using: &stream)
      draws += (0..<4).map { means(instance, $0) }
      across.append((instance.means[0] - 3) * (instance.means[3] - 3))
    }
    for verdict in verdicts(draws, mean: 3, Matrix(rows: rows))
      + [Verdict.mean(of: across, is: 0)]
    { #expect(verdict.holds, "\(verdict)") }
  }

  @Test("Shared effects give the covariance v B Bᵀ + τ² I, without an n × n matrix")
  func sharedEffects() throws {
    let environment = try environment([
      "kernel": kernel(
        "shared-effects", ["effect-variance": .number(0.8), "own-variance": .number(0.3)]),
      "features": .features(table), "nugget": .number(0.2), "mean": .number(-1),
    ])
    var stream = testStream()
    let instances = (0..<12000).map { _ in environment.drawInstance(using: &stream) }
    let prior = try #require(instances[0].prior)
    guard case .effects(let effects) = prior.structure else {
      Issue.record("the prior is no one of effects")
      return
    }
    #expect(prior.mean == -1 && effects.count == 2)
    #expect(effects.effectVariance == 0.8 && effects.ownVariance == 0.5)
    #expect(effects.designs == [[[0, 1], [0.5, 1], [-1, 0.25]], [[2, 3], [2, 2]]])
    for (cluster, design) in effects.designs.enumerated() {
      var covariance = Matrix.identity(design.rows)
      for i in 0..<design.rows {
        for j in 0..<design.rows {
          let product = design[i, 0] * design[j, 0] + design[i, 1] * design[j, 1]
          covariance[i, j] = 0.8 * product + (i == j ? 0.5 : 0)
        }
      }
      for verdict in verdicts(instances.map { means($0, cluster) }, mean: -1, covariance) {
        #expect(verdict.holds, "\(verdict)")
      }
    }
    #expect(environment.covarianceSize.largestCluster == 0)
  }

  @Test(
    "With drawn features the means are normal given the instance's own covariance",
    arguments: ["squared-exponential", "matern"])
  func drawnFeatures(name: String) throws {
    let environment = try environment([
      "kernel": kernel(name, ["variance": .number(4)]), "arms": .integer(23),
      "clusters": .integer(5), "dimension": .integer(2), "mean": .number(2),
      "nugget": .number(0.5),
    ])
    var stream = testStream(UInt64(name.count))
    var (white, products): ([Double], [Double]) = ([], [])
    var places: Set<Int> = []
    for _ in 0..<200 {
      let instance = environment.drawInstance(using: &stream)
      let clustering = instance.clustering
      #expect(clustering.sizes.sorted() == [4, 4, 5, 5, 5])
      places.formUnion((0..<5).filter { clustering.size(of: $0) == 4 })
      let matrices = try covariances(instance)
      #expect(matrices.map(\.rows) == clustering.sizes && instance.prior?.notes.isEmpty == true)
      for (cluster, matrix) in matrices.enumerated() {
        #expect((0..<matrix.rows).allSatisfy { matrix[$0, $0] == 4.5 })
        #expect(matrix == matrix.transposed() && matrix.elements.allSatisfy { $0 > 0 && $0 <= 4.5 })
        // L⁻¹(θ − m0) is white.
        var lower = matrix
        try ReferenceKernels.potrf(&lower)
        var z = means(instance, cluster).map { $0 - 2 }
        for row in z.indices {
          for column in 0..<row { z[row] -= lower[row, column] * z[column] }
          z[row] /= lower[row, row]
        }
        white += z
        products += zip(z, z.dropFirst()).map { $0 * $1 }
      }
    }
    #expect(places == [0, 1, 2, 3, 4])
    // 4600 numbers: a distance of 0.08 is missed once in a million, a correlation of 0.16 too.
    for verdict in [
      Verdict.kolmogorovSmirnov(white, follow: .normal()), Verdict.mean(of: products, is: 0),
    ] { #expect(verdict.holds, "\(verdict)") }
  }

  @Test("Features are uniform: distances in one dimension have the law of |U − U′|")
  func uniformFeatures() throws {
    let environment = try environment([
      "kernel": kernel("matern", ["smoothness": .word("1/2"), "length-scale": .number(1)]),
      "arms": .integer(20), "clusters": .integer(10), "nugget": .number(0),
    ])
    var stream = testStream()
    var uniform: [Double] = []
    for _ in 0..<300 {
      for matrix in try covariances(environment.drawInstance(using: &stream)) {
        let distance = -Elementary.log(matrix[1, 0])
        uniform.append(1 - (1 - distance) * (1 - distance))
      }
    }
    let verdict = Verdict.kolmogorovSmirnov(uniform, follow: .uniform)
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Clusters of one arm are independent arms of variance v and a nugget")
  func singletons() throws {
    let environment = try environment([
      "arms": .integer(30), "clusters": .integer(30), "nugget": .number(1.25),
      "kernel": kernel("squared-exponential", ["variance": .number(1)]),
    ])
    var stream = testStream()
    let drawn = (0..<100).flatMap { _ in environment.drawInstance(using: &stream).means.array }
    let verdict = Verdict.kolmogorovSmirnov(
      drawn, follow: .normal(mean: 0, standardDeviation: 1.5))
    #expect(verdict.holds, "\(verdict)")
  }

  @Test("Drawing takes K − 1 indices, and for each cluster its features and its normals")
  func order() throws {
    let environment = try environment([
      "arms": .integer(5), "clusters": .integer(2), "dimension": .integer(3), "nugget": .number(1),
    ])
    var (stream, other) = (testStream(), testStream())
    let instance = environment.drawInstance(using: &stream)
    var sizes = [3, 2]
    other.shuffle(&sizes)
    #expect(instance.clustering.sizes == sizes)
    let kernel = CovarianceKernel.squaredExponential(lengthScale: 0.2, variance: 1)
    for (cluster, size) in sizes.enumerated() {
      let features = (0..<(3 * size)).map { _ in other.nextUnit() }
      let matrix = kernel.matrix(features, dimension: 3, nugget: 1)
      #expect(try covariances(instance)[cluster] == matrix)
      #expect(
        try means(instance, cluster) == CovarianceFactor(matrix).draw(mean: 0, using: &other))
    }
    #expect(stream == other)
  }

  // MARK: Given features

  @Test("Given features are laid out by cluster, and their prior is worked out once")
  func givenFeatures() throws {
    let environment = try environment([
      "kernel": kernel("matern", ["smoothness": .word("1/2"), "variance": .number(3)]),
      "features": .features(table), "nugget": .number(0.5),
    ])
    #expect(environment.shape.armCount == 5 && environment.shape.clusterCount == 2)
    var stream = testStream()
    let first = environment.drawInstance(using: &stream)
    let second = environment.drawInstance(using: &stream)
    #expect(first.prior === second.prior && first.means.array != second.means.array)
    #expect(first.clustering.sizes == [3, 2] && first.clustering.listed == [0, 2, 4, 1, 3])
    let matrices = try covariances(first)
    // Arms (0, 1), (0.5, 1), (−1, 0.25): distances 0.5 and 1.25; arms (2, 3), (2, 2): distance 1.
    #expect(matrices.map(\.rows) == [3, 2])
    #expect(abs(matrices[0][1, 0] - 3 * Elementary.exp(-2.5)) < 1e-15)
    #expect(abs(matrices[0][2, 0] - 3 * Elementary.exp(-6.25)) < 1e-15)
    #expect(abs(matrices[1][1, 0] - 3 * Elementary.exp(-5)) < 1e-15)
    #expect(matrices[1][1, 1] == 3.5)
  }

  @Test("Arms of the same features are one, but for the jitter that the instance reports")
  func jitter() throws {
    let twins = ArmFeatures(
      clusters: ["a", "a", "b", "a"], arms: ["1", "2", "1", "3"], names: ["x"],
      values: [0.5, 0.5, 0, 0.5])
    let environment = try environment(["features": .features(twins), "nugget": .number(0)])
    var stream = testStream()
    let instance = environment.drawInstance(using: &stream)
    let notes = try #require(instance.prior?.notes)
    #expect(notes.jitteredFactorisations == 1 && notes.diagonalFallbacks == 0)
    #expect(notes.largestRelativeJitter >= 3 * RoundingError.unitRoundoff)
    #expect(notes.largestRelativeJitter < 1e-12)
    #expect(abs(instance.means[0] - instance.means[2]) < 1e-5)
    // The default nugget is enough for a factor.
    let plain = try self.environment(["features": .features(twins)]).drawInstance(using: &stream)
    #expect(plain.prior?.notes.isEmpty == true)
    #expect(try covariances(plain)[0][0, 0] == 1 + 1e-6)
    let four = try self.environment([
      "features": .features(twins), "kernel": kernel("matern", ["variance": .number(4)]),
    ]).drawInstance(using: &stream)
    #expect(try covariances(four)[0][0, 0] == 4 + 4e-6)
  }

  @Test("A smooth kernel over many arms is drawn with its default nugget and without jitter")
  func smooth() throws {
    let environment = try environment([
      "arms": .integer(200), "clusters": .integer(1),
      "kernel": kernel("squared-exponential", ["length-scale": .number(1)]),
    ])
    var stream = testStream()
    #expect(environment.drawInstance(using: &stream).prior?.notes.isEmpty == true)
    let bare = try self.environment([
      "arms": .integer(200), "clusters": .integer(1), "nugget": .number(0),
      "kernel": kernel("squared-exponential", ["length-scale": .number(1)]),
    ])
    let notes = try #require(bare.drawInstance(using: &stream).prior?.notes)
    #expect(notes.jitteredFactorisations == 1 && notes.largestRelativeJitter < 1e-6)
  }

  @Test("Permuted labels deal the means and keep the prior")
  func permuted() throws {
    let instance = try environment(["arms": .integer(12), "clusters": .integer(3)])
    var stream = testStream()
    let drawn = instance.drawInstance(using: &stream)
    let control = drawn.permutingLabels(using: &stream)
    #expect(control.prior === drawn.prior && control.clustering === drawn.clustering)
    #expect(control.means.array != drawn.means.array)
    #expect(control.means.array.sorted() == drawn.means.array.sorted())
  }
}
