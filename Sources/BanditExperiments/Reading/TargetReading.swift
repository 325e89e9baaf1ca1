import ClusterBandit

/// Means, constants and claims, and the cells that they refer to.
extension PlanReading {
  /// The targets of a file: its lists, or the one list of a resolved plan.
  ///
  /// - Parameter problems: nil if something is wrong with them, so that no label can be looked up.
  mutating func targets(
    _ entries: [String: ConfigurationNode], _ problems: [Plan.Problem]?
  ) -> [Target] {
    var targets: [Target] = []
    let lists: [(key: String, kind: Target.Kind, what: String)] = [
      ("published", .published, "published values"), ("references", .reference, "references"),
      ("shown", .shown, "shown values"), ("constants", .constant, "constants"),
      ("claims", .claim, "claims"),
    ]
    for (key, kind, what) in lists {
      guard let list = entries[key] else { continue }
      let path = KeyPathText(text: key)
      for (index, node) in (arguments.elements(list, of: what, at: path) ?? []).enumerated() {
        if let target = target(kind, node, at: path[index], problems) { targets.append(target) }
      }
    }
    guard let list = entries["targets"], !list.isEmptyList else { return targets }
    let path = KeyPathText(text: "targets")
    for (index, node) in (arguments.elements(list, of: "targets", at: path) ?? []).enumerated() {
      guard let word = node["kind"] else {
        arguments.report(
          node.position, "the key 'kind' is missing", at: path[index]["kind"],
          hint: "a target is one of \(Target.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
        )
        continue
      }
      let kind = arguments.choice(
        word, Target.Kind.allCases.map(\.rawValue), at: path[index]["kind"]
      ).flatMap { Target.Kind(rawValue: $0) }
      if let kind, let target = target(kind, node, at: path[index], problems) {
        targets.append(target)
      }
    }
    return targets
  }

  private mutating func target(
    _ kind: Target.Kind, _ node: ConfigurationNode, at path: KeyPathText,
    _ problems: [Plan.Problem]?
  ) -> Target? {
    let (required, others, what) = PlanReading.keys(of: kind)
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: required + others + ["source", "kind"], what: what)
    else { return nil }
    for key in required + ["source"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path[key],
        hint: "\(what) names \(required.joined(separator: ", ")) and source")
    }
    let fields = TargetFields(node: node, path: path, entries: entries)
    return switch kind {
    case .published: mean(fields, problems).map { .published($0) }
    case .reference: mean(fields, problems).map { .reference($0) }
    case .shown: mean(fields, problems).map { .shown($0) }
    case .constant: constant(fields, problems).map { .constant($0) }
    case .claim: claim(fields, problems).map { .claim($0) }
    }
  }

  /// The keys that a target must have, those that it may have, and what it is called.
  static func keys(of kind: Target.Kind) -> ([String], [String], String) {
    switch kind {
    case .published:
      (
        ["policy", "metric", "mean", "replications"],
        ["environment", "statistic", "round", "standard-deviation", "tolerance"],
        "a published value"
      )
    case .reference:
      (
        ["policy", "metric", "mean", "standard-deviation", "replications"],
        ["environment", "statistic", "round"], "a reference"
      )
    case .shown:
      (
        ["policy", "metric", "mean", "replications"],
        ["environment", "statistic", "round", "standard-deviation"], "a shown value"
      )
    case .constant:
      (["environment", "bound", "value"], ["width", "decimals"], "a constant")
    case .claim: (["claim", "of", "to"], ["metric", "above", "below"], "a claim")
    }
  }

  /// The cell that `environment` and `policy` name; the environment may be left out where there is
  /// one, and both where another place says them.
  ///
  /// - Parameter reportsMissing: false for the second side of a claim: what is missing there is
  ///   wrong with the first side, and is told there.
  mutating func place(
    _ node: ConfigurationNode, at path: KeyPathText, _ entries: [String: ConfigurationNode],
    _ problems: [Plan.Problem]?, like other: Claim.Place? = nil, reportsMissing: Bool = true
  ) -> Claim.Place? {
    let before = arguments.diagnostics.count
    let given = ["environment", "policy"].map { key in
      entries[key].flatMap { arguments.text($0, at: path[key]) }
    }
    guard let problems, arguments.diagnostics.count == before else { return nil }
    let labels = problems.map(\.label)
    guard
      let environment = given[0] ?? other?.environment ?? (labels.count == 1 ? labels.first : nil)
    else {
      if reportsMissing {
        arguments.report(
          node.position, "the key 'environment' is missing", at: path["environment"],
          hint: "there are several: \(labels.joined(separator: "; "))")
      }
      return nil
    }
    guard
      let problem = problem(
        environment, entries["environment"] ?? node, at: path["environment"], problems)
    else { return nil }
    let names = problem.policies.map(\.label)
    guard let policy = given[1] ?? other?.policy else {
      if reportsMissing, entries["kind"] == nil, entries["metric"] == nil {
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

  mutating func problem(
    _ label: String, _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Plan.Problem]
  ) -> Plan.Problem? {
    if let found = problems.first(where: { $0.label == label }) { return found }
    arguments.report(
      node.position, "no environment is called \(label.quoted)", at: path,
      hint: hint(for: label, among: problems.map(\.label), what: "environments"))
    return nil
  }

  mutating func metric(_ fields: TargetFields) -> Metric? {
    let metric = fields.entries["metric"].flatMap {
      arguments.choice($0, Term.metrics, at: fields.path["metric"])
    }.flatMap { Metric(rawValue: $0) }
    if let metric, let node = fields.entries["metric"], let requirement = metric.requirement,
      !givenKeys.contains(requirement.key)
    {
      arguments.report(
        node.position, "\(metric.rawValue) is not kept here", at: fields.path["metric"],
        hint: "write \(requirement.key): \(requirement.example) at the top of the file")
    }
    return metric
  }

  mutating func text(_ key: String, of fields: TargetFields) -> String? {
    fields.entries[key].flatMap { arguments.text($0, at: fields.path[key]) }
  }

  mutating func number(
    _ key: String, of fields: TargetFields, _ range: NumberRange
  ) -> Double? {
    fields.entries[key].flatMap { arguments.number($0, range, at: fields.path[key]) }
  }
}

/// The mapping of one target.
struct TargetFields {
  let node: ConfigurationNode
  let path: KeyPathText
  let entries: [String: ConfigurationNode]
}
