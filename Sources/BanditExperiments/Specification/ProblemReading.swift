import ClusterBandit

/// Environments and policies of one variant of a sweep.
extension ExperimentReading {
  mutating func problems(
    _ variant: SweepVariant, _ plan: CheckpointPlan, extra: [Int]
  ) -> [Experiment.Problem]? {
    let root = variant.root
    var horizon: Int?
    if let node = root["horizon"] {
      horizon = arguments.integer(
        node, ExperimentLimits.horizon, at: KeyPathText(text: "horizon"))
    } else {
      missing("horizon", in: root, "the number of rounds: horizon: 10000")
    }
    let batch = self.batch(root, horizon: reader.overrides.horizon ?? horizon)
    let environments = self.environments(variant)
    let policyNodes = self.policyNodes(root)
    var problems: [Experiment.Problem] = []
    for environment in environments {
      let entries = policyNodes.enumerated().compactMap { index, node in
        policy(
          node, shape: environment.environment.shape, at: KeyPathText(text: "policies")[index],
          assignments: variant.policyAssignments.filter { $0.index == nil || $0.index == index })
      }
      checkSweptLabels(entries.map(\.label), of: policyNodes)
      guard let horizon = reader.overrides.horizon ?? horizon else { continue }
      problems.append(
        Experiment.Problem(
          label: environment.label, environment: environment.environment,
          permutesLabels: environment.permutesLabels, horizon: horizon, batch: batch,
          checkpoints: rounds(plan, horizon: horizon, extra: extra), policies: entries))
    }
    if environments.isEmpty {
      // Without an environment the policies' own parameters can still be checked.
      for (index, node) in policyNodes.enumerated() {
        _ = policyArguments(node, at: KeyPathText(text: "policies")[index])
      }
    }
    return problems
  }

  /// B; 1 where the file says nothing.
  private mutating func batch(_ root: ConfigurationNode, horizon: Int?) -> Int {
    let path = KeyPathText(text: "batch")
    guard let node = root["batch"],
      let batch = arguments.integer(node, ExperimentLimits.batch, at: path)
    else { return 1 }
    if let horizon, batch > horizon {
      arguments.report(
        node.position,
        "a batch of \(grouped(batch)) pulls is larger than the horizon of \(grouped(horizon)) rounds",
        at: path,
        hint: "write at most batch: \(horizon), where every pull is chosen before the first reward")
    }
    return batch
  }

  private struct NamedEnvironment {
    var label: String
    let environment: any Environment
    let permutesLabels: Bool
  }

  private mutating func environments(_ variant: SweepVariant) -> [NamedEnvironment] {
    let root = variant.root
    var nodes: [(ConfigurationNode, KeyPathText)] = []
    switch (root["environment"], root["environments"]) {
    case (let node?, nil):
      nodes = [(node, KeyPathText(text: "environment"))]
    case (nil, let list?):
      let path = KeyPathText(text: "environments")
      let elements = arguments.elements(list, of: "environments", at: path) ?? []
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
    for (index, (node, path)) in nodes.enumerated() {
      guard let environment = environment(node, at: path) else { continue }
      let assignments = variant.environmentAssignments.filter {
        $0.index == nil || $0.index == index
      }
      environments.append(
        NamedEnvironment(
          label: ([labels[index]] + assignments.map(\.text)).joined(separator: ", "),
          environment: environment.0, permutesLabels: environment.1))
    }
    return environments
  }

  /// The given labels; where there is none, the kind, with its parameters if several share it.
  private func environmentLabels(_ nodes: [ConfigurationNode]) -> [String] {
    func kind(_ node: ConfigurationNode) -> String {
      if case .scalar(let text, _, _)? = node["kind"] { return text }
      return "environment"
    }
    func isPermuted(_ node: ConfigurationNode) -> Bool {
      if case .scalar(let text, _, _)? = node["permute-labels"] {
        return text.lowercased() == "true"
      }
      return false
    }
    let kinds = nodes.map { kind($0) }
    return nodes.enumerated().map { index, node in
      if let label = node.label { return label }
      var label = kinds[index]
      let others = nodes.indices.filter {
        kinds[$0] == kinds[index] && isPermuted(nodes[$0]) == isPermuted(node)
      }
      if others.count > 1, case .mapping(let entries, _) = node {
        let rest = entries.filter { !["kind", "label", "permute-labels"].contains($0.key) }
          .map { "\($0.key) = \($0.value.summary)" }
        label = ([label] + rest).joined(separator: ", ")
      }
      return isPermuted(node) ? label + ", permuted" : label
    }
  }

  private mutating func environment(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> (any Environment, Bool)? {
    let names = reader.environments.families.map(\.name)
    guard
      let family = component(node, names, at: path, what: "environments")
        .flatMap({ reader.environments[$0] })
    else { return nil }
    var permutes = false
    if let flag = node["permute-labels"] {
      permutes = arguments.flag(flag, at: path["permute-labels"]) ?? false
    }
    if let label = node["label"] { _ = arguments.text(label, at: path["label"]) }
    guard
      let values = arguments.arguments(
        from: node, for: family.parameters, extra: ["kind", "label", "permute-labels"], at: path,
        what: "environment '\(family.name)'")
    else { return nil }
    switch family.make(values) {
    case .success(let environment): return (environment, permutes)
    case .failure(let failure):
      report(failure.problems, in: node, at: path)
      return nil
    }
  }

  private mutating func component(
    _ node: ConfigurationNode, _ names: [String], at path: KeyPathText, what: String
  ) -> String? {
    guard case .mapping = node else {
      arguments.report(
        node.position, "expected a mapping with 'kind', found \(node.kind)", at: path,
        hint: "write {kind: …} with one of \(names.joined(separator: ", "))")
      return nil
    }
    guard let kind = node["kind"] else {
      arguments.report(
        node.position, "the key 'kind' is missing", at: path["kind"],
        hint: "the \(what) are \(names.joined(separator: ", "))")
      return nil
    }
    guard case .scalar(let name, _, _) = kind, names.contains(name) else {
      let word = if case .scalar(let text, _, _) = kind { text } else { "" }
      arguments.report(
        kind.position, "\(kind.kind) is not one of the \(what)", at: path["kind"],
        hint: hint(for: word, among: names, what: what))
      return nil
    }
    return name
  }

  /// Reports problems of arguments at the places where those stand.
  private mutating func report(
    _ problems: [ArgumentProblem], in node: ConfigurationNode, at path: KeyPathText
  ) {
    for problem in problems {
      var place = node
      var keys = path
      for key in problem.path {
        if case .list(let elements, _) = place, let index = Int(key) {
          if elements.indices.contains(index) { place = elements[index] }
          keys = keys[index]
        } else {
          place = place[key] ?? place
          keys = keys[key]
        }
      }
      arguments.report(place.position, problem.message, at: keys, hint: problem.hint)
    }
  }

  private mutating func policyNodes(_ root: ConfigurationNode) -> [ConfigurationNode] {
    guard let node = root["policies"] else {
      missing("policies", in: root, "write policies: [{kind: thompson}]")
      return []
    }
    return arguments.elements(node, of: "policies", at: KeyPathText(text: "policies")) ?? []
  }

  private mutating func policyArguments(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> (PolicyFamily, Arguments)? {
    let names = reader.policies.families.map(\.name)
    guard
      let family = component(node, names, at: path, what: "policies")
        .flatMap({ reader.policies[$0] })
    else { return nil }
    if let label = node["label"] { _ = arguments.text(label, at: path["label"]) }
    guard
      let values = arguments.arguments(
        from: node, for: family.parameters, extra: ["kind", "label"], at: path,
        what: "policy '\(family.name)'")
    else { return nil }
    return (family, values)
  }

  private mutating func policy(
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText,
    assignments: [SweepVariant.Assignment]
  ) -> Experiment.Entry? {
    guard let (family, values) = policyArguments(node, at: path) else { return nil }
    let problems = family.allProblems(values, shape)
    guard problems.isEmpty else {
      report(problems, in: node, at: path)
      return nil
    }
    var label = node.label
    if label == nil, case .mapping(let entries, let position) = node {
      // A swept key is shown with its value already.
      let shown = ["label"] + assignments.map(\.key)
      label =
        ConfigurationNode.mapping(entries.filter { !shown.contains($0.key) }, at: position).summary
    }
    return Experiment.Entry(
      label: ([label ?? family.name] + assignments.map(\.text)).joined(separator: ", "),
      policy: family.prepare(values, shape.rewards))
  }

  /// The checkpoints of a horizon, worked out once for all variants of a sweep.
  private mutating func rounds(_ plan: CheckpointPlan, horizon: Int, extra: [Int]) -> [Int] {
    if let known = roundsOfHorizon[horizon] { return known }
    let rounds = plan.rounds(horizon: horizon, extra: extra)
    roundsOfHorizon[horizon] = rounds
    return rounds
  }

  /// Problems of one label are one problem: a sweep over policies repeats environments.
  func merged(_ problems: [Experiment.Problem]) -> [Experiment.Problem] {
    var order: [String] = []
    var first: [String: Experiment.Problem] = [:]
    var entries: [String: (labels: Set<String>, policies: [Experiment.Entry])] = [:]
    for problem in problems {
      if first[problem.label] == nil {
        order.append(problem.label)
        first[problem.label] = problem
      }
      for policy in problem.policies
      where entries[problem.label, default: ([], [])].labels.insert(policy.label).inserted {
        entries[problem.label]?.policies.append(policy)
      }
    }
    return order.compactMap { label in
      first[label].map { problem in
        Experiment.Problem(
          label: label, environment: problem.environment, permutesLabels: problem.permutesLabels,
          horizon: problem.horizon, batch: problem.batch, checkpoints: problem.checkpoints,
          policies: entries[label]?.policies ?? [])
      }
    }
  }

  /// Reports labels that are given twice: a label names one row of a result.
  mutating func checkLabels(_ root: ConfigurationNode) {
    if case .list(let nodes, _)? = root["policies"] {
      checkLabels(nodes.map { $0.label ?? $0.summary }, of: nodes, under: "policies")
    }
    if case .list(let nodes, _)? = root["environments"] {
      checkLabels(environmentLabels(nodes), of: nodes, under: "environments")
    }
  }

  /// Reports labels that are the same only because a sweep gave two policies the same value.
  private mutating func checkSweptLabels(_ labels: [String], of nodes: [ConfigurationNode]) {
    guard labels.count == nodes.count, labels != nodes.map({ $0.label ?? $0.summary }) else {
      return
    }
    checkLabels(labels, of: nodes, under: "policies")
  }

  private mutating func checkLabels(
    _ labels: [String], of nodes: [ConfigurationNode], under key: String
  ) {
    var first: [String: Int] = [:]
    for (index, label) in labels.enumerated() {
      guard let other = first[label] else {
        first[label] = index
        continue
      }
      arguments.report(
        nodes[index].position, "two of the \(key) are called \(label.quoted)",
        at: KeyPathText(text: key)[index],
        hint: "give this one or \(key)[\(other)] another label")
    }
  }
}
