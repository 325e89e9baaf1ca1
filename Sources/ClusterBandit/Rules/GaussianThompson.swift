public import Randomness

/// Thompson sampling for Gaussian rewards with known σ: sample μ̃_i from the normal posterior.
///
/// With the prior N(m, v²) the posterior precision is 1/v² + n/σ² and its mean
/// (m/v² + Σr/σ²) / precision. Without a prior it is N(mean_i, σ²/n_i), and every arm is pulled
/// once first. With `optimistic` a sample below the posterior's mean counts as that mean.
///
/// Source: D. Russo, B. Van Roy, A. Kazerouni, I. Osband and Z. Wen, "A tutorial on Thompson
/// sampling", Foundations and Trends in Machine Learning 11 (2018), section 4 (conjugate updates).
///
/// Draws one normal a candidate and selection, and the order of first pulls if there is no prior.
/// Selection is O(count), recording O(1). 16 bytes a candidate, 20 without a prior.
public struct GaussianThompson: SelectionRule, ~Copyable {
  /// Shares the name and parameters of ``BetaThompson``.
  public static var variant: Variant { BetaThompson.variant }

  /// Those of ``BetaThompson``.
  public static var conventions: Conventions { BetaThompson.conventions }

  private let groups: Clustering
  private let ties: TieBreak
  private let tables: ZigguratTables
  private let noiseVariance: Double
  private let priorMean: Double
  private let priorPrecision: Double
  private var unplayed: UnplayedQueue
  private let pullsEachOnce: Bool
  /// True if the estimates hold posteriors: clusters, or arms under a dependence model.
  private let takesPosteriors: Bool
  /// The least that a deviate may be: 0 if optimistic.
  private let lowest: Double
  private var means: AlignedBuffer<Double>
  private var deviations: AlignedBuffer<Double>

  /// A rule over candidates none of which was pulled.
  public init(
    arguments: Arguments, groups: Clustering, level: SelectionLevel, setting: PolicySetting
  ) {
    self.groups = groups
    ties = arguments.ties
    tables = .shared
    var environmentDeviation = 1.0
    if case .gaussian(let deviation) = setting.rewards { environmentDeviation = deviation }
    let deviation = arguments.optionalNumber("standard-deviation") ?? environmentDeviation
    noiseVariance = deviation * deviation
    priorMean = arguments.optionalNumber("prior-mean") ?? 0
    let spread = arguments.optionalNumber("prior-standard-deviation")
    priorPrecision = spread.map { 1 / ($0 * $0) } ?? 0
    // Locals, because the optimiser of Swift 6.3 frees what is not yet there when an autoclosure
    // reads a property of a half-made noncopyable value.
    let isPosterior = level == .clusters
    let waits = spread == nil && !isPosterior
    takesPosteriors = isPosterior
    pullsEachOnce = waits
    // With a prior nothing waits; ties `first` keep the queue that is never asked free of memory.
    unplayed = UnplayedQueue(groups: groups, ties: waits ? arguments.ties : .first)
    lowest = arguments.isOptimistic ? 0 : -.infinity
    means = AlignedBuffer(repeating: priorMean, count: groups.armCount)
    deviations = AlignedBuffer(repeating: spread ?? 0, count: groups.armCount)
  }

  /// The highest of one sample for each candidate.
  @inline(__always)
  public mutating func select(group: Int, clock: Int, using stream: inout RandomStream) -> Int {
    if pullsEachOnce, unplayed.isWaiting(group) { return unplayed.take(group, using: &stream) }
    return highestSample(groups.arms(of: group), ties: ties, using: &stream) { candidate, stream in
      sample(candidate, using: &stream)
    }
  }

  @inline(__always)
  private func sample(_ candidate: Int, using stream: inout RandomStream) -> Double {
    means[candidate] + deviations[candidate] * max(lowest, stream.nextNormal(tables))
  }

  /// The samples, unless something is unplayed.
  public func scores(
    group: Int, clock: Int, using stream: RandomStream
  ) -> DecisionScores.Choice? {
    let candidates = groups.arms(of: group)
    if pullsEachOnce, unplayed.isWaiting(group) { return .init(.unpulled, candidates) }
    return .init(samples: candidates, ties: ties, copying: stream) { sample($0, using: &$1) }
  }

  /// Every pull of a batch takes its own draw.
  public var countsPendingPulls: Bool { false }

  /// Keeps mean and standard deviation of the posterior.
  @inline(__always)
  public mutating func record(_ candidate: Int, group: Int, _ estimate: CandidateEstimate) {
    if takesPosteriors {
      means[candidate] = estimate.mean
      deviations[candidate] = estimate.posteriorVariance.squareRoot()
      return
    }
    if priorPrecision == 0 {
      means[candidate] = estimate.mean
      deviations[candidate] = (noiseVariance / estimate.pulls).squareRoot()
      return
    }
    // Multiplied through by σ², so that σ = 0 is no special case.
    let precision = priorPrecision * noiseVariance + estimate.pulls
    means[candidate] =
      (priorMean * priorPrecision * noiseVariance + estimate.alpha) / precision
    deviations[candidate] = (noiseVariance / precision).squareRoot()
  }

  /// N(m, v²) after the pulls; none before the first one of a flat prior.
  public func posterior(of arm: Int, pulls: Double, sum: Double) -> MeanAndVariance? {
    let precision = priorPrecision * noiseVariance + pulls
    guard !takesPosteriors, precision > 0 else { return nil }
    return MeanAndVariance(
      mean: (priorMean * priorPrecision * noiseVariance + sum) / precision,
      variance: noiseVariance / precision)
  }

  /// A normal prior needs both of its parameters, and Beta priors do not fit.
  public static func problems(
    with arguments: Arguments, level: SelectionLevel, shape: ProblemShape
  ) -> [ArgumentProblem] {
    var problems: [ArgumentProblem] = []
    if arguments.values["prior"] != nil {
      problems.append(
        ArgumentProblem(
          ["prior"], "Beta priors are for 0/1 rewards, and \(shape.otherRewards)",
          hint: "give prior-mean and prior-standard-deviation instead"))
    }
    if arguments.values["search"] == .word(SearchMethod.sublinear.rawValue) {
      problems.append(
        ArgumentProblem(
          ["search"], "search: sublinear needs 0/1 rewards, and \(shape.otherRewards)",
          hint: "leave search out: Gaussian posteriors are scanned"))
    }
    let pair = ["prior-mean", "prior-standard-deviation"]
    for (given, missing) in [(pair[0], pair[1]), (pair[1], pair[0])]
    where arguments.values[given] != nil && arguments.values[missing] == nil {
      problems.append(
        ArgumentProblem(
          [given], "\(given) is given without \(missing)",
          hint: "give both for a normal prior, or neither for the flat one"))
    }
    return problems
  }
}
