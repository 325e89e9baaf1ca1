extension PolicyFamily {
  /// What keeps the policy from playing where arms die: it cannot forget them, or is asked to in a
  /// form that cannot.
  ///
  /// Said only where nothing else is wrong.
  func problemsOfMortality(_ arguments: Arguments, _ shape: ProblemShape) -> [ArgumentProblem] {
    guard shape.hasMortalArms, problems(arguments, shape).isEmpty else { return [] }
    guard prepare(arguments, shape.rewards).forgetsArms else {
      return [
        ArgumentProblem(
          [],
          "arms die here, and '\(name)' with these arguments cannot forget the counts of a dead one",
          hint: "these can: random, oracle, epsilon-greedy, ucb, ucb1, ucb1-tuned, kl-ucb, "
            + "bayes-ucb, thompson, imed, moss, two-level with mean, max or pmax, tsc, ts-max, ucbc, "
            + "and hierarchical-thompson with the model hierarchical, pooled or empirical-bayes")
      ]
    }
    return arguments.pathsOfSublinearSearch.map {
      ArgumentProblem(
        $0,
        "search: sublinear follows counts that only grow, and here those of dead arms are forgotten",
        hint: "leave search out")
    }
  }
}

extension Arguments {
  /// Where `search: sublinear` stands, in rules inside, too.
  var pathsOfSublinearSearch: [[String]] {
    paths { name, value in
      guard name == "search", case .word(SearchMethod.sublinear.rawValue) = value else {
        return false
      }
      return true
    }
  }

  /// Where such arguments stand, in parts inside, too.
  func paths(where isWanted: (String, ParameterValue) -> Bool) -> [[String]] {
    values.sorted { $0.key < $1.key }.flatMap { name, value -> [[String]] in
      if isWanted(name, value) { return [[name]] }
      guard case .variant(_, let arguments) = value else { return [] }
      return arguments.paths(where: isWanted).map { [name] + $0 }
    }
  }
}
