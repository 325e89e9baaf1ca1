import LinearAlgebra

/// What made a result, and what its bits depend on besides the plan.
public struct Manifest: Sendable, Hashable, Codable {
  /// The program with its version.
  public let program: String
  /// The commit of its sources; nil if they were in no repository.
  public let commit: String?
  /// Whether the sources differed from the commit.
  public let isModified: Bool?
  /// The compiler that built it.
  public let swift: String?
  /// The version of the streams.
  public let streams: Int
  /// The SHA-256 of the plan.
  public let planHash: String
  /// The linear algebra in use; nil where the experiment has none, and then every machine finds the
  /// same bits.
  public let blas: BLAS?

  /// A BLAS library and its threads.
  public struct BLAS: Sendable, Hashable, Codable {
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

  private enum CodingKeys: String, CodingKey {
    case program, commit
    case isModified = "modified"
    case swift, streams
    case planHash = "plan_sha256"
    case blas
  }

  /// Explicit nulls: a reader finds every key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(program, forKey: .program)
    try container.encode(commit, forKey: .commit)
    try container.encode(isModified, forKey: .isModified)
    try container.encode(swift, forKey: .swift)
    try container.encode(streams, forKey: .streams)
    try container.encode(planHash, forKey: .planHash)
    try container.encode(blas, forKey: .blas)
  }

  /// The manifest of a plan that this program runs, with that linear algebra.
  init(_ plan: Plan, blas: BLAS? = nil) {
    let made = ProgramVersion.current
    program = made.program
    commit = made.commit
    isModified = made.isModified
    swift = made.swift
    streams = plan.streams
    planHash = plan.sha256
    self.blas = blas
  }

  /// The manifest of an experiment that is run now with these threads.
  public init(_ experiment: Experiment, _ threads: BLASThreadSource = .count(1)) {
    guard experiment.needsLinearAlgebra else {
      self.init(experiment.plan)
      return
    }
    let library = BLASConfiguration.current
    self.init(
      experiment.plan,
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

extension Manifest {
  /// The program and its commit, as messages name them.
  package var maker: String {
    program + (commit.map { " (commit \($0.prefix(10)))" } ?? "")
  }
}
