/// The key `checkpoints`: so many spaced rounds, or the rounds themselves.
extension PlanReading {
  mutating func checkpoints(_ node: ConfigurationNode) -> Checkpoints {
    let path = KeyPathText(text: "checkpoints")
    if case .list = node { return rounds(node, at: path) }
    if case .scalar(let text, true, let position) = node, let count = Int(text) {
      arguments.report(
        position, "expected a mapping with keys, found \(node.kind)", at: path,
        hint: "write {count: \(count)} for so many rounds, or [\(count)] for that one")
      return Checkpoints()
    }
    var checkpoints = Checkpoints()
    guard
      let entries = arguments.entries(
        of: node, at: path, allowed: ["count", "spacing", "at"], what: "checkpoints")
    else { return checkpoints }
    if let node = entries["at"] {
      if let other = ["count", "spacing"].first(where: { entries[$0] != nil }) {
        arguments.report(
          node.position, "'at' and '\(other)' exclude each other", at: path["at"],
          hint: "the rounds are listed, or counted and spaced")
      }
      return rounds(node, at: path["at"])
    }
    if let node = entries["count"],
      let count = arguments.integer(node, ExperimentLimits.checkpoints, at: path["count"])
    {
      checkpoints.count = count
    }
    if let node = entries["spacing"],
      let word = arguments.choice(
        node, Checkpoints.Spacing.allCases.map(\.rawValue), at: path["spacing"])
    {
      checkpoints.spacing = Checkpoints.Spacing(rawValue: word) ?? checkpoints.spacing
    }
    return checkpoints
  }

  private mutating func rounds(_ node: ConfigurationNode, at path: KeyPathText) -> Checkpoints {
    guard let rounds = arguments.integers(node, ExperimentLimits.horizon, at: path) else {
      return Checkpoints()
    }
    guard ExperimentLimits.checkpoints.contains(rounds.count) else {
      arguments.report(
        node.position, "there are \(grouped(rounds.count)) rounds", at: path,
        hint: "list at most \(grouped(ExperimentLimits.checkpoints.upperBound))")
      return Checkpoints()
    }
    return Checkpoints(at: Set(rounds).sorted())
  }

  /// Reports a round that no problem reaches; with another horizon from the command line a round
  /// may well be too late.
  mutating func checkRounds(
    of checkpoints: Checkpoints, _ node: ConfigurationNode, _ problems: [Plan.Problem]
  ) {
    guard reader.overrides.horizon == nil, let last = checkpoints.at?.last,
      let longest = problems.map(\.horizon).max(), last > longest
    else { return }
    arguments.report(
      node.position,
      "round \(grouped(last)) is beyond the horizon of \(grouped(longest)) rounds",
      at: KeyPathText(text: "checkpoints"), hint: "leave it out, or raise the horizon")
  }
}
