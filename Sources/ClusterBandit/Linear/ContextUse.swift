/// Whether a policy plays where every round shows a context.
public enum ContextUse: Sendable {
  /// Arms have fixed means: the policy takes no notice of contexts.
  case none
  /// Every round shows a context, and the policy needs it.
  case required
  /// Both.
  case any
}

extension PolicyFamily {
  /// Whether the policy can play where rounds have contexts, or have none, as the shape says.
  package func accepts(_ shape: ProblemShape) -> Bool {
    switch (context, shape.rewards.contextDimension > 0) {
    case (.none, true), (.required, false): false
    default: true
    }
  }

  /// All that is wrong with arguments for a problem of this shape; empty if nothing is.
  ///
  /// Where the problem shows contexts and the policy takes no notice of them, or the other way
  /// about, that alone is told: what the family itself says of the arguments presumes a problem
  /// that it can play.
  public func allProblems(_ arguments: Arguments, _ shape: ProblemShape) -> [ArgumentProblem] {
    switch (context, shape.rewards.contextDimension > 0) {
    case (.none, true):
      [
        ArgumentProblem(
          [], "'\(name)' needs arms with fixed means, and these depend on a context",
          hint: "use lin-ts, lin-ucb, lin-tsc or lin-ucbc here")
      ]
    case (.required, false):
      [
        ArgumentProblem(
          [], "'\(name)' needs a context every round, and this environment shows none",
          hint: "use it with contextual-clusters or contextual")
      ]
    default: problems(arguments, shape) + problemsOfMortality(arguments, shape)
    }
  }
}
