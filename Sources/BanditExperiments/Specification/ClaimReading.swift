import ClusterBandit

/// Claims, and the environments and policies that they refer to.
extension ExperimentReading {
  private static let claimKeys = ["claim", "metric", "of", "to", "above", "below", "source"]

  /// The claims of a file.
  ///
  /// - Parameter problems: nil if something is wrong with them, so that no label can be looked up.
  mutating func claims(
    _ node: ConfigurationNode, _ problems: [Experiment.Problem]?
  ) -> [Claim] {
    let path = KeyPathText(text: "claims")
    let elements = arguments.elements(node, of: "claims", at: path) ?? []
    return elements.enumerated().compactMap { claim($1, at: path[$0], problems) }
  }

  private mutating func claim(
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Experiment.Problem]?
  ) -> Claim? {
    let before = arguments.diagnostics.count
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ExperimentReading.claimKeys, what: "a claim")
    else { return nil }
    for key in ["claim", "of", "to", "source"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path[key],
        hint: "a claim names claim, of, to, above or below, and source")
    }
    if entries["above"] == nil, entries["below"] == nil {
      arguments.report(
        node.position, "the claim has no bound", at: path["above"],
        hint: "say what the ratio of the two means is claimed to be above or below")
    }
    let text = entries["claim"].flatMap { arguments.text($0, at: path["claim"]) }
    let source = entries["source"].flatMap { arguments.text($0, at: path["source"]) }
    let metric =
      entries["metric"].map {
        arguments.choice($0, Metric.allCases.map(\.rawValue), at: path["metric"])
          .flatMap { Metric(rawValue: $0) }
      } ?? .pseudoRegret
    let range = NumberRange.closed(0, 1e50)
    let above = entries["above"].flatMap { arguments.number($0, range, at: path["above"]) }
    let below = entries["below"].flatMap { arguments.number($0, range, at: path["below"]) }
    if let above, let below, above >= below {
      arguments.report(
        (entries["below"] ?? node).position,
        "nothing is above \(above.short) and below \(below.short)", at: path["below"],
        hint: "give above the smaller number")
    }
    let numerator = entries["of"].flatMap { place($0, at: path["of"], problems, .first) }
    let denominator = entries["to"].flatMap {
      place($0, at: path["to"], problems, .second(numerator))
    }
    if let numerator, numerator == denominator {
      arguments.report(
        (entries["to"] ?? node).position,
        "both sides are \(numerator.policy.quoted) in the same "
          + "environment", at: path["to"], hint: "name another policy or environment under 'to'")
    }
    guard arguments.diagnostics.count == before, let text, let source, let metric, let numerator,
      let denominator
    else { return nil }
    return Claim(
      text: text, metric: metric, numerator: numerator, denominator: denominator, above: above,
      below: below, source: source)
  }

  /// Which side of a claim is read; what the second one does not say is as on the first.
  private enum Side {
    case first
    /// With the first side, or nil if something is wrong with that.
    case second(Claim.Place?)
  }

  private mutating func place(
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Experiment.Problem]?,
    _ side: Side
  ) -> Claim.Place? {
    let before = arguments.diagnostics.count
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ["environment", "policy"], what: "one side of a claim")
    else { return nil }
    var given: [String: String] = [:]
    for key in ["environment", "policy"] {
      given[key] = entries[key].flatMap { arguments.text($0, at: path[key]) }
    }
    guard let problems, arguments.diagnostics.count == before else { return nil }
    var isSecond = false
    if case .second(let first) = side {
      isSecond = true
      given["environment"] = given["environment"] ?? first?.environment
      given["policy"] = given["policy"] ?? first?.policy
    }
    let labels = problems.map(\.label)
    guard let environment = given["environment"] ?? (labels.count == 1 ? labels.first : nil) else {
      // What is wrong with the first side is told there.
      if !isSecond {
        arguments.report(
          node.position, "the key 'environment' is missing", at: path["environment"],
          hint: "there are several: \(labels.joined(separator: "; "))")
      }
      return nil
    }
    guard let problem = problems.first(where: { $0.label == environment }) else {
      arguments.report(
        (entries["environment"] ?? node).position,
        "no environment is called \(environment.quoted)", at: path["environment"],
        hint: hint(for: environment, among: labels, what: "environments"))
      return nil
    }
    let names = problem.policies.map(\.label)
    guard let policy = given["policy"] else {
      if !isSecond {
        arguments.report(
          node.position, "the key 'policy' is missing", at: path["policy"],
          hint: "the policies are \(names.joined(separator: "; "))")
      }
      return nil
    }
    guard names.contains(policy) else {
      arguments.report(
        (entries["policy"] ?? node).position, "no policy is called \(policy.quoted)",
        at: path["policy"], hint: hint(for: policy, among: names, what: "policies"))
      return nil
    }
    return Claim.Place(environment: environment, policy: policy)
  }
}
