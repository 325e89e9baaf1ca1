import ClusterBandit

/// Exact numbers from the literature, and the fixed environments that they belong to.
extension PlanReading {
  mutating func constant(
    _ fields: TargetFields, _ problems: [Plan.Problem]?
  ) -> PublishedConstant? {
    let before = arguments.diagnostics.count
    let environment = fields.entries["environment"].flatMap {
      fixedEnvironment($0, at: fields.path["environment"], problems)
    }
    let bound = fields.entries["bound"].flatMap {
      arguments.choice(
        $0, PublishedConstant.Bound.allCases.map(\.rawValue), at: fields.path["bound"])
    }.flatMap { PublishedConstant.Bound(rawValue: $0) }
    let width = number("width", of: fields, .openClosed(0, 1e50))
    if bound == .clustered, fields.entries["width"] == nil {
      arguments.report(
        fields.node.position, "the key 'width' is missing", at: fields.path["width"],
        hint: "width: the most by which arms of a cluster differ")
    } else if bound == .laiRobbins, let given = fields.entries["width"] {
      arguments.report(
        given.position, "the bound of Lai and Robbins does not use clusters",
        at: fields.path["width"], hint: "leave width out, or write bound: clustered")
    }
    let value = number("value", of: fields, .closed(0, 1e50))
    let source = text("source", of: fields)
    let decimals =
      fields.entries["decimals"].flatMap {
        arguments.integer($0, -50...50, at: fields.path["decimals"])
      } ?? decimals(of: fields.entries["value"])
    guard arguments.diagnostics.count == before, let environment, let bound, let value, let source
    else { return nil }
    return PublishedConstant(
      environment: environment, bound: bound, width: width, value: value, decimals: decimals,
      source: source)
  }

  /// The decimals that a number is written with; negative where its last digit counts tens or more.
  private func decimals(of node: ConfigurationNode?) -> Int {
    guard case .scalar(let text, _, _)? = node else { return 0 }
    let parts = text.lowercased().split(separator: "e")
    let digits =
      parts.first?.split(separator: ".", omittingEmptySubsequences: false)
      .dropFirst().first?.count ?? 0
    let exponent = parts.dropFirst().first.flatMap { Int($0) } ?? 0
    return max(-50, min(digits - max(-400, min(exponent, 400)), 50))
  }

  private mutating func fixedEnvironment(
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Plan.Problem]?
  ) -> String? {
    guard let label = arguments.text(node, at: path), let problems else { return nil }
    guard let problem = problem(label, node, at: path, problems) else { return nil }
    guard fixedLabels.contains(label), problem.permutation == .none else {
      arguments.report(
        node.position, "\(label.quoted) draws its means, so it has no constant of its own",
        at: path, hint: "name an environment of fixed arms: bernoulli, gaussian or table")
      return nil
    }
    return label
  }
}
