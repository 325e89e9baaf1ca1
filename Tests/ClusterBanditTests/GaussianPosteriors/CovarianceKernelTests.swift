import LinearAlgebra
import Randomness
import TestSupport
import Testing

@testable import ClusterBandit

@Suite("Kernels of covariances")
struct CovarianceKernelTests {
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
}
