extension Experiment {
  /// Runs the experiment in memory until a precision is reached, or cannot be.
  ///
  /// The result is that of the plan with as many replications as were played, bit for bit;
  /// ``Precision/verdict(on:)`` tells how the run ended. The plan's own number of replications is
  /// of no account. If the control cancels it, the result is partial.
  ///
  /// - Parameters:
  ///   - precision: when the run ends; its policies are in every environment.
  ///   - jobs: workers, by default one for each core; results do not depend on it.
  ///   - control: watches and cancels the run; its total grows with every look.
  /// - Throws: ``InsufficientMemory``.
  public func run(
    to precision: Precision, jobs: Int? = nil, control: RunControl = RunControl()
  ) throws -> ResultSet {
    try run(to: precision, jobs: jobs, kept: KeptValues(), control: control)
  }

  /// The same, keeping what a saved result keeps.
  package func run(
    to precision: Precision, jobs: Int? = nil, blasThreads: BLASThreadSource = .count(1),
    kept: KeptValues, control: RunControl = RunControl()
  ) throws -> ResultSet {
    var engine = Engine(jobs: jobs)
    engine.keepsCurves = kept.runs
    engine.keepsFinals = kept.finals
    let sink = MemorySink()
    var look = precision.firstLook
    while true {
      let part = played(look)
      try engine.run(part, sink: sink, control: control)
      let result = part.result(of: sink.blocks, blasThreads: blasThreads, kept: kept)
      guard !result.isPartial, case .unfinished(_, let next) = precision.verdict(on: result) else {
        return result
      }
      look = next
    }
  }

  /// The experiment as its file gives it with so many replications: the number of a quick look that
  /// follows from them follows.
  package func played(_ replications: Int) -> Experiment {
    var changed = with(replications: replications)
    let isUsual = plan.quickReplications == Plan.usualQuickReplications(of: plan.replications)
    changed.plan.quickReplications =
      isUsual
      ? Plan.usualQuickReplications(of: replications)
      : min(plan.quickReplications, replications)
    return changed
  }
}
