import ClusterBandit
import TextFiles

/// Problems as a person writes them: environments, policies, and what is swept.
extension PlanReading {
  /// The problems of all combinations of swept values, siblings side by side.
  mutating func sweptProblems(
    _ root: ConfigurationNode, _ sweep: ConfigurationNode?
  ) -> [Plan.Problem] {
    let axes = sweep.map { SweepReader.axes($0, keyTerms, &arguments) } ?? []
    let isFixed = reader.overrides.horizon != nil
    if isFixed, let swept = axes.first(where: { $0.path == ["horizon"] }) {
      arguments.report(
        swept.position, "the experiment sweeps the horizon, and another one was given besides",
        at: swept.keyPath, hint: "leave out --horizon, or this sweep")
    }
    let variants = SweepReader.variants(
      of: root, axes: axes.filter { !isFixed || $0.path != ["horizon"] }, &arguments)
    var merging = ProblemMerging()
    // A mistake that every variant repeats is told once; thousands of them help nobody.
    for variant in variants where arguments.diagnostics.count <= 1000 {
      for (place, problem) in problems(variant) { merging.add(problem, of: place) }
    }
    return merging.problems
  }

  /// The problems of one variant, each with the place of its environment in the file.
  private mutating func problems(
    _ variant: SweepVariant
  ) -> [(place: Int, problem: PlacedProblem)] {
    let root = canonical(variant.root)
    var horizon: Int?
    if let node = root["horizon"] {
      horizon = self.horizon(
        node, discount: root["discount"],
        isSwept: variant.environmentAssignments.contains { $0.swept.path == "horizon" },
        at: KeyPathText(text: "horizon"))
    } else {
      missing("horizon", in: root, "the number of rounds: horizon: 10000")
    }
    horizon = reader.overrides.horizon ?? horizon
    let batch = self.batch(root["batch"], horizon: horizon, at: KeyPathText(text: "batch"))
    let environments = self.environments(variant, root)
    shapes = environments.map { $0.made.shape(horizon: horizon) }
    let policyNodes = self.policyNodes(root)
    var problems: [(place: Int, problem: PlacedProblem)] = []
    for environment in environments {
      let policies = policyNodes.enumerated().compactMap { place, node in
        policy(
          node, shape: environment.made.shape(horizon: horizon),
          at: KeyPathText(text: "policies")[place],
          assignments: variant.policyAssignments.filter { $0.index == nil || $0.index == place }
        ).map { (place, $0) }
      }
      checkSweptLabels(policies.map(\.1.label), of: policyNodes)
      if environment.made.environment.isFixed { fixedLabels.insert(environment.label) }
      if !environment.made.environment.shape.rewards.isBinary {
        labelsWithoutBits.append(environment.label)
      }
      if environment.made.environment.shape.rewards.contextDimension > 0 {
        labelsWithContexts.append(environment.label)
      }
      if environment.made.environment.shape.hasMortalArms {
        labelsWithMortals.append(environment.label)
      }
      guard let horizon else { continue }
      checkHorizon(
        horizon, of: environment.made.environment, root["horizon"]?.position ?? root.position,
        at: KeyPathText(text: "horizon"))
      problems.append(
        (
          environment.place,
          PlacedProblem(
            problem: Plan.Problem(
              label: environment.label, environment: environment.made.component,
              permutation: environment.made.permutation, horizon: horizon, batch: batch,
              swept: environment.swept, policies: []),
            policies: policies)
        ))
    }
    if environments.isEmpty {
      // Without an environment the policies' own parameters can still be checked.
      for (index, node) in policyNodes.enumerated() {
        _ = policyArguments(node, at: KeyPathText(text: "policies")[index])
      }
    }
    return problems
  }

  private struct NamedEnvironment {
    let place: Int
    let label: String
    let swept: [Plan.SweptValue]
    let made: MadeEnvironment
  }

  private mutating func environments(
    _ variant: SweepVariant, _ root: ConfigurationNode
  ) -> [NamedEnvironment] {
    var nodes: [(ConfigurationNode, KeyPathText)] = []
    switch (root["environment"], root["environments"]) {
    case (let node?, nil):
      nodes = [(node, KeyPathText(text: "environment"))]
    case (nil, let list?):
      let path = KeyPathText(text: "environments")
      let elements =
        arguments.elements(list, of: "environments", at: path, example: "[{…}, {…}]") ?? []
      nodes = elements.enumerated().map { ($1, path[$0]) }
    case (nil, nil):
      missing("environment", in: root, "write environment: {kind: bernoulli, means: [0.4, 0.6]}")
    case (_, let list?):
      arguments.report(
        list.position, "'environment' and 'environments' exclude each other",
        at: KeyPathText(text: "environments"), hint: "keep the list and move the other into it")
    }
    let labels = environmentLabels(nodes.map(\.0))
    var environments: [NamedEnvironment] = []
    for (place, (node, path)) in nodes.enumerated() {
      guard let made = environment(node, at: path) else { continue }
      let assignments = variant.environmentAssignments.filter {
        $0.index == nil || $0.index == place
      }
      environments.append(
        NamedEnvironment(
          place: place,
          label: ([labels[place]] + texts(assignments, isLabelled: node.label != nil))
            .joined(separator: ", "),
          swept: assignments.map(\.swept), made: made))
    }
    return environments
  }

  /// What a label gains by swept values; what a label that nobody gave says is not said again.
  private func texts(_ assignments: [SweepVariant.Assignment], isLabelled: Bool) -> [String] {
    assignments.filter { isLabelled || !["kind", "permute-labels"].contains($0.key) }
      .compactMap(\.text)
  }

  /// The given labels; where there is none, the kind, with its parameters if several share it.
  private func environmentLabels(_ nodes: [ConfigurationNode]) -> [String] {
    func kind(_ node: ConfigurationNode) -> String {
      if case .scalar(let text, _, _)? = node["kind"] { return text }
      return "environment"
    }
    func permutation(_ node: ConfigurationNode) -> LabelPermutation {
      guard case .scalar(let text, _, _)? = node["permute-labels"] else { return .none }
      if text.lowercased() == "true" { return .all }
      return decimalNumber(text).map { LabelPermutation(share: $0) } ?? .none
    }
    let kinds = nodes.map { kind($0) }
    return nodes.enumerated().map { index, node in
      if let label = node.label { return label }
      var label = kinds[index]
      let others = nodes.indices.filter {
        kinds[$0] == kinds[index] && permutation(nodes[$0]) == permutation(node)
      }
      if others.count > 1, case .mapping(let entries, _) = node {
        let rest = entries.filter { !["kind", "label", "permute-labels"].contains($0.key) }
          .map { "\($0.key) = \($0.value.summary)" }
        label = ([label] + rest).joined(separator: ", ")
      }
      let permutation = permutation(node)
      return (permutation == .none ? label : "\(label), \(permutation.words)").shortened
    }
  }

  private mutating func policyNodes(_ root: ConfigurationNode) -> [ConfigurationNode] {
    guard let node = root["policies"] else {
      missing("policies", in: root, "write policies: [{kind: thompson}]")
      return []
    }
    let meant = policyKinds.map { Term($0) }.list(meantBy: node)
    return arguments.elements(
      node, of: "policies", at: KeyPathText(text: "policies"), example: meant ?? "[{…}, {…}]"
    ) { meant == nil && $0.first?.isLetter == true && !$0.contains(" ") } ?? []
  }

  private mutating func policy(
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText,
    assignments: [SweepVariant.Assignment]
  ) -> Plan.Policy? {
    guard let component = policyComponent(node, shape: shape, at: path) else { return nil }
    var label = node.label
    if label == nil, case .mapping(let entries, let position) = node {
      // A swept key is shown with its value already; the kind is the label's first word.
      let shown = ["label"] + assignments.map(\.key).filter { $0 != "kind" }
      label =
        ConfigurationNode.mapping(entries.filter { !shown.contains($0.key) }, at: position)
        .summary.shortened
    }
    return Plan.Policy(
      component,
      label: ([label ?? component.kind] + texts(assignments, isLabelled: node.label != nil))
        .joined(separator: ", "),
      swept: assignments.map(\.swept))
  }

  /// Reports labels that are given twice, or look alike: a label names one row of a result.
  mutating func checkLabels(_ root: ConfigurationNode) {
    if case .list(let nodes, _)? = root["policies"] {
      checkLabels(nodes.map(\.rowLabel), of: nodes, under: "policies")
    }
    if case .list(let nodes, _)? = root["environments"] {
      checkLabels(environmentLabels(nodes), of: nodes, under: "environments")
    }
  }

  /// Reports labels that are the same only because a sweep gave two policies the same value.
  private mutating func checkSweptLabels(_ labels: [String], of nodes: [ConfigurationNode]) {
    guard labels.count == nodes.count, labels != nodes.map(\.rowLabel) else {
      return
    }
    checkLabels(labels, of: nodes, under: "policies")
  }

  mutating func checkLabels(
    _ labels: [String], of nodes: [ConfigurationNode], under key: String
  ) {
    var first: [String: Int] = [:]
    for (index, label) in labels.enumerated() {
      let likeness = label.lowercased().filter { !$0.isWhitespace }
      guard let other = first[likeness] else {
        first[likeness] = index
        continue
      }
      arguments.report(
        nodes[index].position,
        labels[other] == label
          ? "two of the \(key) are called \(label.quoted)"
          : "\(labels[other].quoted) and \(label.quoted) differ only in capitals or spaces",
        at: KeyPathText(text: key)[index],
        hint: "give this one or \(key)[\(other)] another label")
    }
  }
}
