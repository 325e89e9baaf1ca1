public import ClusterBandit

/// The name of a block: a problem of the plan and a hundred of its replications.
public struct BlockID: Sendable, Hashable, Codable, Comparable {
  /// The problem's number in the plan, from 0.
  public let problem: Int
  /// The block's number, from 0: it holds the replications from 100 · block on.
  public let block: Int

  /// The replications of a whole block.
  ///
  /// It is part of the results' last bits: moments are merged block by block.
  public static let size = 100

  /// The block of that number of a problem.
  public init(problem: Int, block: Int) {
    self.problem = problem
    self.block = block
  }

  /// The replications of the block, of `total` altogether.
  public func replications(of total: Int) -> Range<Int> {
    let start = block * BlockID.size
    return start..<max(start, min(start + BlockID.size, total))
  }

  /// The blocks of a problem with so many replications.
  package static func count(of replications: Int) -> Int { (replications + size - 1) / size }

  /// By problem, then by block: the canonical order.
  public static func < (one: BlockID, other: BlockID) -> Bool {
    (one.problem, one.block) < (other.problem, other.block)
  }
}

/// What a block of replications measured: the unit in which results are stored and sent.
///
/// It depends on the plan and its number alone, not on who played it with how many workers.
public struct BlockResult: Sendable, Hashable, Codable {
  /// Which block it is.
  public let id: BlockID
  /// The replications it holds, the first of its range.
  public let replications: Int
  /// The replications that the plan asks of it.
  public let expected: Int
  /// One for each policy of the problem.
  public let policies: [PolicyBlock]
  /// What the factorizations of the instances met.
  public let instanceNotes: NumericalNotes

  /// True unless the run ended before all replications were played.
  public var isComplete: Bool { replications == expected }

  /// One policy's part of a block.
  public struct PolicyBlock: Sendable, Hashable, Codable {
    /// The moments of every metric of `Metric/curves` at every checkpoint, and of those that the
    /// plan asks for.
    public let curves: [Metric: [Moments]]
    /// The values of every metric at the horizon by replication.
    public let finals: [Metric: [Double]]
    /// The pseudo-regret of the replications at every checkpoint, for quantiles.
    public let regret: [CurveSample]
    /// What the policy's factorizations met.
    public let notes: NumericalNotes

    /// A part that was reduced before; see the properties.
    package init(
      curves: [Metric: [Moments]], finals: [Metric: [Double]], regret: [CurveSample],
      notes: NumericalNotes
    ) {
      self.curves = curves
      self.finals = finals
      self.regret = regret
      self.notes = notes
    }
  }

  /// The reduction of the trajectories of the block's first replications.
  ///
  /// O(policies · checkpoints · replications).
  ///
  /// - Parameters:
  ///   - trajectories: by policy, then by replication.
  ///   - keepsValues: whether every replication's curve is kept; else only the sketch of them.
  init(
    _ id: BlockID, expected: Int, trajectories: [[Trajectory]], instanceNotes: NumericalNotes,
    keepsValues: Bool
  ) {
    self.id = id
    self.expected = expected
    replications = trajectories.first?.count ?? 0
    self.instanceNotes = instanceNotes
    policies = trajectories.map { PolicyBlock($0, keepsValues: keepsValues) }
  }
}

extension BlockResult {
  /// A block that was reduced before; see the properties.
  package init(
    _ id: BlockID, replications: Int, expected: Int, policies: [PolicyBlock],
    instanceNotes: NumericalNotes
  ) {
    self.id = id
    self.replications = replications
    self.expected = expected
    self.policies = policies
    self.instanceNotes = instanceNotes
  }
}

extension BlockResult.PolicyBlock {
  init(_ trajectories: [Trajectory], keepsValues: Bool) {
    let checkpoints = trajectories.first?.rounds.count ?? 0
    var curves: [Metric: [Moments]] = [:]
    let kept = Metric.allCases.filter { metric in trajectories.allSatisfy { $0.has(metric) } }
    for metric in kept where metric.isCurve {
      curves[metric] = (0..<checkpoints).map { checkpoint in
        Moments(trajectories.values(metric, checkpoint: checkpoint))
      }
    }
    var finals = Dictionary(
      uniqueKeysWithValues: kept.map { metric in
        (metric, trajectories.map { $0.final(metric) })
      })
    if let adjusted = ControlVariates.adjusted(trajectories) {
      curves[.adjustedRegret] = adjusted.map { Moments($0) }
      finals[.adjustedRegret] = adjusted.last
    }
    self.curves = curves
    self.finals = finals
    regret = (0..<checkpoints).map { checkpoint in
      let values = trajectories.values(.pseudoRegret, checkpoint: checkpoint)
      return keepsValues ? .values(values) : .sketch(QuantileSketch(values))
    }
    var notes = NumericalNotes()
    for trajectory in trajectories { notes.merge(trajectory.notes) }
    self.notes = notes
  }
}
