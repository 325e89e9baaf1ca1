import ClusterBandit
import TextFiles

/// An environment that was read: as a plan holds it, and as it is played.
struct MadeEnvironment {
  let component: Plan.Component
  let permutation: LabelPermutation
  let environment: any Environment
  let family: EnvironmentFamily
  let arguments: Arguments

  /// What is known of it with the horizon that it is played to.
  func shape(horizon: Int?) -> ProblemShape {
    var shape = environment.shape
    shape.horizon = horizon
    shape.drawsArms = !environment.isFixed || permutation != .none
    return shape
  }
}

/// Kinds with their arguments, checked against the catalogues.
extension PlanReading {
  mutating func environment(
    _ node: ConfigurationNode, at path: KeyPathText
  ) -> MadeEnvironment? {
    let node = environmentNode(node)
    guard
      let family = kind(
        node, environmentKinds.map { Term($0) }, at: path, what: "environments"
      ).flatMap({ reader.catalogues.environments[$0] })
    else { return nil }
    let permutation =
      node["permute-labels"].flatMap {
        arguments.labelPermutation($0, at: path["permute-labels"])
      } ?? .none
    if let label = node["label"] { _ = arguments.label(label, at: path["label"]) }
    guard
      let values = arguments.arguments(
        from: node, for: family.parameters, extra: PlanReading.environmentKeys, at: path,
        what: "environment '\(family.name)'")
    else { return nil }
    switch family.make(values) {
    case .success(let environment):
      return MadeEnvironment(
        component: Plan.Component(
          family.name, PlanValue.arguments(values, of: family.parameters, in: node)),
        permutation: permutation, environment: environment, family: family, arguments: values)
    case .failure(let failure):
      report(failure.problems, in: node, of: family.parameters, at: path)
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
    let node = policyNode(node)
    guard problems.isEmpty else {
      report(problems, in: node, of: family.parameters, at: path)
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
    let node = policyNode(node)
    guard
      let family = kind(
        node, policyKinds.map { Term($0) }, at: path, what: "policies",
        offers: { reading, term in
          reading.reader.catalogues.policies[term.name].map(reading.isAccepted) ?? false
        }
      ).flatMap({ reader.catalogues.policies[$0] })
    else { return nil }
    if let label = node["label"] { _ = arguments.label(label, at: path["label"]) }
    guard
      let values = arguments.arguments(
        from: node, for: family.parameters, extra: PlanReading.policyKeys, at: path,
        what: "policy '\(family.name)'")
    else { return nil }
    return (family, values)
  }

  /// Whether a family with its defaults goes with all environments that were read: a hint must not
  /// name what is refused next.
  private func isAccepted(_ family: PolicyFamily) -> Bool {
    let needsMore = family.parameters.contains {
      if case .required = $0.absence { true } else { false }
    }
    let defaults = Arguments(defaultsOf: family.parameters)
    return shapes.allSatisfy { shape in
      needsMore ? family.accepts(shape) : family.allProblems(defaults, shape).isEmpty
    }
  }

  /// The name of a component's kind.
  ///
  /// - Parameter offers: whether a hint may name the term; by default any.
  private mutating func kind(
    _ node: ConfigurationNode, _ terms: [Term], at path: KeyPathText, what: String,
    offers: (PlanReading, Term) -> Bool = { _, _ in true }
  ) -> String? {
    if case .scalar(let word, _, _)? = node["kind"], let name = terms.name(for: word) {
      return name
    }
    let offered = terms.filter { offers(self, $0) }
    guard case .mapping(let entries, _) = node else {
      arguments.report(
        node.position, "expected a name or a mapping with 'kind', found \(node.kind)", at: path,
        hint: node.elementMeant(among: what) ?? list(of: what, offered, at: node.position))
      return nil
    }
    guard let kind = node["kind"] else {
      arguments.report(
        node.position, "the key 'kind' is missing", at: path["kind"],
        hint: kindMeant(by: entries, terms) ?? list(of: what, offered, at: node.position))
      return nil
    }
    let word = if case .scalar(let text, _, _) = kind { text } else { "" }
    if case .list = kind {
      arguments.report(
        kind.position, "expected one name, found a list", at: path["kind"],
        hint: what == "environments"
          ? "write one name: kind: bernoulli"
          : "write an element for each kind: {kind: …}, {kind: …}")
      return nil
    }
    if let names = terms.several(in: word) {
      arguments.report(
        kind.position, "\(kind.kind) are several of the \(what)", at: path["kind"],
        hint: "write a comma between them: \(names.joined(separator: ", "))")
      return nil
    }
    let foreign = reader.madeBy.map { "the plan was made by \($0); " } ?? ""
    let likely = offered.suggestion(for: word).map { "did you mean '\($0)'?" }
    arguments.report(
      kind.position, "\(kind.kind) is not one of the \(what)", at: path["kind"],
      hint: foreign + (likely ?? list(of: what, offered, at: kind.position)))
    return nil
  }

  /// All names, told once: a file with twenty wrong ones needs no twenty lists.
  private mutating func list(
    of what: String, _ terms: [Term], at position: SourcePosition
  ) -> String {
    if let first = listed[what], first != position {
      return "the \(what) are listed with line \(first.line)"
    }
    listed[what] = position
    return "the \(what) are \(terms.map(\.name).joined(separator: ", "))"
  }

  /// What to write where a kind stands under another key, as in {name: ucb1}, or is one itself, as
  /// in {ucb1: …}.
  private func kindMeant(by entries: [ConfigurationNode.Entry], _ terms: [Term]) -> String? {
    for entry in entries {
      if entry.key.hasPrefix("kind:"), let spaced = entry.spaced {
        return "write a space after the colon: \(spaced)"
      }
      if case .scalar(let word, _, _) = entry.value, entry.key != "label",
        let name = terms.name(for: word)
      {
        return "write kind: \(name) instead of \(entry.key): \(word)"
      }
      if let name = terms.name(for: entry.key) { return "write {kind: \(name), …}" }
    }
    return nil
  }

  /// Reports problems of arguments at the places where those stand.
  private mutating func report(
    _ problems: [ArgumentProblem], in node: ConfigurationNode, of parameters: [Parameter],
    at path: KeyPathText
  ) {
    for problem in problems {
      var place = node
      var keys = path
      for key in problem.path {
        if case .list(let elements, _) = place, let index = Int(key) {
          if elements.indices.contains(index) { place = elements[index] }
          keys = keys[index]
        } else {
          place = place.value(of: key, spelt: parameters.allTerms) ?? place
          keys = keys[key]
        }
      }
      arguments.report(place.position, problem.message, at: keys, hint: problem.hint)
    }
  }
}

extension [Parameter] {
  /// The parameters' names, and those inside their variants.
  var allTerms: [Term] {
    flatMap { parameter -> [Term] in
      switch parameter.type {
      case .component(let variants), .components(let variants), .scheduled(_, let variants):
        [Term(parameter)] + variants.flatMap { $0.parameters.allTerms }
      default: [Term(parameter)]
      }
    }
  }
}

extension ConfigurationNode {
  /// What to write where a list stands for a kind: numbers are the means of arms, names belong into
  /// the list around it.
  fileprivate func elementMeant(among what: String) -> String? {
    guard case .list(let elements, _) = self else { return nil }
    let areNumbers = elements.allSatisfy {
      if case .scalar(let text, _, _) = $0 { decimalNumber(text) != nil } else { false }
    }
    if what == "environments", areNumbers {
      return "write {kind: bernoulli, means: \(summary)}"
    }
    return what == "policies" ? "take away the inner brackets: [tsc, thompson]" : nil
  }

  /// The value of a mapping under a key, however that is spelt.
  func value(of key: String, spelt terms: [Term]) -> ConfigurationNode? {
    guard case .mapping(let entries, _) = self else { return nil }
    return self[key]
      ?? entries.first { entry in
        terms.contains { $0.name == key && [$0].name(for: entry.key) != nil }
      }?.value
  }
}
