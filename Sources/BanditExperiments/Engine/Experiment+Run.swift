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
    try run(
      jobs: jobs, blasThreads: blasThreads, kept: KeptValues(runs: keepsRuns), control: control)
  }

  /// The same, keeping what a saved result keeps.
  package func run(
    jobs: Int? = nil, blasThreads: BLASThreadSource = .count(1), kept: KeptValues,
    control: RunControl = RunControl()
  ) throws -> ResultSet {
    var engine = Engine(jobs: jobs)
    engine.keepsCurves = kept.runs
    engine.keepsFinals = kept.finals
    let sink = MemorySink()
    try engine.run(self, sink: sink, control: control)
    return result(of: sink.blocks, blasThreads: blasThreads, kept: kept)
  }

  /// What some blocks of it come to, for a sink that tells of them before all are there.
  package func result(
    of blocks: [BlockResult], blasThreads: BLASThreadSource = .count(1),
    kept: KeptValues = KeptValues()
  ) -> ResultSet {
    ResultSet(
      plan: plan, blocks: blocks, constants: constants, manifest: Manifest(self, blasThreads),
      remarks: remarks, kept: kept)
  }
}
