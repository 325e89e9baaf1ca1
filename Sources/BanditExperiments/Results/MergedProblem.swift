package import ClusterBandit

/// The blocks of one problem, merged so far: a left fold over them in the order of their numbers.
///
/// What it holds is all that is needed to go on with the next block.
package struct MergedProblem: Sendable {
  /// One policy.
  package struct Policy: Sendable {
    /// See ``BlockResult/PolicyBlock/curves``.
    package var curves: [Metric: [Moments]]
    /// The moments of every metric at the horizon.
    package var finalMoments: [Metric: Moments] = [:]
    /// Every metric at the horizon by replication.
    package var values: [Metric: [Double]] = [:]
    /// Sketches of every metric at the horizon, where values are not kept.
    package var finalSketches: [Metric: SignedSketch] = [:]
    /// The pseudo-regret at every checkpoint.
    package var regret: [CurveSample]
    /// What factorizations met.
    package var notes = NumericalNotes()

    /// A policy's part; see the properties.
    package init(
      curves: [Metric: [Moments]], finalMoments: [Metric: Moments] = [:],
      finalSketches: [Metric: SignedSketch] = [:], regret: [CurveSample],
      notes: NumericalNotes = NumericalNotes()
    ) {
      self.curves = curves
      self.finalMoments = finalMoments
      self.finalSketches = finalSketches
      self.regret = regret
      self.notes = notes
    }
  }

  /// One for each policy of the problem; none before the first block.
  package var policies: [Policy] = []
  /// What the factorizations of the instances met.
  package var instanceNotes = NumericalNotes()
  /// The number of the block that comes next; out of reach behind an incomplete one.
  package var nextBlock = 0

  /// No block.
  package init() {}

  /// Appends the next block; one behind a gap is left out.
  ///
  /// - Parameters:
  ///   - keepsRuns: whether curves of single replications are kept, as far as the block has them.
  ///   - keepsFinals: whether final values of single replications are kept, or sketches of them.
  package mutating func append(
    _ block: BlockResult, keepsRuns: Bool, keepsFinals: Bool = true
  ) {
    guard block.id.block == nextBlock, block.replications > 0 else { return }
    // Behind an incomplete block there would be a gap.
    nextBlock = block.isComplete ? nextBlock + 1 : .max
    instanceNotes.merge(block.instanceNotes)
    let isFirst = policies.isEmpty
    if isFirst {
      policies = block.policies.map {
        Policy(
          curves: $0.curves.mapValues { $0.map { _ in Moments() } },
          regret: $0.regret.map { _ in .values([]) })
      }
    }
    for (index, part) in block.policies.enumerated() {
      for (metric, moments) in part.curves {
        for checkpoint in moments.indices {
          policies[index].curves[metric]?[checkpoint].merge(moments[checkpoint])
        }
      }
      if !isFirst { policies[index].keepMetrics(of: part) }
      for (metric, values) in part.finals
      where isFirst || policies[index].finalMoments[metric] != nil {
        if keepsFinals {
          policies[index].values[metric, default: []] += values
        } else {
          policies[index].finalSketches[metric, default: SignedSketch()].add(values)
        }
        policies[index].finalMoments[metric, default: Moments()].merge(Moments(values))
      }
      for checkpoint in part.regret.indices {
        policies[index].regret[checkpoint].merge(part.regret[checkpoint], keepsValues: keepsRuns)
      }
      policies[index].notes.merge(part.notes)
    }
  }
}

extension MergedProblem.Policy {
  /// Forgets what a block did not measure: blocks of another version of the program may know other
  /// metrics, and a mean over some of the replications would be no mean of the result.
  fileprivate mutating func keepMetrics(of block: BlockResult.PolicyBlock) {
    curves = curves.filter { block.curves[$0.key] != nil }
    finalMoments = finalMoments.filter { block.finals[$0.key] != nil }
    values = values.filter { block.finals[$0.key] != nil }
    finalSketches = finalSketches.filter { block.finals[$0.key] != nil }
  }

  func cell(
    _ problem: Plan.Problem, _ policy: Plan.Policy, rounds: [Int], keepsRuns: Bool
  ) -> ResultSet.Cell {
    var final: [Metric: Summary] = [:]
    for (metric, moments) in finalMoments {
      if let values = values[metric] {
        final[metric] = Summary(moments: moments, values: values)
      } else if let sketch = finalSketches[metric] {
        let exact = metric == .pseudoRegret ? regret.last : nil
        final[metric] = Summary(
          moments: moments,
          quantiles: exact?.quantiles ?? CurveQuantiles { sketch.quantile($0) },
          tail: exact?.tail ?? sketch.tail)
      }
    }
    var runs: [[Double]]?
    if keepsRuns {
      let columns = regret.compactMap { if case .values(let values) = $0 { values } else { nil } }
      if columns.count == rounds.count, let count = columns.first?.count {
        runs = (0..<count).map { replication in columns.map { $0[replication] } }
      }
    }
    return ResultSet.Cell(
      environment: problem.label, policy: policy.label, swept: problem.swept + policy.swept,
      horizon: problem.horizon, rounds: rounds, final: final, curves: curves,
      quantiles: regret.compactMap(\.quantiles), values: values, runs: runs)
  }
}
