import ClusterBandit

/// Exact constants and the environments that they refer to.
extension ExperimentReading {
  private static let constantKeys = ["environment", "bound", "width", "value", "source"]

  /// The constants of a file.
  ///
  /// - Parameter problems: nil if something is wrong with them, so that no label can be looked up.
  mutating func constants(
    _ node: ConfigurationNode, _ problems: [Experiment.Problem]?
  ) -> [PublishedConstant] {
    let path = KeyPathText(text: "constants")
    let elements = arguments.elements(node, of: "constants", at: path) ?? []
    return elements.enumerated().compactMap { constant($1, at: path[$0], problems) }
  }

  private mutating func constant(
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Experiment.Problem]?
  ) -> PublishedConstant? {
    let before = arguments.diagnostics.count
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ExperimentReading.constantKeys, what: "a constant")
    else { return nil }
    for key in ["environment", "bound", "value", "source"] where entries[key] == nil {
      arguments.report(
        node.position, "the key '\(key)' is missing", at: path[key],
        hint: "a constant names environment, bound, value and source")
    }
    let environment = entries["environment"].flatMap {
      fixedEnvironment($0, at: path["environment"], problems)
    }
    let name = entries["bound"].flatMap {
      arguments.choice($0, ["lai-robbins", "clustered"], at: path["bound"])
    }
    let width = entries["width"].flatMap {
      arguments.number($0, .openClosed(0, 1e50), at: path["width"])
    }
    if name == "clustered", entries["width"] == nil {
      arguments.report(
        node.position, "the key 'width' is missing", at: path["width"],
        hint: "width: the most by which arms of a cluster differ")
    } else if name == "lai-robbins", let given = entries["width"] {
      arguments.report(
        given.position, "the bound of Lai and Robbins knows of no clusters", at: path["width"],
        hint: "leave width out, or write bound: clustered")
    }
    let value = entries["value"].flatMap {
      arguments.number($0, .closed(0, 1e50), at: path["value"])
    }
    let source = entries["source"].flatMap { arguments.text($0, at: path["source"]) }
    let bound: PublishedConstant.Bound? =
      name == "lai-robbins" ? .laiRobbins : width.map { .clustered(width: $0) }
    guard arguments.diagnostics.count == before, let environment, let bound, let value, let source
    else { return nil }
    return PublishedConstant(
      environment: environment, bound: bound, value: value,
      decimals: decimals(of: entries["value"]), source: source)
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
    _ node: ConfigurationNode, at path: KeyPathText, _ problems: [Experiment.Problem]?
  ) -> String? {
    guard let label = arguments.text(node, at: path), let problems else { return nil }
    guard let problem = problems.first(where: { $0.label == label }) else {
      arguments.report(
        node.position, "no environment is called \(label.quoted)", at: path,
        hint: hint(for: label, among: problems.map(\.label), what: "environments"))
      return nil
    }
    guard problem.environment is FixedArms, !problem.permutesLabels else {
      arguments.report(
        node.position, "\(label.quoted) draws its means, so it has no constant of its own",
        at: path, hint: "name an environment of fixed arms: bernoulli, gaussian or table")
      return nil
    }
    return label
  }
}
