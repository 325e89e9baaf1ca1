import ClusterBandit
import LinearAlgebra
import Foundation
import Randomness

/// What the bits of a result depend on besides the experiment and its seed.
public struct Manifest: Sendable, Equatable, Encodable {
  /// The version of the streams.
  public let streams: Int
  /// The linear algebra in use; nil where the experiment has none, and then every machine finds the
  /// same bits.
  public let blas: BLAS?

  /// A BLAS library and its threads.
  public struct BLAS: Sendable, Equatable, Encodable {
    /// The version of OpenBLAS.
    public let version: String
    /// The family of processors whose kernels are in use.
    public let core: String
    /// The threads on which each operation ran.
    public let threads: Int
    /// `OPENBLAS_NUM_THREADS`, or nil if it is not set.
    public let environmentThreads: String?
    /// Whether the threads come from there; if not, what stands there is ignored.
    public let isEnvironmentUsed: Bool

    private enum CodingKeys: String, CodingKey {
      case version, core, threads
      case environmentThreads = "openblas_num_threads"
      case isEnvironmentUsed = "openblas_num_threads_used"
    }

    /// Explicit nulls: a reader finds every key.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(version, forKey: .version)
      try container.encode(core, forKey: .core)
      try container.encode(threads, forKey: .threads)
      try container.encode(environmentThreads, forKey: .environmentThreads)
      try container.encode(isEnvironmentUsed, forKey: .isEnvironmentUsed)
    }
  }

  private enum CodingKeys: String, CodingKey { case streams, blas }

  /// An explicit null where there is no linear algebra.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(streams, forKey: .streams)
    try container.encode(blas, forKey: .blas)
  }

  /// The manifest of a result that has no linear algebra, or that one.
  init(blas: BLAS? = nil) {
    streams = StreamVersion.current
    self.blas = blas
  }

  /// The manifest of an experiment that is run now with these threads.
  init(_ experiment: Experiment, _ threads: BLASThreadSource) {
    guard experiment.needsLinearAlgebra else {
      self.init()
      return
    }
    let library = BLASConfiguration.current
    self.init(
      blas: BLAS(
        version: library.version, core: library.core, threads: library.threadCount,
        environmentThreads: BLASThreadSource.environmentText,
        isEnvironmentUsed: threads == .environment))
  }

  /// What is said of the threads beside a result: something only where a variable asks for them, or
  /// there is more than one.
  var text: String? {
    guard let blas else { return nil }
    let used = "BLAS ran on \(blas.threads) \(blas.threads == 1 ? "thread" : "threads")"
    guard let asked = blas.environmentThreads else { return blas.threads == 1 ? nil : used }
    return blas.isEnvironmentUsed
      ? "\(used), as OPENBLAS_NUM_THREADS says"
      : "\(used): OPENBLAS_NUM_THREADS=\(asked.shown(atMost: 20)) is ignored unless "
        + "--blas-threads environment asks for it"
  }
}

/// Who says on how many threads BLAS runs each operation.
///
/// It is one thread unless somebody asks for more: workers share the cores by replications, and with
/// one thread the order of sums, hence a result's last bits, does not depend on the machine's cores.
public enum BLASThreadSource: Sendable, Equatable {
  /// That many.
  case count(Int)
  /// `OPENBLAS_NUM_THREADS`.
  case environment

  /// The threads that may be asked for.
  public static let range = 1...1024

  /// The variable's text, or nil if it is not set.
  static var environmentText: String? {
    ProcessInfo.processInfo.environment["OPENBLAS_NUM_THREADS"]
  }

  /// The number of threads, or nil if the variable holds none.
  public var count: Int? {
    switch self {
    case .count(let count): count
    case .environment:
      BLASThreadSource.environmentText.flatMap { Int($0) }.flatMap {
        BLASThreadSource.range.contains($0) ? $0 : nil
      }
    }
  }

  /// Why there is no number, for whoever asked for the variable; nil if there is one.
  public var problem: String? {
    guard count == nil else { return nil }
    guard let text = BLASThreadSource.environmentText else {
      return "OPENBLAS_NUM_THREADS is not set"
    }
    return "OPENBLAS_NUM_THREADS is \(text.quoted)"
  }

  /// Sets the threads for the whole process; before anything is run.
  public func apply() {
    if let count { BLASThreads.setCount(count) }
  }
}

extension Experiment {
  /// True if some of its problems stand on BLAS or LAPACK: contexts, and normal priors with
  /// covariances.
  var needsLinearAlgebra: Bool {
    problems.contains { $0.hasContexts || $0.environment.shape.hasGaussianPrior }
  }
}
