import ClusterBandit

/// Problems as a resolved plan spells them out, one by one.
extension PlanReading {
  private static let problemKeys = [
    "label", "environment", "permute-labels", "horizon", "batch", "swept", "policies",
  ]

  mutating func resolvedProblems(_ node: ConfigurationNode) -> [Plan.Problem] {
    let path = KeyPathText(text: "problems")
    let elements = arguments.elements(node, of: "problems", at: path) ?? []
    var problems: [Plan.Problem] = []
    for (index, element) in elements.enumerated() where arguments.diagnostics.count <= 1000 {
      if let problem = resolvedProblem(element, at: path[index]) { problems.append(problem) }
    }
    if problems.count == elements.count {
      checkLabels(problems.map(\.label), of: elements, under: "problems")
    }
    return problems
  }

  private mutating func resolvedProblem(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> Plan.Problem? {
    let before = arguments.diagnostics.count
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: PlanReading.problemKeys, what: "a problem")
    else { return nil }
    for key in ["label", "environment", "horizon", "policies"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path[key],
        hint: "a problem has label, environment, horizon and policies")
    }
    let label = entries["label"].flatMap { arguments.label($0, at: path["label"]) }
    let permutation =
      entries["permute-labels"].flatMap {
        arguments.labelPermutation($0, at: path["permute-labels"])
      } ?? .none
    let horizon = entries["horizon"].flatMap {
      arguments.integer($0, ExperimentLimits.horizon, at: path["horizon"])
    }
    let wanted = reader.overrides.horizon ?? horizon
    let batch = batch(entries["batch"], horizon: wanted, at: path["batch"])
    let swept = swept(entries["swept"], at: path["swept"])
    if reader.overrides.horizon != nil, swept.contains(where: { $0.path == "horizon" }) {
      arguments.report(
        node.position, "the plan sweeps the horizon, and --horizon was given, too", at: path,
        hint: "leave out --horizon, or give the experiment's file instead of its resolved plan")
    }
    guard let made = entries["environment"].flatMap({ environment($0, at: path["environment"]) })
    else { return nil }
    shapes = [made.shape(horizon: wanted)]
    checkSwept(swept, entries["swept"], at: path["swept"]) { reading, keys, value in
      switch keys {
      case ["horizon"]: horizon.map { value == .number(Double($0)) }
      case ["batch"]: value == .number(Double(batch))
      case _ where keys.last == "permute-labels": permutation == LabelPermutation(value)
      default:
        reading.isUnchanged(made, keys, value)
      }
    }
    var policies: [Plan.Policy] = []
    if let list = entries["policies"] {
      let nodes = arguments.elements(list, of: "policies", at: path["policies"]) ?? []
      policies = nodes.enumerated().compactMap { index, node in
        resolvedPolicy(
          node, shape: made.shape(horizon: wanted), at: path["policies"][index])
      }
      checkLabels(policies.map(\.label), of: Array(nodes.prefix(policies.count)), under: "policies")
    }
    if let wanted {
      checkHorizon(
        wanted, of: made.environment, entries["horizon"]?.position ?? node.position,
        at: path["horizon"])
    }
    guard arguments.diagnostics.count == before, let label, let wanted else { return nil }
    if made.environment.isFixed { fixedLabels.insert(label) }
    if !made.environment.shape.rewards.isBinary { labelsWithoutBits.append(label) }
    if made.environment.shape.rewards.contextDimension > 0 { labelsWithContexts.append(label) }
    if made.environment.shape.hasMortalArms { labelsWithMortals.append(label) }
    return Plan.Problem(
      label: label, environment: made.component, permutation: permutation, horizon: wanted,
      batch: batch, swept: swept, policies: policies)
  }

  private mutating func resolvedPolicy(
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText
  ) -> Plan.Policy? {
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ["label", "policy", "swept"], what: "a policy of a problem")
    else { return nil }
    guard let policy = entries["policy"] else {
      arguments.report(
        node.position, "the key 'policy' is missing", at: path["policy"],
        hint: "write {label: …, policy: {kind: …}}")
      return nil
    }
    let label = entries["label"].flatMap { arguments.label($0, at: path["label"]) }
    let swept = swept(entries["swept"], at: path["swept"])
    guard let component = policyComponent(policy, shape: shape, at: path["policy"]) else {
      return nil
    }
    checkSwept(swept, entries["swept"], at: path["swept"]) { reading, keys, value in
      reading.isUnchanged(component, shape, keys, value)
    }
    return Plan.Policy(component, label: label, swept: swept)
  }

  private mutating func swept(
    _ node: ConfigurationNode?, at path: KeyPathText
  ) -> [Plan.SweptValue] {
    guard let node, !node.isEmptyList else { return [] }
    return (arguments.elements(node, of: "{path, value}", at: path) ?? []).enumerated().compactMap {
      index, element in
      guard
        let entries = arguments.entries(
          of: element, at: path[index], allowed: ["path", "value"], what: "a swept value"),
        let name = entries["path"].flatMap({ arguments.text($0, at: path[index]["path"]) }),
        let value = entries["value"]
      else { return nil }
      return Plan.SweptValue(path: name, value: PlanValue(value))
    }
  }
}
