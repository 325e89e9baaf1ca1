public import ClusterBandit
import Randomness

/// The lower bounds on the regret in the problems of an experiment; see `LowerBound`.
///
/// The constants are those of the very instances that the experiment's policies play. A fixed
/// problem has one; for a random environment they are summarised over the drawn instances. Beware
/// that such a mean need not exist: where the two best means may come arbitrarily close, Δ/kl is of
/// order 1/Δ, and 1/Δ has no finite expectation. Medians always exist.
public struct ExperimentBounds: Sendable {
  /// The plan.
  public let plan: Plan
  /// One for each problem, in the order of the file.
  public let problems: [Problem]
  /// α of the discounted maximum, where it was asked for.
  public let discount: Double?

  /// The bounds in one problem.
  public struct Problem: Sendable {
    /// The environment's label.
    public let label: String
    /// Its arms and clusters.
    public let description: ProblemDescription
    /// Whether every replication plays the same instance, so that nothing is estimated.
    public let isFixed: Bool
    /// μ*.
    public let bestMean: Summary
    /// The largest range of the means of a cluster.
    public let spread: Summary
    /// The share of instances by what holds of their clusters, the strongest counting; empty with
    /// one cluster.
    public let dominance: [Dominance: Double]
    /// Lai and Robbins's constant.
    public let laiRobbins: Summary
    /// The clustered constants, one for each width that was asked for.
    public let clustered: [Clustered]
    /// The rounds of a curve.
    public let rounds: [Int]
    /// The most that any policy earns on average of Σ α^(t−1) r_t on as many arms, their means
    /// independent and uniform; nil where no discount factor was given.
    public var discounted: WhittleIntegral?
  }

  /// The clustered bound for one width.
  public struct Clustered: Sendable {
    /// w, or nil for the spread of each instance: the smallest that is admissible.
    public let width: Double?
    /// The constant.
    public let constant: Summary
    /// The constant over Lai and Robbins's; nil where that is 0 or not finite.
    public let ratio: Summary?
    /// The share of instances that no cluster is too wide for; of the others the bound says
    /// nothing.
    public let admissible: Double
  }

  /// The bounds in all problems of an experiment.
  ///
  /// O(R N) logarithms for each problem and width.
  ///
  /// - Parameters:
  ///   - experiment: whose environments are bounded.
  ///   - widths: values of w, at least 0; if there are none, each instance's own spread.
  ///   - discount: α of the discounted maximum, 0 < α < 1.
  /// - Throws: ``NoLowerBound`` or ``InsufficientMemory``.
  public init(
    _ experiment: Experiment, widths: [Double] = [], discount: Double? = nil
  ) throws {
    plan = experiment.plan
    self.discount = discount
    try MemoryEstimate(experiment, jobs: 1).check()
    let chosen = widths.isEmpty ? [nil] : widths.map(Optional.some)
    var problems: [Problem] = []
    var integrals: [Int: WhittleIntegral] = [:]
    for problem in experiment.problems {
      if let reason = NoLowerBound.reason(problem.environment.shape) {
        throw NoLowerBound(label: problem.label, reason: reason)
      }
      let isFixed = problem.isFixed
      problems.append(
        Problem(
          problem, experiment.seeds, count: isFixed ? 1 : experiment.plan.replications,
          isFixed: isFixed,
          widths: chosen))
      guard let discount else { continue }
      guard problem.environment.shape.rewards.isBinary else {
        throw NoLowerBound(
          label: problem.label, reason: "the discounted maximum is that of 0/1 rewards")
      }
      let integral =
        integrals[problem.armCount]
        ?? WhittleIntegral(armCount: problem.armCount, discount: discount)
      integrals[problem.armCount] = integral
      problems[problems.count - 1].discounted = integral
    }
    self.problems = problems
  }

  /// The bounds in one problem whose instance is the same in every replication; nil where it is
  /// drawn anew, or where there are no bounds of this kind.
  package static func ofFixedInstance(_ label: String, in experiment: Experiment) -> Problem? {
    guard let problem = experiment.problems.first(where: { $0.label == label }), problem.isFixed,
      NoLowerBound.reason(problem.environment.shape) == nil
    else { return nil }
    return Problem(problem, experiment.seeds, count: 1, isFixed: true, widths: [nil])
  }

  /// What a reader should know who takes the numbers at their word.
  public var warnings: [String] {
    problems.flatMap { problem in
      problem.clustered.filter { $0.admissible < 1 }.map { bound in
        let width = bound.width.map(\.short) ?? "spread"
        let whole = problem.isFixed
        let spread = fixed(problem.spread.mean, 4)
        let share = fixed(100 * (1 - bound.admissible), 1)
        return "\(problem.label): the clustered bound does not apply "
          + (whole ? "" : "to \(share) % of the instances ")
          + "with w = \(width): some arms of a cluster differ by more "
          + (whole ? "(\(spread))" : "(\(spread) on average)")
      }
    }
  }
}

/// A problem has no lower bound of this kind.
public struct NoLowerBound: Error, Sendable, CustomStringConvertible {
  /// The problem's label.
  public let label: String
  /// Why.
  public let reason: String

  /// The label and the reason.
  public var description: String { "\(label.quoted) has no lower bound of this kind: \(reason)" }

  /// Why arms like these have no lower bound of this kind, or nil if they have.
  static func reason(_ shape: ProblemShape) -> String? {
    if shape.hasMortalArms { return "arms die, and regret grows as long as arms are born" }
    if shape.sharedParameter != nil {
      return "its means are known functions of one number for each cluster, and whoever uses them "
        + "may lose less"
    }
    return reason(shape.rewards)
  }

  /// Why rewards like these have no lower bound of this kind, or nil if they have.
  static func reason(_ rewards: RewardDistribution) -> String? {
    switch rewards {
    case .bernoulli, .gaussian: nil
    case .contextual: "an arm's mean changes with the context of each round"
    }
  }
}

extension ExperimentBounds.Problem {
  fileprivate init(
    _ problem: Experiment.Problem, _ seeds: SeedTree, count: Int, isFixed: Bool, widths: [Double?]
  ) {
    var best = Sample()
    var spread = Sample()
    var laiRobbins = Sample()
    var constants = widths.map { _ in Sample() }
    var ratios = constants
    var admissible = widths.map { _ in 0 }
    var dominance: [Dominance: Double] = [:]
    for replication in 0..<count {
      let instance = problem.drawInstance(seeds, replication: UInt64(replication))
      let bound = LowerBound(instance)
      let independent = bound.laiRobbins
      best.add(instance.oracle.mean)
      spread.add(bound.spread)
      if let kind = Dominance(instance) { dominance[kind, default: 0] += 1 / Double(count) }
      laiRobbins.add(independent)
      for (index, width) in widths.enumerated() {
        let constant = bound.clustered(width: width ?? bound.spread)
        constants[index].add(constant)
        if independent > 0, independent < .infinity { ratios[index].add(constant / independent) }
        if width.map(bound.admits) ?? true { admissible[index] += 1 }
      }
    }
    label = problem.label
    description = ProblemDescription(problem)
    self.isFixed = isFixed
    bestMean = best.summary
    self.spread = spread.summary
    self.dominance = dominance
    self.laiRobbins = laiRobbins.summary
    clustered = widths.indices.map { index in
      ExperimentBounds.Clustered(
        width: widths[index], constant: constants[index].summary,
        ratio: ratios[index].values.isEmpty ? nil : ratios[index].summary,
        admissible: Double(admissible[index]) / Double(count))
    }
    rounds = problem.checkpoints
  }
}

/// The values of one quantity, one for each instance.
private struct Sample {
  var values: [Double] = []
  private var moments = Moments()

  mutating func add(_ value: Double) {
    values.append(value)
    moments.add(value)
  }

  var summary: Summary { Summary(moments: moments, values: values) }
}
