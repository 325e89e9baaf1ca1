import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Covariances")
struct CovarianceTests {
  /// A kernel with its value at a distance of 0.3.
  static let kernels: [(CovarianceKernel, Double)] = [
    (.squaredExponential(lengthScale: 0.5, variance: 2), 1.670540422822544),
    (.matern(.half, lengthScale: 0.5, variance: 2), 1.0976232721880528),
    (.matern(.threeHalves, lengthScale: 0.5, variance: 2), 1.4426608475030007),
    (.matern(.fiveHalves, lengthScale: 0.5, variance: 2), 1.537986218503236),
  ]

  @Test("Kernels at a distance of 0.3 and at 0 and far away", arguments: kernels)
  func values(kernel: CovarianceKernel, value: Double) {
    // The Matérn values agree with 2^(1−ν)/Γ(ν) (√(2ν) r/ℓ)^ν K_ν(√(2ν) r/ℓ), K_ν integrated
    // numerically.
    #expect(abs(kernel.covariance(squaredDistance: 0.09) - value) < 1e-14)
    #expect(kernel.covariance(squaredDistance: 0) == 2)
    #expect(kernel.covariance(squaredDistance: 1e27) == 0)
    #expect(kernel.variance == 2)
  }

  @Test("Extreme lengths and variances leave finite numbers", arguments: [1e-50, 1e50])
  func extremes(scale: Double) {
    for variance in [1e-50, 1e50] {
      for kernel in [
        CovarianceKernel.squaredExponential(lengthScale: scale, variance: variance),
        .matern(.half, lengthScale: scale, variance: variance),
        .matern(.threeHalves, lengthScale: scale, variance: variance),
        .matern(.fiveHalves, lengthScale: scale, variance: variance),
      ] {
        for squares in [0, 1e-300, 1, 4e27] {
          let value = kernel.covariance(squaredDistance: squares)
          #expect(value >= 0 && value <= variance)
        }
      }
    }
  }

  @Test("A matrix has the kernel's values, is symmetric, and has the nugget on its diagonal")
  func matrix() {
    let kernel = CovarianceKernel.matern(.half, lengthScale: 5, variance: 2)
    // Distances 5, 13 and √((3 − 12)² + (4 − 5)²).
    let matrix = kernel.matrix([0, 0, 3, 4, 12, 5], dimension: 2, nugget: 0.25)
    #expect(matrix.rows == 3 && matrix == matrix.transposed())
    for arm in 0..<3 { #expect(matrix[arm, arm] == 2.25) }
    #expect(abs(matrix[1, 0] - 2 * 0.36787944117144233) < 1e-15)
    #expect(abs(matrix[2, 0] - 2 * Elementary.exp(-2.6)) < 1e-15)
    #expect(abs(matrix[2, 1] - 2 * Elementary.exp(-82.0.squareRoot() / 5)) < 1e-15)
    #expect(kernel.matrix([7], dimension: 1, nugget: 0) == [[2]])
  }

  // MARK: Factors

  /// Σ_ij = 1/(1 + |i − j|), and a half more on the diagonal.
  private func covariance(_ n: Int) -> Matrix {
    var matrix = Matrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n { matrix[i, j] = 1 / Double(1 + abs(i - j)) }
      matrix[i, i] += 0.5
    }
    return matrix
  }

  @Test("A draw is m + L z, by the plain loop and by LAPACK", arguments: [1, 2, 3, 64, 65, 100])
  func draw(order: Int) throws {
    let sigma = covariance(order)
    let factor = try CovarianceFactor(sigma)
    var lower = sigma
    try ReferenceKernels.potrf(&lower)
    var (stream, other) = (testStream(UInt64(order)), testStream(UInt64(order)))
    let draw = factor.draw(mean: 3, using: &stream)
    let z = (0..<order).map { _ in other.nextNormal(.shared) }
    #expect(draw.count == order && stream == other)
    for row in 0..<order {
      let expected = (0...row).reduce(3.0) { $0 + lower[row, $1] * z[$1] }
      #expect(abs(draw[row] - expected) < 1e-12)
    }
  }

  @Test("By hand: a covariance of two arms")
  func twoArms() throws {
    // L = [[2, 0], [1.5, 0.5]].
    let factor = try CovarianceFactor([[4, 3], [3, 2.5]])
    var (stream, other) = (testStream(), testStream())
    let (first, second) = (other.nextNormal(.shared), other.nextNormal(.shared))
    #expect(
      factor.draw(mean: -1, using: &stream) == [-1 + 2 * first, -1 + 1.5 * first + 0.5 * second])
  }

  @Test("The first pivot that is not positive is told", arguments: [3, 64, 65, 90])
  func failedPivot(order: Int) {
    // A cluster of independent arms, but for one whose covariance with the first is too large.
    for bad in [1, order / 2, order - 1] {
      var sigma = Matrix.identity(order)
      sigma[bad, 0] = 2
      sigma[0, bad] = 2
      #expect(throws: FailedPivot(index: bad, value: -3)) { try CovarianceFactor(sigma) }
    }
    var negative = Matrix.identity(order)
    negative[0, 0] = -1
    #expect(throws: FailedPivot(index: 0, value: -1)) { try CovarianceFactor(negative) }
    var infinite = Matrix.identity(order)
    infinite[order - 1, order - 1] = .infinity
    #expect(throws: FailedPivot.self) { try CovarianceFactor(infinite) }
  }

  @Test("A pivot that rounding may have made of 0 is none", arguments: [2, 64, 65, 100])
  func faintPivot(order: Int) throws {
    // The last pivot is 4 less 4 (1 − δ), exactly.
    func sigma(_ delta: Double) -> Matrix {
      var sigma = Matrix.identity(order)
      sigma[0, 0] = 1 / (1 - delta)
      sigma[order - 1, order - 1] = 4
      for (row, column) in [(order - 1, 0), (0, order - 1)] { sigma[row, column] = 2 }
      return sigma
    }
    let threshold = Double(order) * RoundingError.unitRoundoff
    #expect(throws: FailedPivot.self) { try CovarianceFactor(sigma(threshold / 4)) }
    _ = try CovarianceFactor(sigma(threshold * 4))
    do {
      _ = try CovarianceFactor(sigma(0))
    } catch { #expect(error.index == order - 1 && error.value.magnitude < 1e-12) }
  }

  @Test("What is positive definite takes no jitter and stays as it is", arguments: [1, 5, 70])
  func noJitter(order: Int) {
    var sigma = covariance(order)
    let (_, jitter) = CovarianceFactor.jittered(&sigma)
    #expect(jitter == 0 && sigma == covariance(order))
  }

  @Test(
    "Arms that are one take a little jitter, which stays in the matrix", arguments: [2, 40, 80])
  func jitter(order: Int) throws {
    var sigma = Matrix(rows: order, columns: order, repeating: 3)
    let (factor, jitter) = CovarianceFactor.jittered(&sigma)
    // The first step of the ladder, or one of the next: n u, 10 n u, 100 n u.
    let steps = [1.0, 10, 100].map { $0 * Double(order) * RoundingError.unitRoundoff }
    #expect(steps.contains { abs(jitter / $0 - 1) < 1e-12 })
    for i in 0..<order {
      for j in 0..<order {
        #expect(sigma[i, j] == (i == j ? 3 + jitter * 3 : 3))
      }
    }
    // All arms of a draw are nearly one.
    var stream = testStream()
    let draw = factor.draw(mean: 0, using: &stream)
    #expect(draw.allSatisfy { abs($0 - draw[0]) < 1e-5 })
  }

  @Test("A matrix that is far from positive definite gets a factor in the end")
  func largeJitter() {
    var sigma: Matrix = [[1, 2], [2, 1]]
    let (_, jitter) = CovarianceFactor.jittered(&sigma)
    // λ = −1: the first of 2 u 10^k above 1 is 10^16 times the first step.
    #expect(abs(jitter - 2e16 * RoundingError.unitRoundoff) < 1e-12)
    #expect(sigma[0, 0] == 1 + jitter && sigma[1, 0] == 2)
  }

  @Test("Notes count jitter that is above 0, keep the largest and merge in any order")
  func notes() {
    var notes = NumericalNotes()
    #expect(notes.isEmpty)
    notes.note(relativeJitter: 0)
    #expect(notes.isEmpty)
    notes.note(relativeJitter: 1e-12)
    notes.note(relativeJitter: 1e-14)
    #expect(notes == NumericalNotes(jitteredFactorisations: 2, largestRelativeJitter: 1e-12))
    var other = NumericalNotes(
      jitteredFactorisations: 3, largestRelativeJitter: 1e-9, diagonalFallbacks: 4)
    let sum = NumericalNotes(
      jitteredFactorisations: 5, largestRelativeJitter: 1e-9, diagonalFallbacks: 4)
    var merged = notes
    merged.merge(other)
    other.merge(notes)
    #expect(merged == sum && other == sum && !sum.isEmpty)
  }

  @Test("A policy's notes come to its trajectory, in batches too", arguments: [1, 7])
  func policyNotes(batch: Int) {
    struct Noting: Policy, ~Copyable {
      var numericalNotes = NumericalNotes()
      mutating func selectArm(round: Int, using stream: inout RandomStream) -> Int { 0 }
      mutating func update(arm: Int, reward: Double) {
        numericalNotes.note(relativeJitter: 1e-13)
      }
    }
    let game = Replication(
      instance: problem([[0.5], [0.5]]), horizon: 20, checkpoints: [20],
      seeds: SeedTree(root: 1), number: 0, tables: .covering(horizon: 20),
      batch: batch)
    let noting = PreparedPolicy(rewards: .bernoulli) { _ in Noting() }
    #expect(
      noting.play(game).notes
        == NumericalNotes(jitteredFactorisations: 20, largestRelativeJitter: 1e-13))
    #expect(prepared("tsc", for: game.instance).play(game).notes.isEmpty)
  }
}
