extension Plan {
  /// What an experiment file could not say either, for plans that were built in code.
  ///
  /// Kinds and arguments are checked when the plan is prepared.
  public func checkShape() throws(InvalidInput) {
    var diagnostics: [Diagnostic] = []
    func report(_ message: String, at path: KeyPathText, _ hint: String) {
      diagnostics.append(
        Diagnostic(
          SourcePosition(file: name, line: 1, column: 1), message, at: path.text, hint: hint))
    }
    func check(_ number: Int, _ range: ClosedRange<Int>, at path: KeyPathText) {
      guard !range.contains(number) else { return }
      report(
        "\(grouped(number)) is out of range", at: path,
        "give a whole number from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))")
    }
    func checkLabels(_ labels: [String], at path: KeyPathText) {
      var seen: Set<String> = []
      for (index, label) in labels.enumerated() where !seen.insert(label).inserted {
        report(
          "the label \(label.quoted) is used twice", at: path[index],
          "a label names one row of a result: give one of them another")
      }
      if labels.isEmpty { report("the list is empty", at: path, "give at least one") }
    }
    let top = KeyPathText()
    check(replications, ExperimentLimits.replications, at: top["replications"])
    check(checkpoints.count, ExperimentLimits.checkpoints, at: top["checkpoints"]["count"])
    for (index, round) in (checkpoints.at ?? []).enumerated() {
      check(round, ExperimentLimits.horizon, at: top["checkpoints"]["at"][index])
    }
    checkLabels(problems.map(\.label), at: top["problems"])
    for (index, problem) in problems.enumerated() {
      let path = top["problems"][index]
      check(problem.horizon, ExperimentLimits.horizon, at: path["horizon"])
      check(problem.batch, 1...max(1, problem.horizon), at: path["batch"])
      checkLabels(problem.policies.map(\.label), at: path["policies"])
    }
    guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
  }
}
