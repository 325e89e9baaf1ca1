public import ClusterBandit
public import Foundation

/// Reads experiment files.
///
/// All errors of a file are reported at once, each with file, line, column, key path and a hint.
public struct ExperimentReader: Sendable {
  /// The policies that files may name.
  public var policies = PolicyCatalogue.standard
  /// The environments that files may name.
  public var environments = EnvironmentCatalogue.standard
  /// Values that replace those of the files.
  public var overrides = ExperimentOverrides()

  /// A reader with the standard catalogues and no overrides.
  public init() {}

  /// The experiment in a file.
  public func read(file: String) throws(InvalidInput) -> Experiment {
    let bytes: Data
    do {
      bytes = try readFile(file)
    } catch {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: file, line: 1, column: 1),
          "the experiment cannot be read: \(error.reason)", at: "",
          hint: "'cluster-bandit list experiments' names those that are shipped")
      ])
    }
    let url = URL(fileURLWithPath: file)
    let folder = file.contains("/") ? url.deletingLastPathComponent() : URL(fileURLWithPath: ".")
    return try read(bytes, named: file, folder: folder)
  }

  /// The experiment in some bytes.
  ///
  /// - Parameters:
  ///   - name: how messages call the source.
  ///   - folder: what file names inside the experiment are relative to.
  public func read(
    _ bytes: Data, named name: String, folder: URL
  ) throws(InvalidInput) -> Experiment {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw InvalidInput([
        Diagnostic(
          SourcePosition(file: name, line: 1, column: 1), "the file is not text", at: "",
          hint: "an experiment is YAML in UTF-8")
      ])
    }
    let outcome = try YAMLReader(file: name).read(text)
    var reading = Reading(reader: self, arguments: ArgumentReader(folder: folder))
    reading.arguments.diagnostics = outcome.diagnostics
    let experiment = reading.experiment(outcome.root)
    guard let experiment, reading.arguments.diagnostics.isEmpty else {
      throw InvalidInput(reading.arguments.diagnostics)
    }
    return experiment
  }
}

/// One reading of one file.
private struct Reading {
  let reader: ExperimentReader
  var arguments: ArgumentReader

  private static let keys = [
    "name", "title", "seed", "horizon", "replications", "checkpoints", "environment",
    "environments", "policies", "sweep", "published",
  ]

  mutating func experiment(_ root: ConfigurationNode) -> Experiment? {
    let top = KeyPathText()
    guard
      let entries = arguments.entries(
        of: root, at: top, allowed: Reading.keys, what: "an experiment")
    else { return nil }
    var name: String?
    if let node = entries["name"] {
      name = experimentName(node)
    } else {
      missing("name", in: root, "the experiment's name is part of every seed: name: my-study")
    }
    let title = entries["title"].flatMap { arguments.text($0, at: top["title"]) }
    let seed = entries["seed"].map { arguments.seed($0, at: top["seed"]) } ?? 0
    let replications =
      entries["replications"].map {
        arguments.integer($0, ExperimentLimits.replications, at: top["replications"])
      } ?? 100
    let checkpoints = checkpointPlan(entries["checkpoints"])
    let axes = entries["sweep"].map { SweepReader.axes($0, &arguments) } ?? []
    let variants = SweepReader.variants(of: root, axes: axes, &arguments)
    let rounds = publishedRounds(entries["published"])
    var problems: [Experiment.Problem] = []
    for variant in variants {
      problems += self.problems(variant, checkpoints, extra: rounds) ?? []
    }
    let horizon =
      entries["horizon"].flatMap { node -> Int? in
        var probe = arguments
        return probe.integer(node, ExperimentLimits.horizon, at: top["horizon"])
      }
    problems = merged(problems)
    checkLabels(problems, entries["policies"] ?? root)
    let isComplete = arguments.diagnostics.isEmpty
    let published = entries["published"].map {
      self.published($0, problems, isComplete: isComplete, horizon: horizon)
    }
    guard arguments.diagnostics.isEmpty, let name, let seed, let replications, let horizon else {
      return nil
    }
    return Experiment(
      name: name, title: title ?? name, seed: reader.overrides.seed ?? seed,
      horizon: reader.overrides.horizon ?? horizon,
      replications: reader.overrides.replications ?? replications, problems: problems,
      published: published ?? [])
  }

  private mutating func missing(_ key: String, in root: ConfigurationNode, _ hint: String) {
    arguments.report(
      root.position, "the key '\(key)' is missing", at: KeyPathText(), hint: hint)
  }

  private mutating func experimentName(_ node: ConfigurationNode) -> String? {
    let path = KeyPathText(text: "name")
    guard let name = arguments.text(node, at: path) else { return nil }
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "-_.".unicodeScalars.contains($0))
    }
    guard isPlain, name.count <= 100, name.first?.isLetter == true || name.first?.isNumber == true
    else {
      arguments.report(
        node.position, "\(name.quoted) cannot be a name", at: path,
        hint: "use letters, digits, '-', '_' and '.', for results are filed under it")
      return nil
    }
    return name
  }

  private mutating func checkpointPlan(_ node: ConfigurationNode?) -> CheckpointPlan {
    var plan = CheckpointPlan()
    let path = KeyPathText(text: "checkpoints")
    guard let node,
      let entries = arguments.entries(
        of: node, at: path, allowed: ["count", "spacing"], what: "checkpoints")
    else { return plan }
    if let node = entries["count"],
      let count = arguments.integer(node, ExperimentLimits.checkpoints, at: path["count"])
    {
      plan.count = count
    }
    if let node = entries["spacing"],
      let word = arguments.choice(
        node, CheckpointPlan.Spacing.allCases.map(\.rawValue), at: path["spacing"])
    {
      plan.spacing = CheckpointPlan.Spacing(rawValue: word) ?? plan.spacing
    }
    return plan
  }

  // MARK: Problems

  private mutating func problems(
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
    let environments = self.environments(variant)
    let policyNodes = self.policyNodes(root)
    var problems: [Experiment.Problem] = []
    for environment in environments {
      let entries = policyNodes.enumerated().compactMap { index, node in
        policy(
          node, shape: environment.environment.shape, at: KeyPathText(text: "policies")[index],
          suffixes: variant.policySuffixes.filter { $0.index == nil || $0.index == index }
            .map(\.text))
      }
      guard let horizon = reader.overrides.horizon ?? horizon else { continue }
      problems.append(
        Experiment.Problem(
          label: environment.label, environment: environment.environment,
          permutesLabels: environment.permutesLabels, horizon: horizon,
          checkpoints: plan.rounds(horizon: horizon, extra: extra), policies: entries))
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
      let suffixes = variant.environmentSuffixes.filter { $0.index == nil || $0.index == index }
      environments.append(
        NamedEnvironment(
          label: ([labels[index]] + suffixes.map(\.text)).joined(separator: ", "),
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
        node.position, "the key 'kind' is missing", at: path,
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

  // MARK: Policies

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
    _ node: ConfigurationNode, shape: ProblemShape, at path: KeyPathText, suffixes: [String]
  ) -> Experiment.Entry? {
    guard let (family, values) = policyArguments(node, at: path) else { return nil }
    let problems = family.problems(values, shape)
    guard problems.isEmpty else {
      report(problems, in: node, at: path)
      return nil
    }
    var label = node.label
    if label == nil, case .mapping(let entries, let position) = node {
      let rest = entries.filter { $0.key != "label" }
      // A swept key is in the suffix already.
      let swept = suffixes.compactMap { $0.components(separatedBy: " = ").first }
      label =
        ConfigurationNode.mapping(
          rest.filter { !swept.contains($0.key) }, at: position
        ).summary
    }
    return Experiment.Entry(
      label: ([label ?? family.name] + suffixes).joined(separator: ", "),
      policy: family.prepare(values, shape.rewards))
  }

  /// Problems of one label are one problem: a sweep over policies repeats environments.
  private func merged(_ problems: [Experiment.Problem]) -> [Experiment.Problem] {
    var order: [String] = []
    var byLabel: [String: Experiment.Problem] = [:]
    for problem in problems {
      guard let first = byLabel[problem.label] else {
        order.append(problem.label)
        byLabel[problem.label] = problem
        continue
      }
      let known = Set(first.policies.map(\.label))
      byLabel[problem.label] = Experiment.Problem(
        label: first.label, environment: first.environment, permutesLabels: first.permutesLabels,
        horizon: first.horizon, checkpoints: first.checkpoints,
        policies: first.policies + problem.policies.filter { !known.contains($0.label) })
    }
    return order.compactMap { byLabel[$0] }
  }

  private mutating func checkLabels(_ problems: [Experiment.Problem], _ node: ConfigurationNode) {
    _ = problems
    for (key, list) in [("policies", node)] {
      guard case .list(let elements, _) = list else { continue }
      var seen: [String: Int] = [:]
      for (index, element) in elements.enumerated() {
        let label = element.label ?? element.summary
        if let first = seen[label] {
          arguments.report(
            element.position, "two policies are called \(label.quoted)",
            at: KeyPathText(text: key)[index],
            hint: "give this one or policies[\(first)] another label")
        }
        seen[label] = index
      }
    }
  }

  // MARK: Published values

  private static let publishedKeys = [
    "environment", "policy", "metric", "round", "mean", "standard-deviation", "replications",
    "source",
  ]

  /// The rounds that published values name, as far as they can be read.
  private func publishedRounds(_ node: ConfigurationNode?) -> [Int] {
    guard case .list(let elements, _)? = node else { return [] }
    return elements.compactMap {
      guard case .scalar(let text, true, _)? = $0["round"], let round = Int(text), round >= 1
      else { return nil }
      return round
    }
  }

  private mutating func published(
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
        of: node, at: path, allowed: Reading.publishedKeys, what: "a published value")
    else { return nil }
    for key in ["policy", "metric", "mean", "replications", "source"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path,
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
          node.position, "the key 'environment' is missing", at: path,
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
    guard arguments.diagnostics.count == before, let policy, let metric, let mean, let replications,
      let source, let round
    else { return nil }
    return PublishedValue(
      environment: environment, policy: policy, metric: metric, round: round, mean: mean,
      standardDeviation: deviation, replications: replications, source: source)
  }
}
