import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Correlated clusters")
struct CorrelatedClustersTests {
  private func made(
    _ values: [String: ParameterValue]
  ) throws -> Result<any Environment, ArgumentProblems> {
    let family = try #require(EnvironmentCatalogue.standard["correlated-clusters"])
    return family.make(Arguments(values, defaultsOf: family.parameters))
  }

  private func environment(_ values: [String: ParameterValue] = [:]) throws -> any Environment {
    try made(values).get()
  }

  private func problems(_ values: [String: ParameterValue]) throws -> [ArgumentProblem] {
    switch try made(values) {
    case .success: []
    case .failure(let error): error.problems
    }
  }

  /// A kernel, its defaults filled in.
  private func kernel(
    _ name: String, _ values: [String: ParameterValue] = [:]
  ) throws -> ParameterValue {
    let family = try #require(EnvironmentCatalogue.standard["correlated-clusters"])
    let parameter = try #require(family.parameters.first { $0.name == "kernel" })
    guard case .component(let variants) = parameter.type else { throw ArgumentProblems([]) }
    let variant = try #require(variants.first { $0.name == name })
    return .part(variant, values)
  }

  private func matrix(_ rows: [[Double]]) throws -> ParameterValue {
    try kernel("matrix", ["rows": .vectors(rows)])
  }

  /// Σ_c of every cluster.
  private func covariances(_ instance: BanditInstance) throws -> [Matrix] {
    guard case .dense(let matrices)? = instance.prior?.structure else {
      throw ArgumentProblems([])
    }
    return matrices
  }

  private func means(_ instance: BanditInstance, _ cluster: Int) -> [Double] {
    instance.clustering.arms(of: cluster).map { instance.means[$0] }
  }

  /// Five arms in two clusters, listed in turn, with two features each.
  private let table = ArmFeatures(
    clusters: ["a", "b", "a", "b", "a"], arms: ["1", "1", "2", "2", "3"], names: ["x", "y"],
    values: [0, 1, 2, 3, 0.5, 1, 2, 2, -1, 0.25])

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

  // MARK: Arguments

  @Test("Arms and clusters of a matrix follow from what is given")
  func matrixCounts() throws {
    let two = try matrix([[1, 0.5], [0.5, 1]])
    for (values, arms) in [
      ([:], 20), (["clusters": 3], 6), (["arms": 8], 8), (["arms": 8, "clusters": 4], 8),
    ] as [([String: Int], Int)] {
      let shape = try environment(
        values.mapValues { .integer($0) }.merging(["kernel": two]) { $1 }
      ).shape
      #expect(shape.armCount == arms && shape.clusterCount == arms / 2)
    }
  }

  @Test("Effects and features have one dimension, which either of them gives")
  func dimensions() throws {
    let three = try kernel("shared-effects", ["effects": .integer(3)])
    var stream = testStream()
    for values in [["kernel": three], ["kernel": three, "dimension": .integer(3)]] {
      let instance = try environment(values).drawInstance(using: &stream)
      guard case .effects(let effects)? = instance.prior?.structure else {
        Issue.record("no effects")
        continue
      }
      #expect(effects.count == 3 && effects.designs.allSatisfy { $0.rows == 10 && $0.columns == 3 })
      #expect(effects.designs[0].elements.allSatisfy { (0..<1).contains($0) })
      #expect(effects.ownVariance == 0.1 && effects.effectVariance == 1)
    }
  }

  @Test("Arguments that do not agree are named")
  func disagreements() throws {
    let two = try matrix([[1, 0.5], [0.5, 1]])
    let effects = try kernel("shared-effects", ["effects": .integer(3)])
    let file = ParameterValue.features(table)
    let cases: [([String: ParameterValue], [[String]])] = [
      (["arms": .integer(3)], [["clusters"]]),
      (["kernel": two, "arms": .integer(7)], [["arms"]]),
      (["kernel": two, "arms": .integer(1)], [["arms"]]),
      (["kernel": two, "arms": .integer(8), "clusters": .integer(5)], [["arms"]]),
      (["kernel": two, "clusters": .integer(1 << 30)], [["clusters"]]),
      (["kernel": two, "dimension": .integer(1)], [["dimension"]]),
      (
        ["kernel": two, "dimension": .integer(1), "features": file],
        [["features"], ["dimension"]]
      ),
      (["kernel": effects, "dimension": .integer(2)], [["kernel", "effects"]]),
      (["kernel": effects, "features": file], [["kernel", "effects"]]),
      (
        [
          "arms": .integer(4), "clusters": .integer(3), "dimension": .integer(1), "features": file,
        ], [["arms"], ["clusters"], ["dimension"]]
      ),
      (
        [
          "arms": .integer(5), "clusters": .integer(2), "dimension": .integer(2), "features": file,
        ], []
      ),
    ]
    for (values, expected) in cases {
      #expect(try problems(values).map(\.path) == expected)
    }
  }

  @Test("A matrix that is no covariance is refused at its entry, with arm and pivot")
  func badMatrices() throws {
    let cases: [([[Double]], [[String]], String)] = [
      ([[1, 0.5], [0.5]], [["1"]], "row 1 has 1 entry, and there are 2 rows"),
      ([[1]], [], ""),
      ([[1, 2]], [["0"]], "row 0 has 2 entries, and there are 1 rows"),
      (
        [[1, 0.1, 0.2], [0.1, 1, 0.3], [0.25, 0.31, 1]], [["2", "0"], ["2", "1"]],
        "entry (2, 0) is 0.25, and entry (0, 2) is 0.2"
      ),
      (
        [[1, 2], [2, 1]], [["1", "1"]],
        "the matrix is not positive definite: in every cluster arm 1 has the pivot -3.0, its "
          + "variance given arm 0"
      ),
      (
        [[-1, 0], [0, 1]], [["0", "0"]],
        "the matrix is not positive definite: in every cluster arm 0 has the pivot -1.0, its "
          + "variance"
      ),
      (
        [[1, 0, 1], [0, 1, 1], [1, 1, 1.5]], [["2", "2"]],
        "the matrix is not positive definite: in every cluster arm 2 has the pivot -0.5, its "
          + "variance given arms 0…1"
      ),
      ([[0]], [["0", "0"]], "in every cluster arm 0 has the variance 0.0"),
      ([[1, 0], [0, 1e-60]], [["1", "1"]], "in every cluster arm 1 has the variance 1e-60"),
    ]
    for (rows, paths, message) in cases {
      let found = try problems(["kernel": matrix(rows)])
      #expect(found.map(\.path) == paths.map { ["kernel", "rows"] + $0 })
      #expect((found.first?.message ?? "") == message)
    }
    // A nugget mends what is not definite.
    #expect(
      try problems(["kernel": matrix([[1, 2], [2, 1]]), "nugget": .number(1.5)]).isEmpty)
    #expect(try !problems(["kernel": matrix([[1, 2], [2, 1]]), "nugget": .number(1)]).isEmpty)
    #expect(try problems(["kernel": matrix([[0]]), "nugget": .number(1)]).isEmpty)
  }

  // MARK: Memory

  @Test("Covariances are counted before they are made")
  func sizes() throws {
    func size(_ values: [String: ParameterValue]) throws -> CovarianceSize {
      try environment(values).covarianceSize
    }
    // Sizes 4, 3 and 3: all matrices, and one more of the largest while it is factored.
    let drawn = try size(["arms": .integer(10), "clusters": .integer(3)])
    #expect(drawn.largestCluster == 4 && drawn.matrixNumbers == 34)
    #expect(drawn.instanceNumbers == 50 && drawn.sharedNumbers == 0)
    let given = try size(["features": .features(table)])
    #expect(given.largestCluster == 3 && given.matrixNumbers == 13)
    #expect(given.instanceNumbers == 0 && given.sharedNumbers == 26)
    let one = try size(["kernel": matrix([[1, 0.5], [0.5, 1]])])
    #expect(one.largestCluster == 2 && one.matrixNumbers == 40 && one.sharedNumbers == 8)
    let effects = try size([
      "kernel": kernel("shared-effects", ["effects": .integer(3)]), "arms": .integer(1 << 30),
    ])
    #expect(effects.largestCluster == 0 && effects.matrixNumbers == 90)
    #expect(effects.instanceNumbers == 3 * 0x1p30 && effects.sharedNumbers == 0)
    let givenEffects = try size([
      "kernel": kernel("shared-effects"), "features": .features(table),
    ])
    #expect(givenEffects.matrixNumbers == 8 && givenEffects.sharedNumbers == 10)
    #expect(
      try size(["arms": .integer(armLimit), "clusters": .integer(1)]).largestCluster == armLimit)
    #expect(FixedArms(problem([[0], [1]])).covarianceSize == CovarianceSize())
  }
}
