import ClusterBandit

/// An environment that was read: as a plan holds it, and as it is played.
struct MadeEnvironment {
  let component: Plan.Component
  let permutesLabels: Bool
  let environment: any Environment
}

/// Kinds with their arguments, checked against the catalogues.
extension PlanReading {
  mutating func environment(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> MadeEnvironment? {
    let families = reader.catalogues.environments.families
    guard
      let family = kind(
        node, families.map(\.name), aliases: families.flatMap(\.aliases), at: path,
        what: "environments"
      ).flatMap({ reader.catalogues.environments[$0] })
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
    case .success(let environment):
      return MadeEnvironment(
        component: Plan.Component(
          family.name, PlanValue.arguments(values, of: family.parameters, in: node)),
        permutesLabels: permutes, environment: environment)
    case .failure(let failure):
      report(failure.problems, in: node, at: path)
      return nil
    }
  }

  /// The policy of a node, checked for a problem of that shape.
  mutating func policyComponent(
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText
  ) -> Plan.Component? {
    preparedPolicy(node, shape: shape, at: path)?.component
  }

  mutating func preparedPolicy(
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText
  ) -> (component: Plan.Component, family: PolicyFamily, arguments: Arguments)? {
    guard let (family, values) = policyArguments(node, at: path) else { return nil }
    let problems = family.allProblems(values, shape)
    guard problems.isEmpty else {
      report(problems, in: node, at: path)
      return nil
    }
    let component = Plan.Component(
      family.name, PlanValue.arguments(values, of: family.parameters, in: node))
    return (component, family, values)
  }

  /// What can be checked of a policy without a problem.
  mutating func policyArguments(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> (PolicyFamily, Arguments)? {
    let families = reader.catalogues.policies.families
    guard
      let family = kind(
        node, families.map(\.name), aliases: families.flatMap(\.aliases), at: path,
        what: "policies"
      ).flatMap({ reader.catalogues.policies[$0] })
    else { return nil }
    if let label = node["label"] { _ = arguments.text(label, at: path["label"]) }
    guard
      let values = arguments.arguments(
        from: node, for: family.parameters, extra: ["kind", "label"], at: path,
        what: "policy '\(family.name)'")
    else { return nil }
    return (family, values)
  }

  private mutating func kind(
    _ node: ConfigurationNode, _ names: [String], aliases: [String], at path: KeyPathText,
    what: String
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
    guard case .scalar(let name, _, _) = kind, names.contains(name) || aliases.contains(name)
    else {
      let word = if case .scalar(let text, _, _) = kind { text } else { "" }
      let foreign = reader.madeBy.map { "the plan was made by \($0); " } ?? ""
      arguments.report(
        kind.position, "\(kind.kind) is not one of the \(what)", at: path["kind"],
        hint: foreign + hint(for: word, among: names, what: what))
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
}
