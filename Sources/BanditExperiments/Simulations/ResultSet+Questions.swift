public import ClusterBandit

/// Questions that a script asks a result by the labels of its policies.
extension ResultSet {
  /// A metric of a policy at the horizon: mean with standard error, quantiles.
  ///
  /// A label that the result does not have, or an environment that is not named where there are
  /// several, stops the program with a message.
  public func metric(
    _ metric: Metric, of policy: String, in environment: String? = nil
  ) -> Summary {
    guard let summary = named(policy, environment).final[metric] else {
      stop("the result of \(policy.quoted) has no \(metric.rawValue)")
    }
    return summary
  }

  /// The pseudo-regret of a policy at the horizon.
  public func regret(_ policy: String, in environment: String? = nil) -> Summary {
    metric(.pseudoRegret, of: policy, in: environment)
  }

  /// Two policies by replication: the differences of a metric, first minus second.
  public func compare(
    _ first: String, with second: String, by metric: Metric = .pseudoRegret,
    in environment: String? = nil, level: Double = 0.95
  ) -> PairedComparison {
    guard level > 0, level < 1 else {
      stop("the level of an interval is \(level): it lies between 0 and 1, as 0.95 for 95 %")
    }
    return PairedComparison(
      first: finals(metric, of: first, environment),
      second: finals(metric, of: second, environment),
      level: level, flips: PairedComparison.flips(seed: plan.seed))
  }

  private func finals(_ metric: Metric, of policy: String, _ environment: String?) -> [Double] {
    guard let values = named(policy, environment).values[metric], !values.isEmpty else {
      stop("the result of \(policy.quoted) has no \(metric.rawValue) of single replications")
    }
    return values
  }

  private func named(_ policy: String, _ environment: String?) -> Cell {
    let labels = environments
    guard let environment = environment ?? (labels.count == 1 ? labels[0] : nil) else {
      stop("there are several environments: say which one of \(labels.joined(separator: "; "))")
    }
    guard let cell = cell(environment, policy) else {
      let names = cells(of: environment).map(\.policy)
      stop(
        names.isEmpty
          ? "no environment is called \(environment.quoted): \(labels.joined(separator: "; "))"
          : "no policy is called \(policy.quoted): \(names.joined(separator: "; "))")
    }
    return cell
  }

  /// A mistake in the calling program: the message reaches it in release builds, too.
  private func stop(_ message: String) -> Never { fatalError(message) }
}
