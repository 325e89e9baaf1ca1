import ClusterBandit
import Foundation

/// How much memory an experiment needs, before any of it is allocated.
struct MemoryEstimate {
  /// Bytes an arm while its instance is drawn and one policy plays: means twice while labels are
  /// dealt (16), clusters (4), late pulls (4), statistics (16) and the largest rule's state (32 +
  /// 4), with half as much again for the allocator.
  static let bytesPerArm = 120

  /// Bytes a pull of a batch: its arm and its reward (12), and what policies note of a pending
  /// pull: 32 for the arm and for each of up to three nodes above it, twice while the notes grow.
  static let batchBytesPerPull = 12 + 2 * 4 * 32

  /// Bytes a cluster of what a policy keeps of the tree above the clusters, which has fewer inner
  /// nodes than clusters: of two nodes the tree (20), the group (4), statistics (16) and the
  /// largest rule's state (36).
  static let treeBytesPerCluster = 2 * 76

  /// The bytes that are needed.
  let bytes: Double
  /// The arms of the largest cluster whose covariance is kept; 0 if covariances are less than half
  /// of ``bytes``.
  let largestCluster: Int

  init(_ experiment: Experiment, jobs: Int, keepsFinals: Bool = true) {
    let total = experiment.plan.replications
    let workers = Double(min(jobs, total * experiment.problems.count))
    let playing = experiment.problems.map(MemoryEstimate.playing).max() ?? 0
    let replications = Double(total)
    let finals =
      !keepsFinals
      ? 0
      : experiment.problems.reduce(0.0) {
        $0 + Double($1.policies.count * Metric.allCases.count) * replications * 8
      }
    let curveValues = experiment.problems.map { problem in
      Double(problem.policies.count * problem.checkpoints.count * Metric.curves.count)
    }
    // Two blocks of curves are being filled, and every cell keeps moments three times over.
    let filling = min(replications, Double(2 * BlockID.size))
    let curves: Double = (curveValues.max() ?? 0) * filling * 8
    // One metric's values are kept for exact quantiles, or sketches of them.
    let kept = min(replications, Double(CurveSample.exactLimit)) / Double(Metric.curves.count)
    let moments: Double = curveValues.reduce(0, +) * (120 + 8 * kept)
    let shared = experiment.problems.reduce(0.0) {
      $0 + 8 * $1.environment.covarianceSize.sharedNumbers
    }
    bytes = workers * playing + 2 * finals + curves + moments + shared
    let covariances = workers * (experiment.problems.map(MemoryEstimate.covariances).max() ?? 0)
    largestCluster =
      2 * (covariances + shared) < bytes
      ? 0 : experiment.problems.map(\.environment.covarianceSize.largestCluster).max() ?? 0
  }

  /// The bytes of the instance and of the policy that plays on it.
  private static func playing(_ problem: Experiment.Problem) -> Double {
    let shape = problem.environment.shape
    let (arms, clusters) = (Double(shape.armCount), Double(shape.clusterCount))
    let dimension = Double(shape.rewards.contextDimension)
    // Under contexts, an arm's vector twice while labels are dealt, and the ridge regressions of
    // arms and clusters: two matrices and a few vectors each.
    let numbers = 2 * arms * dimension + 2 * (arms + clusters) * (dimension + 2) * dimension
    let perCluster =
      (problem.policies.map(\.bytesPerCluster).max() ?? 0) + treeBytesPerCluster
    let perArm = (problem.policies.map(\.bytesPerArm).max() ?? 0) + bytesPerArm
    return arms * Double(perArm) + clusters * Double(perCluster) + 1.5 * 8 * numbers
      + covariances(problem) + batch(problem)
  }

  /// The bytes of a batch; under a covariance a pending pull is a row over the arms of its cluster.
  private static func batch(_ problem: Experiment.Problem) -> Double {
    guard problem.batch > 1 else { return Double(batchBytesPerPull) }
    let hasMatrices = problem.policies.contains { $0.matricesPerCluster > 0 }
    let row = hasMatrices ? 16 * problem.environment.covarianceSize.largestCluster : 0
    return Double(problem.batch) * Double(batchBytesPerPull + row)
  }

  /// The bytes of the covariances of an instance and of the policy that plays on it.
  private static func covariances(_ problem: Experiment.Problem) -> Double {
    let size = problem.environment.covarianceSize
    let matrices = Double(problem.policies.map(\.matricesPerCluster).max() ?? 0)
    return 8 * (size.instanceNumbers + matrices * size.matrixNumbers)
  }

  /// Throws if there is not as much.
  ///
  /// - Parameter available: by default what this process may use.
  func check(available: Double = AvailableMemory.bytes) throws(InsufficientMemory) {
    let installed = available
    if bytes > installed {
      throw InsufficientMemory(
        needed: bytes, installed: installed, largestCluster: largestCluster)
    }
  }
}

/// The experiment does not fit in this machine's memory.
public struct InsufficientMemory: Error, Sendable, CustomStringConvertible {
  /// The bytes that are needed.
  public let needed: Double
  /// The bytes that the process may use.
  public let installed: Double
  /// The arms of the largest cluster whose covariance is kept entry by entry; 0 if covariances are
  /// not what takes the memory.
  public var largestCluster = 0

  /// What is missing, and what makes it less.
  public var description: String {
    let lack =
      "this needs about \(gibibytes(needed)) of memory, and this process may use \(gibibytes(installed)); "
    guard largestCluster > 0 else { return lack + "use fewer arms or replications, or --jobs 1" }
    let covariance = 8 * Double(largestCluster) * Double(largestCluster)
    return lack
      + "a cluster of \(grouped(largestCluster)) arms needs \(gibibytes(covariance)) for its "
      + "covariance: use smaller clusters or kernel shared-effects, or --jobs 1"
  }

}

extension Experiment {
  /// The memory that a run with so many workers needs, in words.
  package func memory(jobs: Int) -> String {
    gibibytes(MemoryEstimate(self, jobs: jobs).bytes)
  }

  /// The bytes that a run needs with so many workers, besides the final values of replications.
  package func bytesWithoutFinals(jobs: Int) -> Double {
    MemoryEstimate(self, jobs: jobs, keepsFinals: false).bytes
  }
}

/// "less than 1 MiB", "12 MiB", "1.5 GiB".
private func gibibytes(_ bytes: Double) -> String {
  if bytes < 0x1p20 { return "less than 1 MiB" }
  if bytes < 0x1p30 / 10 { return "\(grouped(Int(bytes / 0x1p20 + 0.5))) MiB" }
  let value = bytes / 0x1p30
  return value < 100
    ? "\(Double(Int(value * 10 + 0.5)) / 10) GiB" : "\(grouped(Int(value + 0.5))) GiB"
}
