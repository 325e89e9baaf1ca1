import ClusterBandit

/// A resolved plan says each swept value twice, as a column of every output and in what is played:
/// both must be the same.
extension PlanReading {
  /// Reports swept values that are not those of the problem or policy.
  ///
  /// - Parameter holds: whether the value at a path is the one that is played, or nil if something
  ///   else is wrong there.
  mutating func checkSwept(
    _ swept: [Plan.SweptValue], _ node: ConfigurationNode?, at path: KeyPathText,
    _ holds: (PlanReading, [String], PlanValue) -> Bool?
  ) {
    for (index, value) in swept.enumerated() {
      guard holds(self, SweepReader.components(value.path), value.value) == false else { continue }
      var position = node?.position
      if case .list(let elements, _)? = node, elements.indices.contains(index) {
        position = elements[index].position
      }
      guard let position else { continue }
      arguments.report(
        position, "\(value.path.quoted) is not \(value.value.summary.quoted) here",
        at: path[index],
        hint: "a swept value repeats what is played: change both, or sweep it in the experiment's "
          + "file")
    }
  }

  /// Whether an environment stays what it is with a value at `environment.KEY` or
  /// `environments.N.KEY`.
  func isUnchanged(_ made: MadeEnvironment, _ keys: [String], _ value: PlanValue) -> Bool {
    guard let rest = inner(keys, single: "environment", of: "environments") else { return false }
    switch rest.first {
    case "label": return true
    default:
      var probe = self
      guard let node = changing(made.component, rest, value) else { return false }
      return probe.environment(node, at: KeyPathText())?.component == made.component
    }
  }

  /// Whether a policy stays what it is with a value at `policies.LABEL.KEY`.
  func isUnchanged(
    _ component: Plan.Component, _ shape: ProblemShape, _ keys: [String], _ value: PlanValue
  ) -> Bool {
    guard let rest = inner(keys, single: nil, of: "policies") else { return false }
    if rest.first == "label" { return true }
    var probe = self
    guard let node = changing(component, rest, value) else { return false }
    return probe.policyComponent(node, shape: shape, at: KeyPathText()) == component
  }

  /// The keys inside a component.
  private func inner(_ keys: [String], single: String?, of list: String) -> ArraySlice<String>? {
    if keys[0] == single, keys.count > 1 { return keys.dropFirst() }
    return keys[0] == list && keys.count > 2 ? keys.dropFirst(2) : nil
  }

  /// A component with a value at the path.
  private func changing(
    _ component: Plan.Component, _ keys: ArraySlice<String>, _ value: PlanValue
  ) -> ConfigurationNode? {
    let position = SourcePosition(file: "", line: 1, column: 1)
    let spellings = SweepReader.spellings(of: Array(keys), keyTerms)
    return SweepReader.replacing(
      component.node(at: position), keys, spellings[...], with: value.node(at: position))
  }
}
