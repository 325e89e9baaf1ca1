extension Parameter {
  /// The conventional parameter `history`.
  static let history = Parameter.optional(
    "history", .history, absent: "none",
    "a CSV file with the columns arm, pulls and successes: pulls of the arms before the first round, "
      + "which count as if the policy had made them")
}

extension Arguments {
  /// What is wrong with the history for a problem of this shape; nothing without one.
  ///
  /// - Parameters:
  ///   - cannot: the part of the policy that cannot begin with counts, if there is one.
  ///   - model: the dependence model, if there is one.
  func problemsOfHistory(
    _ shape: ProblemShape, cannot: String? = nil, model: String? = nil
  ) -> [ArgumentProblem] {
    guard let history else { return [] }
    func problem(_ message: String, _ hint: String) -> [ArgumentProblem] {
      [ArgumentProblem(["history"], message, hint: hint)]
    }
    if let model {
      return problem(
        "the model '\(model)' keeps a posterior, and a history is counts",
        "leave history out, or model")
    }
    if let cannot {
      return problem(
        "'\(cannot)' cannot begin with counts that it did not see grow",
        "leave history out, or take mean, max, ucb1, kl-ucb, bayes-ucb, thompson or epsilon-greedy")
    }
    guard shape.rewards.isBinary else {
      return problem(
        "a history counts successes, and \(shape.otherRewards)",
        "leave history out, or use an environment with 0/1 rewards")
    }
    if shape.drawsArms {
      return problem(
        "a history is one of arms that are the same in every replication, and these are drawn",
        "use it with bernoulli, table or another environment of fixed arms, labels not permuted")
    }
    if let stranger = history.entries.first(where: { $0.arm >= shape.armCount }) {
      let place = stranger.place.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
      return problem(
        "\(place)there is no arm \(stranger.arm)",
        "the \(shape.armCount) arms are numbered from 0 to \(shape.armCount - 1)")
    }
    let steps = paths { name, _ in name == "step" }
    guard steps.isEmpty else {
      return steps.map {
        ArgumentProblem(
          $0, "a constant step weighs pulls by their order, which a history does not have",
          hint: "leave step out, or history")
      }
    }
    return pathsOfSublinearSearch.map {
      ArgumentProblem(
        $0, "search: sublinear follows counts that grow by pulls, and these begin with a history",
        hint: "leave search out, or history")
    }
  }
}
