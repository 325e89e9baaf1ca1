import ClusterBandit

/// Published values, and the environments and policies that they refer to.
extension ExperimentReading {
  private static let publishedKeys = [
    "environment", "policy", "metric", "round", "mean", "standard-deviation", "replications",
    "tolerance", "source",
  ]

  /// The rounds that published values name, as far as they can be read.
  func publishedRounds(_ node: ConfigurationNode?) -> [Int] {
    guard case .list(let elements, _)? = node else { return [] }
    return elements.compactMap {
      $0["round"].flatMap { probedInteger($0, ExperimentLimits.horizon) }
    }
  }

  mutating func published(
    _ node: ConfigurationNode, _ problems: [Experiment.Problem], isComplete: Bool, horizon: Int?
  ) -> [PublishedValue] {
    let path = KeyPathText(text: "published")
    let elements = arguments.elements(node, of: "published values", at: path) ?? []
    return elements.enumerated().compactMap { index, element in
      publishedValue(
        element, at: path[index], problems, isComplete: isComplete, horizon: horizon)
    }
  }

  private mutating func publishedValue(
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Experiment.Problem],
    isComplete: Bool, horizon: Int?
  ) -> PublishedValue? {
    let before = arguments.diagnostics.count
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ExperimentReading.publishedKeys, what: "a published value")
    else { return nil }
    for key in ["policy", "metric", "mean", "replications", "source"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path[key],
        hint: "a published value names policy, metric, mean, replications and source")
    }
    let policy = entries["policy"].flatMap { arguments.text($0, at: path["policy"]) }
    let metric = entries["metric"].flatMap {
      arguments.choice($0, Metric.allCases.map(\.rawValue), at: path["metric"])
    }.flatMap { Metric(rawValue: $0) }
    let mean = entries["mean"].flatMap {
      arguments.number($0, .closed(-1e50, 1e50), at: path["mean"])
    }
    let deviation = entries["standard-deviation"].flatMap {
      arguments.number($0, .closed(0, 1e50), at: path["standard-deviation"])
    }
    let replications = entries["replications"].flatMap {
      arguments.integer($0, ExperimentLimits.replications, at: path["replications"])
    }
    let tolerance = entries["tolerance"].flatMap {
      arguments.number($0, .openClosed(0, 1), at: path["tolerance"])
    }
    let source = entries["source"].flatMap { arguments.text($0, at: path["source"]) }
    var environment = entries["environment"].flatMap {
      arguments.text($0, at: path["environment"])
    }
    let labels = problems.map(\.label)
    if isComplete, entries["environment"] == nil {
      if labels.count == 1 {
        environment = labels.first
      } else {
        arguments.report(
          node.position, "the key 'environment' is missing", at: path["environment"],
          hint: "there are several: \(labels.joined(separator: "; "))")
      }
    }
    guard isComplete, let environment else { return nil }
    guard let problem = problems.first(where: { $0.label == environment }) else {
      arguments.report(
        (entries["environment"] ?? node).position,
        "no environment is called \(environment.quoted)", at: path["environment"],
        hint: hint(for: environment, among: labels, what: "environments"))
      return nil
    }
    if let policy, !problem.policies.contains(where: { $0.label == policy }) {
      arguments.report(
        (entries["policy"] ?? node).position, "no policy is called \(policy.quoted)",
        at: path["policy"],
        hint: hint(for: policy, among: problem.policies.map(\.label), what: "policies"))
    }
    // A horizon from the command line leaves values of the file's own horizon without a partner.
    let fileHorizon = reader.overrides.horizon == nil ? problem.horizon : horizon
    var round = fileHorizon
    if let node = entries["round"] {
      round = arguments.integer(node, 1...(fileHorizon ?? problem.horizon), at: path["round"])
    }
    if metric == .stuckFraction, let round, round != fileHorizon {
      arguments.report(
        (entries["round"] ?? node).position, "the stuck fraction is known at the horizon only",
        at: path["round"], hint: "leave round out")
    }
    guard arguments.diagnostics.count == before, let policy, let metric, let mean, let replications,
      let source, let round
    else { return nil }
    return PublishedValue(
      environment: environment, policy: policy, metric: metric, round: round, mean: mean,
      standardDeviation: deviation, replications: replications, tolerance: tolerance,
      source: source)
  }
}
