import ClusterBandit
import Foundation

/// How much memory an experiment needs, before any of it is allocated.
struct MemoryEstimate {
  /// Bytes an arm while its instance is drawn and one policy plays: means twice while labels are
  /// dealt (16), clusters (4), late pulls (8), statistics (16) and the largest rule's state (32 + 4),
  /// with half as much again for the allocator.
  static let bytesPerArm = 120

  /// The bytes that are needed.
  let bytes: Double

  init(_ experiment: Experiment, jobs: Int) {
    let workers = Double(min(jobs, experiment.replications * experiment.problems.count))
    let playing = experiment.problems.map(MemoryEstimate.playing).max() ?? 0
    let replications = Double(experiment.replications)
    let finals = experiment.problems.reduce(0.0) {
      $0 + Double($1.policies.count * Metric.allCases.count) * replications * 8
    }
    let curveValues = experiment.problems.map { problem in
      Double(problem.policies.count * problem.checkpoints.count * Metric.curves.count)
    }
    // Two blocks of curves are being filled, and every cell keeps moments three times over.
    let filling = min(replications, Double(2 * BlockStore.blockSize))
    let curves: Double = (curveValues.max() ?? 0) * filling * 8
    let moments: Double = curveValues.reduce(0, +) * 72
    bytes = workers * playing + 2 * finals + curves + moments
  }

  /// The bytes of the instance and of the policy that plays on it.
  private static func playing(_ problem: Experiment.Problem) -> Double {
    let shape = problem.environment.shape
    let (arms, clusters) = (Double(shape.armCount), Double(shape.clusterCount))
    let dimension = Double(shape.rewards.contextDimension)
    // Under contexts, an arm's vector twice while labels are dealt, and the ridge regressions of
    // arms and clusters: two matrices and a few vectors each.
    let numbers = 2 * arms * dimension + 2 * (arms + clusters) * (dimension + 2) * dimension
    let perCluster = problem.policies.map(\.policy.bytesPerCluster).max() ?? 0
    return arms * Double(bytesPerArm) + clusters * Double(perCluster) + 1.5 * 8 * numbers
  }

  /// Throws if the machine does not have as much.
  func check() throws(InsufficientMemory) {
    let installed = Double(ProcessInfo.processInfo.physicalMemory)
    if bytes > installed {
      throw InsufficientMemory(needed: bytes, installed: installed)
    }
  }
}

/// The experiment does not fit in this machine's memory.
public struct InsufficientMemory: Error, Sendable, CustomStringConvertible {
  /// The bytes that are needed.
  public let needed: Double
  /// The bytes that the machine has.
  public let installed: Double

  /// What is missing, and what makes it less.
  public var description: String {
    "this needs about \(gibibytes(needed)) of memory, and the machine has \(gibibytes(installed)); "
      + "use fewer arms or replications, or --jobs 1"
  }

  private func gibibytes(_ bytes: Double) -> String {
    let value = bytes / 0x1p30
    return value < 10
      ? "\(Double(Int(value * 10 + 0.5)) / 10) GiB" : "\(grouped(Int(value + 0.5))) GiB"
  }
}
