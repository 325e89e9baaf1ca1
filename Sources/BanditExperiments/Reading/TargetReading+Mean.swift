import ClusterBandit

/// Means that measured ones are compared with.
extension PlanReading {
  mutating func mean(
    _ fields: TargetFields, _ problems: [Plan.Problem]?
  ) -> TargetMean? {
    let before = arguments.diagnostics.count
    let metric = self.metric(fields)
    let statistic = fields.entries["statistic"].flatMap {
      arguments.choice(
        $0, TargetMean.Statistic.allCases.map(\.rawValue), at: fields.path["statistic"])
    }.flatMap { TargetMean.Statistic(rawValue: $0) }
    let mean = number("mean", of: fields, .closed(-1e50, 1e50))
    let deviation = number("standard-deviation", of: fields, .closed(0, 1e50))
    let replications = fields.entries["replications"].flatMap {
      arguments.integer($0, ExperimentLimits.replications, at: fields.path["replications"])
    }
    if statistic == .spread {
      if let node = fields.entries["mean"], let mean, mean < 0 {
        arguments.report(
          node.position, "a standard deviation is not negative", at: fields.path["mean"],
          hint: "with statistic: spread the mean is the standard deviation of one run")
      }
      if fields.entries["standard-deviation"] == nil {
        arguments.report(
          fields.node.position, "a spread needs the key 'standard-deviation'",
          at: fields.path["standard-deviation"],
          hint: "σ √((κ − 1)/4) with the kurtosis κ of one run: 0.7071 σ if it is normal")
      }
      if metric == .stuckFraction, let node = fields.entries["statistic"] {
        arguments.report(
          node.position, "the stuck fraction is a share and has no spread of its own",
          at: fields.path["statistic"], hint: "leave statistic out")
      }
    }
    let tolerance = number("tolerance", of: fields, .openClosed(0, 1))
    let source = text("source", of: fields)
    let place = place(fields.node, at: fields.path, fields.entries, problems)
    guard let problems, let place,
      let problem = problems.first(where: { $0.label == place.environment })
    else { return nil }
    // A plan that a horizon from the command line cut short keeps the rounds of its values.
    let isCut = reader.overrides.horizon != nil || fields.entries["kind"] != nil
    var round = problem.horizon
    if let node = fields.entries["round"] {
      let range = 1...(isCut ? ExperimentLimits.horizon.upperBound : problem.horizon)
      guard let given = arguments.integer(node, range, at: fields.path["round"]) else {
        return nil
      }
      round = given
      if metric == .stuckFraction, round != problem.horizon, !isCut {
        arguments.report(
          node.position, "the stuck fraction is known at the horizon only",
          at: fields.path["round"], hint: "leave round out")
      }
    } else if reader.overrides.horizon != nil {
      // What holds at the file's own horizon has nothing to be compared with at another one.
      return nil
    }
    guard arguments.diagnostics.count == before, let metric, let mean, let replications,
      let source
    else { return nil }
    return TargetMean(
      environment: place.environment, policy: place.policy, metric: metric,
      statistic: statistic == .mean ? nil : statistic, round: round, mean: mean,
      standardDeviation: deviation, replications: replications, tolerance: tolerance,
      source: source)
  }
}
