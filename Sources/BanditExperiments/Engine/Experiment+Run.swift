extension Experiment {
  /// Runs the experiment in memory and merges its blocks.
  ///
  /// If the control cancels it, the result is partial: it holds what was complete.
  ///
  /// - Parameters:
  ///   - jobs: workers, by default one for each core; results do not depend on it.
  ///   - blasThreads: who set the threads of BLAS, for the manifest.
  ///   - keepsRuns: whether single runs' curves are kept.
  ///   - control: watches and cancels the run.
  /// - Throws: ``InsufficientMemory``.
  public func run(
    jobs: Int? = nil, blasThreads: BLASThreadSource = .count(1), keepsRuns: Bool = false,
    control: RunControl = RunControl()
  ) throws -> ResultSet {
    var engine = Engine(jobs: jobs)
    engine.keepsCurves = keepsRuns
    let sink = MemorySink()
    try engine.run(self, sink: sink, control: control)
    return result(of: sink.blocks, blasThreads: blasThreads, keepsRuns: keepsRuns)
  }

  /// What some blocks of it come to, for a sink that tells of them before all are there.
  package func result(
    of blocks: [BlockResult], blasThreads: BLASThreadSource = .count(1), keepsRuns: Bool = false
  ) -> ResultSet {
    ResultSet(
      plan: plan, blocks: blocks, constants: constants, manifest: Manifest(self, blasThreads),
      remarks: remarks, keepsRuns: keepsRuns)
  }
}
