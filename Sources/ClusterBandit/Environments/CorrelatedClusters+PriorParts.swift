import LinearAlgebra
import Randomness

extension CorrelatedClusters {
  /// How the means of a cluster are drawn.
  enum ClusterDraw: Sendable {
    /// m0 + L z.
    case factor(CovarianceFactor)
    /// m0 + B ψ + e.
    case effects(design: Matrix, effectDeviation: Double, ownDeviation: Double)

    /// The means of the cluster's arms.
    ///
    /// Draws n_c normals, after q for the effects where there are some.
    func draw(mean: Double, using stream: inout RandomStream) -> [Double] {
      switch self {
      case .factor(let factor): return factor.draw(mean: mean, using: &stream)
      case .effects(let design, let effectDeviation, let ownDeviation):
        var means = Array(repeating: mean, count: design.rows)
        for effect in 0..<design.columns {
          let psi = effectDeviation * stream.nextNormal(.shared)
          for arm in means.indices { means[arm] += design[arm, effect] * psi }
        }
        for arm in means.indices { means[arm] += ownDeviation * stream.nextNormal(.shared) }
        return means
      }
    }
  }

  /// The prior of an instance, gathered cluster by cluster.
  struct PriorParts {
    private var matrices: [Matrix] = []
    private var notes = NumericalNotes()

    /// Adds the prior of a cluster's arms and tells how to draw from it.
    mutating func append(
      _ covariance: ArmCovariance, _ features: [Double], dimension: Int
    ) -> ClusterDraw {
      switch covariance {
      case .kernel(let kernel, let nugget):
        var matrix = kernel.matrix(features, dimension: dimension, nugget: nugget)
        let (factor, jitter) = CovarianceFactor.jittered(&matrix)
        notes.note(relativeJitter: jitter)
        matrices.append(matrix)
        return .factor(factor)
      case .effects(let effectVariance, let ownVariance):
        let rows = features.count / dimension
        var elements: [Double] = []
        elements.reserveCapacity(features.count)
        for effect in 0..<dimension {
          for arm in 0..<rows { elements.append(features[arm * dimension + effect]) }
        }
        let design = Matrix(rows: rows, columns: dimension, elements: elements)
        matrices.append(design)
        return .effects(
          design: design, effectDeviation: effectVariance.squareRoot(),
          ownDeviation: ownVariance.squareRoot())
      }
    }

    /// The prior of all clusters so far.
    func prior(mean: Double, _ covariance: ArmCovariance, dimension: Int) -> GaussianPrior {
      switch covariance {
      case .kernel: GaussianPrior(mean: mean, structure: .dense(matrices), notes: notes)
      case .effects(let effectVariance, let ownVariance):
        GaussianPrior(
          mean: mean,
          structure: .effects(
            SharedEffects(
              count: dimension, designs: matrices, effectVariance: effectVariance,
              ownVariance: ownVariance)))
      }
    }
  }
}
