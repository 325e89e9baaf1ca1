import ClusterBandit

extension Check {
  /// A measured mean m beside a target's m0: z = (m − m0)/sqrt(s0²/R0 + s²/R).
  ///
  /// A published mean agrees if |z| ≤ 3, or |m − m0| ≤ tolerance · |m0| where it has a tolerance; a
  /// reference agrees if |z| ≤ 4, for there are many of them; a mean that is only shown has no
  /// verdict. Where no standard deviation s0 is known, the measured one stands in for it. Nil with
  /// fewer than two replications, which leave no standard error.
  ///
  /// Beside a reference s is the larger one of both spreads. Both programs play one law, and the
  /// few runs of a study may all have been spared a rare loss that the many of the reference have
  /// met; or have met it more often than it comes, and then s0 alone would be too little.
  ///
  /// Of a spread m is the measured standard deviation, and the target's s0 = σ √((κ − 1)/4) serves
  /// both sides: √R times the standard error of a standard deviation tends to it for any law with
  /// four moments. The kurtosis κ is the target's, for a few runs do not show a law's tails.
  ///
  /// Source of the spread: M. W. J. Layard, "Robust large-sample tests for homogeneity of
  /// variances", Journal of the American Statistical Association 68 (1973), section 2.
  ///
  /// - Parameters:
  ///   - target: a target with the mean `value`.
  ///   - moments: the sample whose mean is compared.
  ///   - spread: the standard deviation of one run, where it is not that of `moments`.
  init?(
    _ target: Target, _ value: TargetMean, _ moments: Moments, spread: Double? = nil,
    subject: String
  ) {
    guard let deviation = moments.standardDeviation, let meanError = moments.standardError else {
      return nil
    }
    let measured = value.isSpread ? deviation : moments.mean
    // A steadier sample has a law of its own.
    let hasLaw = target.kind == .reference && spread == nil
    let known = value.standardDeviation ?? 0
    let error =
      value.isSpread || (hasLaw && known > deviation)
      ? known / Double(moments.count).squareRoot() : meanError
    let targetError =
      (value.standardDeviation ?? spread ?? deviation) / Double(value.replications).squareRoot()
    let difference = measured - value.mean
    let z = Check.score(difference, (targetError * targetError + error * error).squareRoot())
    let isNear = target.limit.map { z.magnitude <= $0.z } ?? true
    let isTolerated =
      value.tolerance.map { difference.magnitude <= $0 * value.mean.magnitude } ?? false
    self.init(
      subject: subject, measured: measured, standardError: error, target: target,
      targetStandardError: targetError, z: z,
      verdict: target.kind == .shown
        ? .notCounted : isNear ? .passes : isTolerated ? .tolerated : .misses)
  }
}

extension ResultSet {
  func check(_ target: Target, _ value: TargetMean, hasManyEnvironments: Bool) -> Check? {
    guard let cell = cell(value.environment, value.policy),
      let moments = cell.moments(value.metric, at: value.round)
    else { return nil }
    let place = hasManyEnvironments ? "\(value.environment): " : ""
    let spread = value.isSpread ? "spread of " : ""
    let round = value.round == cell.horizon ? "" : " after \(grouped(value.round))"
    let steadier =
      value.isSpread || readsRewards(value.environment)
      ? nil : cell.steadier(value.metric, at: value.round)
    var check = Check(
      target, value, steadier ?? moments,
      spread: steadier == nil ? nil : moments.standardDeviation,
      subject: "\(place)\(value.policy), \(spread)\(value.metric.heading)\(round)")
    check?.isSteadier = steadier != nil
    return check
  }

  /// Whether an environment's rewards stand in a log: they are not drawn around the arms' means, so
  /// a policy that meets them in their order may earn more or less than the means say.
  private func readsRewards(_ environment: String) -> Bool {
    let kind = plan.problems.first { $0.label == environment }?.environment.kind
    let family = EnvironmentCatalogue.standard.families.first { $0.name == kind }
    return family?.parameters.contains { if case .log = $0.type { true } else { false } } ?? false
  }
}

extension ResultSet.Cell {
  /// The sample of a metric at a round; nil where it was not kept.
  func moments(_ metric: Metric, at round: Int) -> Moments? {
    if round == horizon, metric == .stuckFraction, let final = final[metric] {
      return values[metric].map { Moments($0) } ?? final.moments
    }
    return rounds.firstIndex(of: round).flatMap { curves[metric]?[$0] }
  }

  /// A sample with the same expectation as a metric and less spread, if there is one.
  ///
  /// The noise of single rewards has mean 0 whatever is pulled: realised regret has the expectation
  /// of pseudo-regret, and on arms that do not change from replication to replication the reward
  /// has that of t·μ* − pseudo-regret.
  func steadier(_ metric: Metric, at round: Int) -> Moments? {
    guard let regret = moments(.pseudoRegret, at: round) else { return nil }
    switch metric {
    case .realisedRegret: return regret
    case .reward: return oracleReward.map { regret.subtracted(from: $0 * Double(round)) }
    default: return nil
    }
  }

  /// μ*, if it is the same in every replication.
  ///
  /// Reward and realised regret add up to T·μ*, whatever the policy.
  private var oracleReward: Double? {
    guard let rewards = values[.reward], let regrets = values[.realisedRegret] else { return nil }
    let sums = Moments(zip(rewards, regrets).map { $0 + $1 })
    guard let spread = sums.standardDeviation, spread <= 1e-9 * sums.mean.magnitude else {
      return nil
    }
    return sums.mean / Double(horizon)
  }
}

extension Moments {
  /// The sample c − x.
  fileprivate func subtracted(from constant: Double) -> Moments {
    Moments(
      count: count, mean: constant - mean, squaredDeviations: squaredDeviations,
      minimum: constant - maximum, maximum: constant - minimum)
  }
}
