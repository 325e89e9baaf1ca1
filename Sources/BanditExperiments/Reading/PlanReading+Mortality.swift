/// What is not measured where arms die.
extension PlanReading {
  /// Reports keys that ask for what arms that die do not have.
  mutating func refuseMortals(_ entries: [String: ConfigurationNode]) {
    guard let label = labelsWithMortals.first else { return }
    let reasons = [
      ("recommend", "no arm is the best in all rounds"),
      ("evidence", "the evidence is that of arms that live for ever"),
    ]
    for (key, reason) in reasons where givenKeys.contains(key) {
      guard let node = entries[key] else { continue }
      arguments.report(
        node.position, "in \(label.quoted) arms die: \(reason)", at: KeyPathText(text: key),
        hint: "leave \(key) out, or move that environment to a file of its own")
    }
  }
}
