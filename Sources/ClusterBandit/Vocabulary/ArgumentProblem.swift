/// Something wrong with arguments that are well-formed one by one.
public struct ArgumentProblem: Error, Equatable, Sendable {
  /// The keys that lead to the offending value, from the family's own mapping.
  public let path: [String]
  /// What is wrong.
  public let message: String
  /// How to mend it.
  public let hint: String

  /// Creates a problem.
  public init(_ path: [String], _ message: String, hint: String) {
    self.path = path
    self.message = message
    self.hint = hint
  }

  /// The problem of a kind that is for 0/1 rewards where rewards are others; none where they are.
  static func unlessBinary(
    _ shape: ProblemShape, _ reason: String,
    hint: String = "use ucb or thompson here, or an environment with 0/1 rewards"
  ) -> [ArgumentProblem] {
    shape.rewards.isBinary
      ? [] : [ArgumentProblem([], "\(reason), and \(shape.otherRewards)", hint: hint)]
  }

  /// The same problem, one level further down.
  func under(_ key: String) -> ArgumentProblem {
    ArgumentProblem([key] + path, message, hint: hint)
  }
}

/// All that is wrong with a set of arguments.
public struct ArgumentProblems: Error, Sendable, Equatable {
  /// The problems, at least one.
  public let problems: [ArgumentProblem]

  /// Creates the error.
  public init(_ problems: [ArgumentProblem]) { self.problems = problems }
}
