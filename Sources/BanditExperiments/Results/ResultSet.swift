public import ClusterBandit

/// What a plan measured: its blocks merged in their canonical order.
///
/// Checks against targets, comparisons, bounds and summaries are functions of it, so that a result
/// that was loaded or merged can do all that a fresh one can.
public struct ResultSet: Sendable, Equatable {
  /// What was run.
  public let plan: Plan
  /// What the bits depend on besides the plan, and what program made them.
  public let manifest: Manifest
  /// One for each environment and policy that was played, in the order of the plan.
  public let cells: [Cell]
  /// The exact values of the plan's constants, in the order of its targets.
  public let constants: [Double]
  /// What factorizations met; empty where nothing is to be told.
  public let notes: [ResultNote]
  /// What a reader must know of how policies play and environments pay.
  public let remarks: [Remark]

  /// One policy on one environment.
  public struct Cell: Sendable, Equatable {
    /// The environment's label.
    public let environment: String
    /// The policy's label.
    public let policy: String
    /// The swept values of environment and policy.
    public let swept: [Plan.SweptValue]
    /// T.
    public let horizon: Int
    /// The rounds of the curves; the last one is T.
    public let rounds: [Int]
    /// Every metric at the horizon; a metric that an older program did not keep is absent.
    public let final: [Metric: Summary]
    /// Every metric of `Metric/curves` at every round.
    public let curves: [Metric: [Moments]]
    /// The quantiles of the pseudo-regret at every round.
    public let quantiles: [CurveQuantiles]
    /// Every metric at the horizon by replication.
    public let values: [Metric: [Double]]
    /// The pseudo-regret at every round by replication, if it was asked for.
    public let runs: [[Double]]?

    /// The number of replications.
    public var replications: Int {
      values.values.first?.count ?? final.values.first?.replications ?? 0
    }
  }

  /// A result from its parts.
  init(
    plan: Plan, manifest: Manifest, cells: [Cell], constants: [Double], notes: [ResultNote],
    remarks: [Remark] = []
  ) {
    self.plan = plan
    self.manifest = manifest
    self.cells = cells
    self.constants = constants
    self.notes = notes
    self.remarks = remarks
  }

  /// The blocks of a plan, merged problem by problem in the order of their numbers.
  ///
  /// Floating-point merging depends on the order; this one is fixed, so it does not matter who made
  /// the blocks and in which order they came. A block behind one that is missing or incomplete is
  /// left out: a result holds the replications from 0 on without a gap.
  ///
  /// O(blocks · policies · checkpoints).
  ///
  /// - Parameters:
  ///   - plan: what was played.
  ///   - blocks: in any order, each at most once.
  ///   - constants: see ``Experiment/constants``.
  ///   - manifest: what made it.
  ///   - remarks: see ``Experiment/remarks``.
  ///   - keepsRuns: whether single runs' curves are kept, as far as the blocks have them.
  public init(
    plan: Plan, blocks: [BlockResult], constants: [Double], manifest: Manifest,
    remarks: [Remark] = [], keepsRuns: Bool = false
  ) {
    self.init(
      plan: plan, blocks: blocks, constants: constants, manifest: manifest, remarks: remarks,
      kept: KeptValues(runs: keepsRuns))
  }

  /// The same, keeping what is said.
  package init(
    plan: Plan, blocks: [BlockResult], constants: [Double], manifest: Manifest,
    remarks: [Remark], kept: KeptValues
  ) {
    var merged: [Int: MergedProblem] = [:]
    for block in blocks.sorted(by: { $0.id < $1.id })
    where plan.problems.indices.contains(block.id.problem) {
      merged[block.id.problem, default: MergedProblem()]
        .append(block, keepsRuns: kept.runs, keepsFinals: kept.finals)
    }
    self.init(
      plan: plan, problems: merged, constants: constants, manifest: manifest, remarks: remarks,
      keepsRuns: kept.runs)
  }

  /// The merged blocks of a plan's problems, by their numbers.
  package init(
    plan: Plan, problems merged: [Int: MergedProblem], constants: [Double], manifest: Manifest,
    remarks: [Remark], keepsRuns: Bool
  ) {
    var cells: [Cell] = []
    var notes: [ResultNote] = []
    for (index, problem) in plan.problems.enumerated() {
      guard let found = merged[index], !found.policies.isEmpty else { continue }
      let rounds = plan.rounds(of: problem)
      notes.append(
        ResultNote(environment: problem.label, policy: nil, notes: found.instanceNotes))
      for (policy, part) in zip(problem.policies, found.policies) {
        cells.append(part.cell(problem, policy, rounds: rounds, keepsRuns: keepsRuns))
        notes.append(
          ResultNote(environment: problem.label, policy: policy.label, notes: part.notes))
      }
    }
    self.init(
      plan: plan, manifest: manifest, cells: cells, constants: constants,
      notes: notes.filter { !$0.notes.isEmpty }, remarks: remarks)
  }
}

extension ResultSet {
  /// True if some environments lack replications that the plan asks for.
  public var isPartial: Bool {
    cells.count < plan.problems.reduce(0) { $0 + $1.policies.count }
      || cells.contains { $0.replications < plan.replications }
  }

  /// The labels of the environments that were played, in the order of the plan.
  public var environments: [String] {
    var seen: Set<String> = []
    return cells.map(\.environment).filter { seen.insert($0).inserted }
  }

  /// The cells of an environment.
  public func cells(of environment: String) -> [Cell] {
    cells.filter { $0.environment == environment }
  }

  /// The result with some of its cells alone.
  package func filtered(_ isWanted: (Cell) -> Bool) -> ResultSet {
    ResultSet(
      plan: plan, manifest: manifest, cells: cells.filter(isWanted), constants: constants,
      notes: notes, remarks: remarks)
  }

  /// The cell of an environment and a policy, or nil if it was not played.
  public func cell(_ environment: String, _ policy: String) -> Cell? {
    cells.first { $0.environment == environment && $0.policy == policy }
  }
}
